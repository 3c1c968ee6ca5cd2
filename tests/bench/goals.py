#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The goals of goals.def are those of the contract's table, for every name of it."""
import os
import re
import sys

CONTRACT = os.path.join(os.environ["TARIFF_SHARED"], "contracts", "benchmarks.md")
GOALS = os.path.join(os.environ["TARIFF_SRCDIR"], "tests", "bench", "goals.def")
SCALE = {"ms": 1000}  # lines of the table in milliseconds are measured in µs


def contract():
    goals = {}
    with open(CONTRACT, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            names = re.findall(r"`([a-z0-9-]+)`", cells[0])
            if len(cells) != 4 or not names:
                continue
            text = cells[3]
            parts = re.findall(r"[≥≤]\s*([0-9.,]+)\s*([a-zµ]*)|^(0)$|^(reported)$", text)
            values = []
            for number, unit, zero, reported in parts:
                number = number.replace(",", "").rstrip(".")
                values.append("" if reported else "0" if zero else str(int(number) * SCALE[unit]) if unit in SCALE else number)
            if "×" in text:
                values = ["*"]
            ratio = text.startswith("ratio")
            for i, name in enumerate(names):
                goals[name] = (ratio, values[min(i, len(values) - 1)])
    return goals


def main():
    if not os.path.exists(CONTRACT):
        print("goals.py: no contract in the shared data")
        return 77
    with open(GOALS, encoding="utf-8") as file:
        ours = {m[0]: (m[1] == "true", m[2]) for m in re.findall(r'^BENCH_GOAL\("([^"]+)", (true|false), "([^"]*)"\)', file.read(), re.M)}
    theirs = contract()
    wrong = 0
    for name in sorted(set(ours) | set(theirs)):
        if ours.get(name) != theirs.get(name):
            print("%s: goals.def %s, contract %s" % (name, ours.get(name), theirs.get(name)))
            wrong += 1
    print("%d goals, %d differ" % (len(theirs), wrong))
    return 1 if wrong or not theirs else 0


if __name__ == "__main__":
    sys.exit(main())
