#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: the adapters of tools/conformance map fields to requests and compare; they do not compute and know no codes."""
import re
import sys

import source
from codes import CERTIFICATE, COUNTRIES

NUMBERS = re.compile(r"\b(?:double|float|__int128|strto(?:d|f|ld|l|ll)|ato[a-z]+|mp[zqf]_\w+|round|floor|ceil|pow)\b")
# A product or quotient has an operand and a blank on both sides; a pointer has not. A ring's index modulo its size is none.
PRODUCT = re.compile(r"[\w)\]]\s[*/%]=?\s(?!sizeof|(?<=% )[A-Z_]+;)[\w(]")
DATE = re.compile(r"[\w.>]*\b\w*date\w*\s*(?:<=?|>=?)\s*\w", re.I)
CODE = re.compile(r"^[0-9]{2,14}$")


def check(name, text):
    code = source.without(text)
    for pattern, what in ((NUMBERS, "an adapter does not compute"), (PRODUCT, "an adapter does no arithmetic"),
                          (DATE, "an adapter compares no dates")):
        for match in pattern.finditer(code):
            yield source.line_of(text, match.start()), "'%s': %s" % (match.group(0), what)
    for line, inside in source.strings(text):
        if inside in COUNTRIES or CERTIFICATE.match(inside) or CODE.match(inside):
            yield line, "\"%s\": an adapter knows no codes" % inside


def wanted(name):
    return name.startswith("tools/conformance/") and name.endswith((".c", ".h", ".def"))


if __name__ == "__main__":
    if not any(wanted(name) for name in source.tracked()):
        print("adapters.py: there are no adapters yet")
        sys.exit(source.SKIP)
    sys.exit(source.run(check, wanted))
