"""The whole of scripts/bench: see there."""

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict

import figures
import guard
import page
from programs import ROOT, Programs, say

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- table: scripts/bench --write-docs -->", "<!-- end of the table -->"


def machine():
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        model = platform.processor() or model
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit.stdout.strip(),
        "machine": f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "toolchain": swift.strip(),
        "load": round(os.getloadavg()[0], 2),
    }


def table(rows):
    lines = ["| figure | measured | against | ratio | spread | goal | verdict |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        unit = f" {row.unit}" if row.unit else ""
        lines.append(
            f"| {row.name} | {page.number(row.measured)}{unit} | {row.against}: {page.number(row.yardstick)}{unit} "
            f"| {row.ratio:.2f} | {row.spread:.2f} | {page.goal(row)} | {row.verdict} |"
        )
    return "\n".join(lines)


def write_page(facts, rows):
    text = PAGE.read_text()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    head = (
        f"{facts['date']}, commit {facts['commit']}; {facts['machine']}; {facts['toolchain']}; "
        f"load at the start {facts['load']}."
    )
    PAGE.write_text(f"{text[:start]}\n\n{head}\n\n{page.table(rows)}\n\n{text[end:]}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures Storehooks; see docs/performance.md.")
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--skip-build", action="store_true", help="measure the release build that is there")
    parser.add_argument("--check", action="store_true", help="compare instruction counts with the baseline, and no more")
    parser.add_argument("--update-baseline", action="store_true", help="count instructions and make them the baseline")
    options = parser.parse_args()
    facts = machine()
    programs = Programs(options.skip_build)
    if options.check or options.update_baseline:
        return guard.run(programs, facts["toolchain"], options.update_baseline)
    rows = []
    for measure in [figures.starting, figures.validating, figures.planning, figures.fleets, figures.reading, figures.applying,
                    figures.simulating, figures.comparing]:
        rows += measure(programs)
    print(table(rows))
    if options.json:
        document = {**facts, "figures": [{**asdict(row), "ratio": row.ratio, "verdict": row.verdict} for row in rows]}
        with open(options.json, "w") as file:
            json.dump(document, file, indent=2, ensure_ascii=False)
            file.write("\n")
    if options.write_docs:
        write_page(facts, rows)
    missed = [row.name for row in rows if row.verdict == "missed"]
    if missed:
        say("missed: " + "; ".join(missed))
    return 0


sys.exit(main())
