#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The layout of every public struct, for 64-bit and 32-bit hosts, is that of tests/abi/layout.expected; structs that are versioned
begin with size and flags, and 64-bit members stand at multiples of 8 on both. With --update, writes the expected file.
Nothing is run: the compiler puts the figures into an object file, so a 32-bit C library is not needed."""
import glob
import os
import re
import subprocess
import sys
import tempfile

SRCDIR = os.environ.get("TARIFF_SRCDIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXPECTED = os.path.join(SRCDIR, "tests", "abi", "layout.expected")


def structs():
    """[(name, [(member, type, count)])] of all public headers, in order."""
    found = []
    for header in sorted(glob.glob(os.path.join(SRCDIR, "include", "tariff", "*.h"))):
        with open(header, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        for match in re.finditer(r"typedef struct (tariff_\w+) \{(.*?)\} \1;", text, re.S):
            members = []
            for part in match.group(2).split(";"):
                member = re.match(r"^\s*((?:const )?\w+(?:\s*\*(?:\s*const)?)*)\s*(\w+)(?:\[(\w+)\])?\s*$", part)
                if member:
                    members.append((member.group(2), member.group(1).strip(), member.group(3)))
                elif part.strip():
                    raise SystemExit("layout.py: %s: member not understood: %s" % (match.group(1), part.strip()))
            found.append((match.group(1), members))
    return found


def figures(all_structs, flag, folder):
    """Offsets and sizes: {struct: (size, {member: (offset, size)})}, or None where the compiler does not do `flag`."""
    lines = ['#include "tariff/%s"' % os.path.basename(name) for name in sorted(glob.glob(os.path.join(SRCDIR, "include/tariff/*.h")))]
    lines += ["#include <stddef.h>", "const unsigned int figures[] = {"]
    for name, members in all_structs:
        lines.append("sizeof(%s)," % name)
        for member, _, _ in members:
            lines.append("offsetof(%s, %s), sizeof(((%s *)0)->%s)," % (name, member, name, member))
    lines.append("};")
    source, target = os.path.join(folder, "a.c"), os.path.join(folder, "a.o")
    with open(source, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    compiler = os.environ.get("CC", "cc").split()
    command = compiler + [flag, "-ffreestanding", "-std=c99", "-I", os.path.join(SRCDIR, "include"), "-c", source, "-o", target]
    if subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
        return None
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", target, target + ".bin"], check=True)
    with open(target + ".bin", "rb") as file:
        data = file.read()
    numbers = [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]
    result = {}
    at = 0
    for name, members in all_structs:
        size = numbers[at]
        at += 1
        places = {}
        for member, _, _ in members:
            places[member] = (numbers[at], numbers[at + 1])
            at += 2
        result[name] = (size, places)
    return result


def main():
    all_structs = structs()
    wrong = 0
    lines = ["# SPDX-License-Identifier: Apache-2.0", "# struct.member: offset and size with 64-bit pointers, with 32-bit pointers"]
    with tempfile.TemporaryDirectory() as folder:
        wide = figures(all_structs, "-m64", folder)
        narrow = figures(all_structs, "-m32", folder)
    if wide is None or narrow is None:
        print("layout.py: the compiler does not make both 64-bit and 32-bit objects")
        return 77
    for name, members in all_structs:
        lines.append("%s: %d %d" % (name, wide[name][0], narrow[name][0]))
        if members[0][0] == "size" and members[1][0] != "flags":
            print("%s: size is not followed by flags" % name)
            wrong += 1
        for member, kind, _ in members:
            a, b = wide[name][1][member], narrow[name][1][member]
            lines.append("%s.%s: %d %d, %d %d" % (name, member, a[0], a[1], b[0], b[1]))
            if re.match(r"u?int64_t$", kind) and (a[0] % 8 or b[0] % 8):
                print("%s.%s: a 64-bit member that does not stand at a multiple of 8" % (name, member))
                wrong += 1
            if kind in ("long", "unsigned long", "size_t", "int", "unsigned", "bool", "double", "float"):
                print("%s.%s: '%s' has no fixed width" % (name, member, kind))
                wrong += 1
    text = "\n".join(lines) + "\n"
    if sys.argv[1:] == ["--update"]:
        with open(EXPECTED, "w", encoding="utf-8") as file:
            file.write(text)
        return 0
    expected = ""
    if os.path.exists(EXPECTED):
        with open(EXPECTED, encoding="utf-8") as file:
            expected = file.read()
    for line in sorted(set(expected.split("\n")) ^ set(text.split("\n"))):
        print("%s %s" % ("expected:" if line in expected.split("\n") else "found:   ", line))
        wrong += 1
    print("%d structs, %d wrong (make update-symbols writes layout.expected anew, when the change is meant)" % (len(all_structs), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
