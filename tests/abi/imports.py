#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the shared library takes from others and keeps: every undefined symbol is on the list of allowed imports (no clock, no
environment, no locale, no stdio, nothing that ends the process), and no object of the library has writable static data."""
import fnmatch
import os
import re
import subprocess
import sys

SRCDIR = os.environ["TARIFF_SRCDIR"]
BUILDDIR = os.environ["TARIFF_BUILDDIR"]
LIBS = os.path.join(BUILDDIR, "libtariff", ".libs")
# Sections of static data that a program could write to. Data that is constant after relocation is not among them.
WRITABLE = re.compile(r"\s(\.(?:data|bss|tdata|tbss)(?:\.(?!rel\.ro)[\w.]+)?|\*COM\*)\s+[0-9a-f]+\s+(?:\.hidden\s+)?(\S+)$")


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8").split("\n")


def allowed_imports():
    with open(os.path.join(SRCDIR, "tests", "abi", "imports.allowed"), encoding="utf-8") as file:
        return [line.split("#")[0].strip() for line in file if line.split("#")[0].strip()]

# Objects that are allowed all the same, and why.
GUARDS = {("pattern.o", "filled")}  # Oniguruma fills tables of its own without a lock: one thread does, others wait


def main():
    shared = os.path.join(LIBS, "libtariff.so")
    if not os.path.exists(shared):
        print("imports.py: this build has no shared library")
        return 77
    undefined = [line.split()[-1].split("@")[0] for line in run("nm", "-D", "--undefined-only", shared) if line.strip()]
    if any(re.match(r"__(asan|ubsan|tsan|msan|gcov)_", name) for name in undefined):
        print("imports.py: this build is instrumented; its imports are not the library's own")
        return 77
    wrong = 0
    patterns = allowed_imports()
    for name in undefined:
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
            print("import '%s' is not in tests/abi/imports.allowed" % name)
            wrong += 1
    archive = os.path.join(LIBS, "libtariffcore.a")
    state = 0
    if os.path.exists(archive):
        member = "?"
        for line in run("objdump", "-t", archive):
            match = re.match(r"(\S+\.o):", line)
            if match:
                member = match.group(1)
            match = WRITABLE.search(line)
            if match and match.group(2) != match.group(1) and (member, match.group(2).split(".")[0]) not in GUARDS:
                print("%s: '%s' is writable static data (%s)" % (member, match.group(2), match.group(1)))
                state += 1
    print("%d imports, %d not allowed, %d objects of writable static data" % (len(undefined), wrong, state))
    return 1 if wrong or state else 0


if __name__ == "__main__":
    sys.exit(main())
