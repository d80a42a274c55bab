"""The table of docs/performance.md: figures that differ in one number share a line."""

import re
from itertools import groupby

NUMBER = re.compile(r"\d[\d,]*")


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def goal(row):
    if not row.goal_of:
        return ""
    return f"≤ {row.goal:g}" + (f" {row.unit}" if row.goal_of == "measured" else " ×")


class Line:
    def __init__(self, head, row):
        self.head, self.rows = head, [row]
        self.pattern = NUMBER.sub("#", row.name)
        self.varying = set()

    def takes(self, head, row):
        """Adds a row if no second number of the names varies then."""
        if (head, NUMBER.sub("#", row.name), row.unit) != (self.head, self.pattern, self.rows[0].unit):
            return False
        first, other = NUMBER.findall(self.rows[0].name), NUMBER.findall(row.name)
        varying = self.varying | {index for index, pair in enumerate(zip(first, other)) if pair[0] != pair[1]}
        if len(varying) > 1:
            return False
        self.varying = varying
        self.rows.append(row)
        return True

    def name(self):
        numbers = iter(zip(*(NUMBER.findall(row.name) for row in self.rows)))
        return NUMBER.sub(lambda _: ", ".join(dict.fromkeys(next(numbers))), self.rows[0].name)

    def cells(self):
        measured = ", ".join(dict.fromkeys(number(row.measured) for row in self.rows))
        compared = [row for row in self.rows if row.goal_of != "measured"]
        ratios = [
            ", ".join(f"{row.ratio:.2f}" for row in rows) + f" × {against}"
            for against, rows in groupby(compared, lambda row: row.against)
        ]
        goals = {goal(row) for row in self.rows} - {""}
        verdicts = [row.verdict or "–" for row in self.rows]
        verdict = verdicts[0] if len(set(verdicts)) == 1 else ", ".join(verdicts)
        unit = f" {self.rows[0].unit}" if self.rows[0].unit else ""
        return [self.name(), measured + unit, ", ".join(ratios), f"{', '.join(goals)}: {verdict}" if goals else ""]


def table(rows):
    lines, head = [], ""
    # What planning takes in process without a goal only gives the scale.
    for row in (row for row in rows if row.goal_of or row.unit != "ms"):
        if not row.name.startswith("…"):
            head = NUMBER.sub("#", row.name)
        if not any(line.takes(head, row) for line in lines):
            lines.append(Line(head, row))
    cells = [["figure", "measured", "ratio", "goal"], ["---"] * 4] + [line.cells() for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)
