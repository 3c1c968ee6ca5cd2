#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: ids of the shared cases and paths of their files stand in test inventories (tests/cases/, tests/inventory/) only."""
import json
import os
import re
import sys

import source

INVENTORIES = ("tests/cases/", "tests/inventory/")


def ids(folder):
    """Ids that are distinctive: with a digit and a hyphen, so that no word of a text is taken for one."""
    found = set()
    for where, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".dev.json"):
                continue
            with open(os.path.join(where, name), encoding="utf-8") as file:
                for case in json.load(file).get("cases", []):
                    if re.search(r"[0-9]", str(case.get("id", ""))) and "-" in case["id"] and len(case["id"]) >= 6:
                        found.add(case["id"])
    return found


def checker(known):
    word = re.compile(r"[A-Za-z0-9_.]+(?:-[A-Za-z0-9_.]+)+")

    def check(name, text):
        for match in word.finditer(text):
            if match.group(0) in known:
                yield source.line_of(text, match.start()), "'%s': the id of a case" % match.group(0)
        for match in re.finditer(r"\bcases/[\w-]+/[\w./-]*\.dev\.(?:json|tsv)", text):
            yield source.line_of(text, match.start()), "'%s': the path of a case file" % match.group(0)

    return check


def wanted(name):
    return not name.startswith(INVENTORIES) and name != "tests/lint/cases.py"


if __name__ == "__main__":
    cases = os.path.join(os.environ.get("TARIFF_SHARED", os.path.join(source.ROOT, "..", "shared")), "cases")
    if not os.path.isdir(cases):
        print("cases.py: no cases in the shared data")
        sys.exit(source.SKIP)
    sys.exit(source.run(checker(ids(cases)), wanted))
