#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: no path of somebody's machine in a tracked file."""
import re
import sys

import source

# Written in pieces, so that this file does not find itself.
PATH = re.compile(r"(?<![\w.}/-])/(?:%s)(?:/|\b(?![-\w.]))" % "|".join(["wo" + "rk", "ho" + "me/\\w+", "ro" + "ot", "t" + "mp",
                                                                        "Us" + "ers/\\w+", "mn" + "t"]))


def check(name, text):
    for match in PATH.finditer(text):
        yield source.line_of(text, match.start()), "'%s': a path of one machine" % match.group(0)


def wanted(name):
    return name not in ("COPYING", "data/COPYING")


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
