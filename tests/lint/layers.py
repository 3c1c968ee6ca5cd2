#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: an include goes to a lower row of the layers only, and each outside library is included in one folder only."""
import re
import sys

import source

# The layers: row of each folder of libtariff/. An include goes to the same folder or to a lower row.
ROWS = {
    "base": 0,
    "num": 1, "text": 1, "json": 1, "io": 1,
    "model": 2, "expr": 2, "image": 2,
    "ingest": 3, "rules": 3, "compile": 3, "train": 3,
    "snapshot": 4,
    "nomenclature": 5, "geography": 5, "trace": 5,
    "rate": 6, "measure": 6, "origin": 6, "classify": 6,
    "assess": 7, "quota": 7,
    "explain": 8,
    "api": 9,
}
# The writer's row is for itself and for api/: readers meet it in image/ and expr/ only. The model is the writer's too.
WRITER = {"ingest", "rules", "compile", "train"}
READERS = {folder for folder, row in ROWS.items() if 4 <= row <= 8}
# Row 3 works in this order; ingest reads into the model, rules and compile take it from there.
WITHIN_ROW = {("compile", "rules"), ("compile", "ingest")}

# Outside libraries: header pattern and the folder that includes it.
LIBRARIES = [
    (r"gmp\.h", "num"),
    (r"unicode/", "text"),
    (r"onig[a-z]*\.h", "text"),
    (r"libstemmer\.h", "text"),
    (r"jansson\.h", "json"),
    (r"libxml/", "ingest"),
    (r"zlib\.h|lzma\.h|zip\.h", "io"),
    (r"nettle/", "image"),
]
# Headers of the C library and of POSIX that have no place in the library: stdio, clock, locale, assert (it aborts), floating point.
REFUSED = {"stdio.h", "time.h", "sys/time.h", "locale.h", "assert.h", "float.h", "math.h", "tgmath.h", "setjmp.h",
           "err.h", "syslog.h", "wchar.h", "threads.h"}
# rename() is declared in stdio.h; the words of stdio are refused everywhere (words.py).
ALLOWED = {("io", "stdio.h")}

INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", re.M)


def library(name, text):
    folder = name.split("/")[1]
    if folder not in ROWS:
        yield 1, "folder '%s' is in no layer (tests/lint/layers.py has the table)" % folder
        return
    for match in INCLUDE.finditer(source.without(text, strings=False)):
        # What is generated lies in the build tree, below the same folder.
        header = re.sub(r"^libtariff/", "", match.group(2))
        line = source.line_of(text, match.start())
        if match.group(1) == '"':
            parts = header.split("/")
            if len(parts) == 1 or parts[0] == folder or header == "config.h":
                continue
            if parts[0] == "tariff":
                continue
            if parts[0] not in ROWS:
                yield line, "include of '%s': no such folder" % header
            elif ROWS[parts[0]] >= ROWS[folder] and (folder, parts[0]) not in WITHIN_ROW:
                yield line, "%s/ (row %d) includes '%s' of row %d" % (folder, ROWS[folder], header, ROWS[parts[0]])
            elif folder in READERS and (parts[0] in WRITER or parts[0] == "model"):
                yield line, "reader folder %s/ includes '%s' of the writer" % (folder, header)
        elif header in REFUSED and (folder, header) not in ALLOWED:
            yield line, "<%s> has no place in the library" % header
        else:
            for pattern, owner in LIBRARIES:
                if re.match(pattern, header) and folder != owner:
                    yield line, "<%s> is included by %s/ only" % (header, owner)


def program(name, text):
    """tools/, bindings/ and examples/ use the public API only."""
    for match in INCLUDE.finditer(source.without(text, strings=False)):
        header = match.group(2)
        if re.match(r"(libtariff|%s)/" % "|".join(ROWS), header):
            yield source.line_of(text, match.start()), "include of '%s': programs use the public headers only" % header


def public(name, text):
    """include/tariff: standard headers that C99 and C++11 have, and each other."""
    for match in INCLUDE.finditer(source.without(text, strings=False)):
        header = match.group(2)
        if header not in ("stddef.h", "stdint.h") and not re.match(r"(tariff/)?[a-z_0-9]+\.h$", header):
            yield source.line_of(text, match.start()), "include of '%s' in a public header" % header
        if match.group(1) == "<" and header not in ("stddef.h", "stdint.h"):
            yield source.line_of(text, match.start()), "include of <%s> in a public header" % header


def check(name, text):
    if name.startswith("libtariff/"):
        return library(name, text)
    if name.startswith("include/"):
        return public(name, text)
    return program(name, text)


def wanted(name):
    return name.endswith((".c", ".h", ".def")) and name.startswith(("libtariff/", "include/", "tools/", "bindings/", "examples/"))


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
