"""Builds what the benchmarks run, and runs it."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
#: Beside the other build folders, which git ignores.
FOLDER = ROOT / ".build-bench"
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": str(FOLDER), "BENCH_SECRET": "only-for-the-benchmark"}


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Programs:
    """The paths of all programs; built unless `skip_build`."""

    def __init__(self, skip_build):
        FOLDER.mkdir(exist_ok=True)
        self.storehooks = self._release("storehooks", skip_build)
        self.planner = self._release("planner-benchmark", skip_build)
        clang = self._toolchain_clang()
        for name, libraries in [("nothing", []), ("libyaml-loop", ["yaml"]), ("latency-server", []), ("measure", [])]:
            target = FOLDER / name
            source = HERE / f"{name}.c"
            archive = ROOT / ".build-release/static/libyaml.a"
            # The very libyaml that the release binary is linked with.
            linked = [str(archive)] if libraries and archive.exists() else [f"-l{each}" for each in libraries]
            subprocess.run([clang, "-O2", "-Wall", "-Wextra", "-o", target, source, *linked], check=True)
            setattr(self, {"measure": "measurer"}.get(name, name.replace("-", "_")), str(target))
        #: Where there is no libcurl, nothing can be read at all.
        source, self.curl_loop = HERE / "curl-loop.c", str(FOLDER / "curl-loop")
        subprocess.run([clang, "-O2", "-Wall", "-Wextra", "-o", self.curl_loop, source, "-l:libcurl.so.4"], check=True)
        self.slow_sync = FOLDER / "slow-sync.so"
        command = [clang, "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", self.slow_sync, HERE / "slow-sync.c", "-ldl"]
        subprocess.run(command, check=True)
        self.stripped_size = self._stripped_size()

    @staticmethod
    def _toolchain_clang():
        swift = Path(os.path.realpath(shutil.which("swift")))
        clang = swift.parent / "clang"
        return str(clang) if clang.exists() else "clang"

    @staticmethod
    def _release(product, skip_build):
        if not skip_build:
            say(f"building {product} for release (minutes, the first time)")
            subprocess.run([ROOT / "scripts/lib/build-release", product], check=True, stdout=subprocess.DEVNULL)
        places = sorted((ROOT / ".build-release").glob(f"*/release/{product}"))
        if not places:
            sys.exit(f"bench: there is no release build of {product}; run scripts/bench without --skip-build")
        return str(places[0])

    def _stripped_size(self):
        target = FOLDER / "storehooks-stripped"
        subprocess.run(["strip", "-o", target, self.storehooks], check=True)
        return target.stat().st_size

    def python_with_requests(self):
        """A Python that has requests, in an environment of its own; `None` where pip can't get it."""
        python = FOLDER / "venv/bin/python"
        try:
            if not python.exists():
                subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True, capture_output=True)
            if subprocess.run([python, "-c", "import requests"], capture_output=True).returncode != 0:
                say("installing requests with pip")
                subprocess.run([python, "-m", "pip", "install", "--quiet", "requests"], check=True, capture_output=True)
            return str(python)
        except (subprocess.CalledProcessError, OSError):
            return None

    def measure(self, runs, *commands, allowed=(0,), environment=None):
        """Runs commands in turns; for each what its runs took (see measure.c)."""
        arguments = [self.measurer, str(runs)]
        for index, command in enumerate(commands):
            arguments += (["--"] if index else []) + [str(part) for part in command]
        output = subprocess.run(
            arguments, check=True, stdout=subprocess.PIPE, env={**ENVIRONMENT, **(environment or {})}, cwd=FOLDER
        ).stdout
        results = json.loads(output)
        for command, result in zip(commands, results):
            for run in result:
                run["cpu"] = run["user"] + run["system"]
                if run["status"] not in allowed:
                    sys.exit(f"bench: exit code {run['status']} of: {' '.join(map(str, command))}")
        return results


class LatencyServer:
    """latency-server.c, running."""

    def __init__(self, programs, milliseconds, webhooks, apps=0):
        self.process = subprocess.Popen(
            [programs.latency_server, str(milliseconds), str(webhooks), str(apps)], stdout=subprocess.PIPE, text=True
        )
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def statistics(self):
        """What happened since the last time that this was asked."""
        return json.loads(self.get("/statistics"))

    def get(self, path):
        """An answer's body."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + path) as answer:
            return answer.read()


def least(runs, key):
    """The least of several runs: what the machine's other work adds is never negative."""
    return min(run[key] for run in runs)


def spread(runs, key):
    """How far the runs are apart: the largest as a multiple of the least."""
    return max(run[key] for run in runs) / max(least(runs, key), 1e-9)
