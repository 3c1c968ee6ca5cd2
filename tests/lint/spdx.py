#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: every tracked file that can carry one has an SPDX line near its top: CC0-1.0 for data (data/, tests/data/), where programs
may be Apache-2.0 too, and Apache-2.0 elsewhere (a document of doc/ that is made of data may be CC0-1.0)."""
import re
import sys

import source

# Formats without comments; data/README.md and doc/ say where such files come from.
BARE = (".abi", ".json", ".jsonl", ".csv", ".tsv", ".bin", ".gz", ".xz", ".zip", ".png", ".tariff")
TEXTS = ("COPYING", "data/COPYING")
PROGRAMS = (".py", ".mk", ".sh", ".awk")
LINE = re.compile(r"SPDX-License-Identifier: (\S+)")


def check(name, text):
    if not text:
        return
    match = LINE.search("\n".join(text.split("\n")[:6]))
    if name.startswith("data/"):
        licences = ["CC0-1.0", "Apache-2.0"] if name.endswith(PROGRAMS) else ["CC0-1.0"]
    else:
        licences = ["Apache-2.0", "CC0-1.0"] if name.startswith(("tests/data/", "doc/")) else ["Apache-2.0"]
    if not match:
        yield 1, "no SPDX line (SPDX-License-Identifier: %s)" % licences[0]
    elif match.group(1) not in licences:
        yield 1, "licence %s where %s is meant" % (match.group(1), licences[0])


def wanted(name):
    # Broken and foreign inputs of tests are bytes to be read as they are.
    return not name.endswith(BARE) and name not in TEXTS and not name.startswith(("tests/input/", "tests/fuzz/corpus/"))


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
