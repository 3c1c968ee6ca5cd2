#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: the form of C files that a reader relies on: lines of at most 130 characters, no tabs, no blanks at a line's end, one
newline at the end, at most 700 lines (tests and tables in .def files may be longer)."""
import sys

import source

WIDTH = 130
LENGTH = 700


def check(name, text):
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > WIDTH:
            yield number, "%d characters (at most %d)" % (len(line), WIDTH)
        if "\t" in line:
            yield number, "a tab"
        if line != line.rstrip():
            yield number, "a blank at the end"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield len(lines), "the file ends in one newline"
    if len(lines) - 1 > LENGTH and not name.startswith("tests/") and not name.endswith(".def"):
        yield len(lines), "%d lines: split by noun (at most %d)" % (len(lines) - 1, LENGTH)


def wanted(name):
    return name.endswith((".c", ".h", ".def"))


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
