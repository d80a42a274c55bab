"""The regression guard: instruction counts of fixed runs against a committed baseline."""

import json
import os
import re
import shutil
import subprocess
import sys

import inputs
from figures import write
from programs import ENVIRONMENT, FOLDER, ROOT, say

BASELINE = ROOT / "docs/performance-baseline.json"
#: Threads take turns differently each time, which moves the counts a little.
TOLERANCE = 0.03


def install_valgrind():
    if shutil.which("valgrind"):
        return
    if not shutil.which("apt-get"):
        sys.exit("bench: --check counts instructions with valgrind; install it")
    say("installing valgrind")
    root = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*root, "apt-get", "-qq", "update"], check=True)
    command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", "valgrind"]
    subprocess.run([*root, *command], check=True, stdout=subprocess.DEVNULL)


def count(*command):
    """The instructions of one run. Hashing is the same each time then, and so is memory."""
    environment = {**ENVIRONMENT, "SWIFT_DETERMINISTIC_HASHING": "1"}
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)],
        capture_output=True, text=True, env=environment, cwd=FOLDER,
    )  # fmt: skip
    found = re.search(r"I\s+refs:\s+([\d,]+)", result.stderr)
    if result.returncode != 0 or not found:
        sys.exit(f"bench: counting failed: {result.stderr[-500:]}")
    return int(found.group(1).replace(",", ""))


def counts():
    program = FOLDER / "storehooks-stripped"
    valid = write("check-validate.yaml", inputs.unchanged(1_000))
    third = write("check-plan.yaml", inputs.a_third_changed(300))
    fleet = write("check-fleet.json", inputs.fleet(300))
    say("counting instructions of validate and plan")
    return {
        "libyaml": count(FOLDER / "libyaml-loop", valid),
        "validate": count(program, "validate", "--file", valid),
        "plan": count(program, "plan", "--file", third, "--simulate", fleet, "--no-state"),
    }


def run(programs, toolchain, is_update):
    install_valgrind()
    found = counts()
    if is_update:
        document = {"toolchain": toolchain, "tolerance": TOLERANCE, "instructions": found}
        BASELINE.write_text(json.dumps(document, indent=2) + "\n")
        say(f"wrote {BASELINE.relative_to(ROOT)}; commit it with the change that explains it")
        return 0
    if not BASELINE.exists():
        sys.exit(f"bench: there is no {BASELINE.relative_to(ROOT)}; make one with scripts/bench --update-baseline")
    baseline = json.loads(BASELINE.read_text())
    failed = False
    for name, before in baseline["instructions"].items():
        change = found[name] / before - 1
        is_worse = change > baseline["tolerance"]
        failed = failed or is_worse
        verdict = "WORSE" if is_worse else "better: update the baseline" if change < -baseline["tolerance"] else "as before"
        print(f"{name:10} {found[name]:>15,} instructions, {change:+.1%} of the baseline: {verdict}")
    if baseline["toolchain"] != toolchain:
        print(f"The baseline is of another toolchain: {baseline['toolchain']}; this is {toolchain}.")
        print("Check out the commit of the baseline, run scripts/bench --update-baseline there, then check again.")
    if failed:
        print("If that is the price of something wanted: scripts/bench --update-baseline, and say so in the commit.")
    return 1 if failed else 0
