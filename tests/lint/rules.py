#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: the tables of doc/rules.md are those of libtariff/rules/rules.def. With --write it writes them anew."""
import os
import re
import sys

import source

TABLE = "libtariff/rules/rules.def"
PAGE = "doc/rules.md"
SECTION = re.compile(r"/\* ---- (.*) ---- \*/")
RULE = re.compile(r"(EXISTS|SPANS|IN_USE|ONCE|UNIQUE|APART|STARTS|FLAG|ROW|WHOLE)\((\w+),(?:[^\"]*?)\"((?:[^\"\\]|\\.)*)\"\)", re.S)
SHAPES = {"EXISTS": "exists", "SPANS": "spans", "IN_USE": "in use", "ONCE": "once", "UNIQUE": "unique", "APART": "apart",
          "STARTS": "starts", "FLAG": "flag", "ROW": "code", "WHOLE": "code"}
BEGIN, END = "<!-- rules -->\n", "<!-- end of rules -->\n"


def tables(text):
    """The tables in Markdown, one for each section of rules.def that has rules."""
    text = text[text.index("/* ---- links"):]
    marks = [(match.end(), match.group(1)) for match in SECTION.finditer(text)] + [(len(text), "")]
    out = []
    for (start, name), (end, _) in zip(marks, marks[1:]):
        seen, rows = set(), []
        for match in RULE.finditer(text, start, end):
            if match.group(2) not in seen:
                rows.append("| `%s` | %s | %s |\n" % (match.group(2), SHAPES[match.group(1)], match.group(3)))
            seen.add(match.group(2))
        if rows:
            out.append("### %s\n\n| id | shape | what it says |\n|---|---|---|\n%s\n" % (name[0].upper() + name[1:], "".join(rows)))
    return "".join(out)


def check(name, text):
    made = tables(source.read(TABLE))
    if BEGIN not in text or END not in text:
        yield 1, "no place for the tables (%s … %s)" % (BEGIN.strip(), END.strip())
    elif text[text.index(BEGIN) + len(BEGIN):text.index(END)] != made:
        yield source.line_of(text, text.index(BEGIN)), "not the rules of %s (tests/lint/rules.py --write)" % TABLE


def write():
    text = source.read(PAGE)
    text = text[:text.index(BEGIN) + len(BEGIN)] + tables(source.read(TABLE)) + text[text.index(END):]
    with open(os.path.join(source.ROOT, PAGE), "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        sys.exit(source.run(check, lambda name: name == PAGE))
