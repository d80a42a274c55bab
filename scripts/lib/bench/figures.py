"""What is measured. Every function returns rows: see `Row`."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import inputs
from programs import ENVIRONMENT, FOLDER, LatencyServer, least, say, spread

LATENCY = 0.050


@dataclass
class Row:
    """One figure, and the one of the same run that it is compared with."""

    name: str
    measured: float
    unit: str
    against: str
    yardstick: float
    spread: float = 1.0
    #: What the goal speaks of: "ratio" or "measured"; with the most that it may be.
    goal_of: str = ""
    goal: float = 0.0

    @property
    def ratio(self):
        return self.measured / self.yardstick if self.yardstick else 0.0

    @property
    def verdict(self):
        if not self.goal_of:
            return ""
        return "met" if getattr(self, self.goal_of) <= self.goal else "missed"


def write(name, text):
    path = FOLDER / name
    path.write_text(text)
    return path


def credentials():
    key = FOLDER / "bench.p8"
    if not key.exists():
        generate = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout"]
        raw = subprocess.run(generate, check=True, capture_output=True).stdout
        subprocess.run(
            ["openssl", "pkcs8", "-topk8", "-nocrypt", "-out", key], input=raw, check=True, capture_output=True
        )
    return ["--key-id", "BENCHKEY", "--private-key", key]


def reading(programs):
    apps = 1_000
    file = write("read.yaml", inputs.unchanged(apps))
    requests = apps + -(-apps // 100)
    rows, latest, cpu = [], 0.0, {}
    python = programs.python_with_requests()
    if python is None:
        say("requests can't be had from pip here: no comparison with it")
    with LatencyServer(programs, LATENCY * 1000, 5) as server:

        def runs(count, *command):
            nonlocal latest
            results = []
            for _ in range(count):
                server.statistics()
                results += programs.measure(1, command)[0]
                seen = server.statistics()
                latest = max(latest, seen["latest"])
                results[-1]["requests"] = seen["get"]
            return results

        for concurrency in [8, 16, 32]:
            say(f"reading 1,000 apps, {concurrency} at a time")
            found = runs(
                3, programs.storehooks, "plan", "--file", file, "--api-url", server.url, "--no-state",
                "--concurrency", concurrency, *credentials(),
            )  # fmt: skip
            limit = requests * LATENCY / concurrency
            cpu[concurrency] = found
            rows.append(
                Row(
                    f"read 1,000 apps, {concurrency} at a time: wall", least(found, "wall"), "s",
                    "floor", limit, spread(found, "wall"),
                    "ratio" if concurrency < 32 else "", 1.10,
                )  # fmt: skip
            )
        rows.append(
            Row("… API requests", max(run["requests"] for run in found), "", "floor", requests,
                1.0, "ratio", 1.0)  # fmt: skip
        )
        rows.append(
            Row("… peak memory, 8 at a time", least(cpu[8], "kilobytes") / 1000, "MB", "an empty C program",
                least(programs.measure(3, [programs.nothing])[0], "kilobytes") / 1000)  # fmt: skip
        )
        answer = FOLDER / "answer.json"
        answer.write_bytes(server.get("/v1/apps/1000000001/webhooks"))
        decoding = programs.measure(3, [programs.planner, "--decode", answer, apps])[0]
        rows.append(
            Row("… CPU, 8 at a time", least(cpu[8], "cpu"), "s", "JSONDecoder alone",
                least(decoding, "cpu"), spread(cpu[8], "cpu"))  # fmt: skip
        )
        checked = programs.measure(5, [programs.storehooks, "validate", "--file", file])[0]
        rows.append(
            Row("… CPU, 8 at a time", least(cpu[8], "cpu"), "s", "validate",
                least(checked, "cpu"), spread(cpu[8], "cpu"))  # fmt: skip
        )
        bare = runs(3, programs.curl_loop, server.url, apps, 8)
        rows.append(
            Row("… CPU, 8 at a time", least(cpu[8], "cpu"), "s", "bare libcurl",
                least(bare, "cpu"), spread(cpu[8], "cpu"))  # fmt: skip
        )
        if python:
            pool = runs(2, python, str(Path(inputs.__file__).with_name("requests-pool.py")), server.url, apps, 8)
            rows.append(
                Row("… CPU, 8 at a time", least(cpu[8], "cpu"), "s", "Python requests",
                    least(pool, "cpu"), spread(cpu[8], "cpu"), "ratio", 0.15)  # fmt: skip
            )
    say(f"the server answered at most {latest * 1000:.1f} ms late")
    return rows


def validating(programs):
    say("validate, against a bare libyaml loop")
    sizes = [100, 1_000, 10_000]
    commands = []
    for size in sizes:
        file = write(f"validate-{size}.yaml", inputs.unchanged(size))
        commands += [[programs.libyaml_loop, file], [programs.storehooks, "validate", "--file", file]]
    results = programs.measure(7, *commands, [programs.storehooks, "version"])
    rows = []
    for index, size in enumerate(sizes):
        bare, found = results[2 * index], results[2 * index + 1]
        is_large = size == sizes[-1]
        rows.append(
            Row(f"validate {size:,} apps × 5: CPU", least(found, "cpu"), "s", "bare libyaml",
                least(bare, "cpu"), spread(found, "cpu"), "ratio" if is_large else "", 2.0)  # fmt: skip
        )
    start = least(results[-1], "cpu")
    growth = least(results[5], "cpu") - start
    rows.append(
        Row("… growth, without start-up", growth, "s", "ten times 1,000 apps",
            10 * (least(results[3], "cpu") - start), 1.0, "ratio", 1.15)  # fmt: skip
    )
    rows.append(
        Row("… peak memory at 50,000 webhooks", least(results[5], "kilobytes") / 1000, "MB", "the file's size",
            Path(commands[-1][-1]).stat().st_size / 1e6, 1.0, "measured", 200)  # fmt: skip
    )
    return rows


def planning(programs):
    say("planning in process")
    lines = subprocess.run([programs.planner, "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = []
    for line in lines.splitlines():
        figure = json.loads(line)
        goal_of = figure.pop("goalOf")
        rows.append(Row(**figure, goal_of=goal_of))
    say("plan of 10,000 apps over HTTP without latency")
    file = write("third.yaml", inputs.a_third_changed(10_000))
    with LatencyServer(programs, 0, 5) as server:
        found = programs.measure(
            2, [programs.storehooks, "plan", "--file", file, "--api-url", server.url, "--no-state", *credentials()]
        )[0]
    rows.append(
        Row("plan 10,000 apps over HTTP: peak memory", least(found, "kilobytes") / 1000, "MB",
            "the file's size", file.stat().st_size / 1e6, spread(found, "kilobytes"), "measured", 200)  # fmt: skip
    )
    return rows


def fleets(programs):
    """One rule for a whole account, against the same apps listed, and against a tenth of them."""
    few, many = 2_000, 20_000
    rule, listed = write("rule.yaml", inputs.one_rule()), write("listed.yaml", inputs.listed(few))
    both = write("listed-with-a-rule.yaml", inputs.listed_with_a_rule(few))
    say(f"a fleet of {few:,} apps: one rule, and all of them listed")
    plain, checked = programs.measure(
        7, *[[programs.storehooks, "validate", "--file", file] for file in [listed, both]]
    )

    def planned(apps, runs, *files):
        with LatencyServer(programs, 0, 5, apps) as server:
            shared = ["--api-url", server.url, "--no-state", *credentials()]
            return programs.measure(runs, *[[programs.storehooks, "plan", "--file", file, *shared] for file in files])

    by_list, by_rule, by_both = planned(few, 3, listed, rule, both)
    rows = []
    for name, found, against in [
        (f"validate {few:,} apps that a rule matches: CPU", checked, plain),
        (f"plan {few:,} apps by one rule: CPU", by_rule, by_list),
        (f"plan {few:,} listed apps that a rule matches: CPU", by_both, by_list),
    ]:
        rows.append(
            Row(name, least(found, "cpu"), "s", f"{few:,} listed apps", least(against, "cpu"), spread(found, "cpu"),
                "ratio", 1.1)  # fmt: skip
        )
    say(f"a fleet of {many:,} apps")
    large = planned(many, 2, rule)[0]
    for name, key, unit, scale in [("CPU", "cpu", "s", 1), ("peak memory", "kilobytes", "MB", 1000)]:
        rows.append(
            Row(f"plan {many:,} apps by one rule: {name}", least(large, key) / scale, unit, f"{few:,} apps by one rule",
                least(by_rule, key) / scale, spread(large, key), "ratio", 10.5)  # fmt: skip
        )
    return rows


def applying(programs):
    apps = 200
    file = write("apply.yaml", inputs.five_writes(apps))
    requests = -(-apps // 100) + apps + 5 * apps
    rows = []
    with LatencyServer(programs, LATENCY * 1000, 3) as server:
        for sync in [0, 13, 50]:
            say(f"apply of 1,000 writes, {sync} ms a sync")
            found = []
            for _ in range(2):
                state = FOLDER / "apply.state.json"
                state.unlink(missing_ok=True)
                server.statistics()
                found += programs.measure(
                    1, [programs.storehooks, "apply", "--yes", "--allow-deletes", apps, "--file", file, "--api-url",
                        server.url, "--state", state, *credentials()],
                    environment={"LD_PRELOAD": str(programs.slow_sync), "SYNC_MILLISECONDS": str(sync)} if sync else None,
                )[0]  # fmt: skip
                seen = server.statistics()
            rows.append(
                Row(f"apply 1,000 writes on 200 apps, {sync} ms more a sync: wall", least(found, "wall"), "s",
                    "floor", requests * LATENCY / 8, spread(found, "wall"), "ratio", 1.10)  # fmt: skip
            )
    writes = seen["post"] + seen["patch"] + seen["delete"]
    rows.append(Row("… API requests", seen["get"] + writes, "", "floor", requests, 1.0, "ratio", 1.0))
    return rows


def simulating(programs):
    say("2,000 changes of a simulated fleet")
    apps, rows, runs = 400, [], []
    text = inputs.creates(apps)
    for _ in range(2):
        fleet = write("simulated.json", inputs.empty_fleet(apps))
        state = FOLDER / "simulated.state.json"
        state.unlink(missing_ok=True)
        runs += programs.measure(
            1, [programs.storehooks, "apply", "--yes", "--simulate", fleet, "--file", write("simulated.yaml", text),
                "--state", state]  # fmt: skip
        )[0]
    rows.append(
        Row("apply 2,000 creates, simulated: wall", least(runs, "wall"), "s", "its CPU time",
            least(runs, "cpu"), spread(runs, "wall"), "measured", 3)  # fmt: skip
    )
    return rows


def comparing(programs):
    """Secrets that can't be guessed, and some that can: what comparing them costs a plan."""
    rows = []
    for name, count, secret in [
        ("300 random secrets", 300, lambda number: os.urandom(20).hex()),
        ("20 guessable secrets", 20, lambda number: f"only-for-the-benchmark-{number}"),
    ]:
        say(f"plan with {name}")
        apps = -(-count // 5)
        fleet, file = write("compared.json", inputs.empty_fleet(apps)), write("compared.yaml", inputs.own_secrets(apps))
        state = FOLDER / "compared.state.json"
        state.unlink(missing_ok=True)
        environment = {f"S{number}": secret(number) for number in range(apps * 5)}
        shared = ["--simulate", fleet, "--file", file]
        programs.measure(1, [programs.storehooks, "apply", "--yes", *shared, "--state", state], environment=environment)
        found = programs.measure(3, [programs.storehooks, "plan", *shared, "--state", state], environment=environment)[0]
        without = programs.measure(3, [programs.storehooks, "plan", *shared, "--no-state"], environment=environment)[0]
        rows.append(
            Row(f"plan with {name} on record: CPU", least(found, "cpu"), "s", "without a state file",
                least(without, "cpu"), spread(found, "cpu"), "measured" if count == 300 else "", 1.5)  # fmt: skip
        )
    return rows


def starting(programs):
    say("start-up")
    file = FOLDER / "webhooks.yaml"
    file.unlink(missing_ok=True)
    subprocess.run([programs.storehooks, "init", "--file", file], check=True, capture_output=True, env=ENVIRONMENT)
    nothing, version, validate = programs.measure(
        40, [programs.nothing], [programs.storehooks, "version"], [programs.storehooks, "validate", "--file", file]
    )
    bare = least(nothing, "wall") * 1000
    return [
        Row("start-up: version", least(version, "wall") * 1000, "ms", "an empty C program", bare,
            spread(version, "wall"), "measured", 4),
        Row("start-up: validate webhooks.yaml", least(validate, "wall") * 1000, "ms",
            "an empty C program", bare, spread(validate, "wall"), "measured", 4),
        Row("binary, stripped", programs.stripped_size / 1e6, "MB", "20 MB", 20, 1.0, "measured", 20),
    ]  # fmt: skip
