# SPDX-License-Identifier: Apache-2.0
"""What the lints share: the tracked files, C without comments or literals, and how findings are told."""
import os
import re
import subprocess
import sys

ROOT = os.environ.get("TARIFF_SRCDIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIP = 77


def tracked():
    """The tracked files that exist, relative to the root, sorted."""
    run = subprocess.run([os.path.join(ROOT, "build-aux", "manifest"), ROOT], stdout=subprocess.PIPE, check=True)
    names = run.stdout.decode("utf-8").split("\n")
    return sorted(name for name in names if name and os.path.isfile(os.path.join(ROOT, name)))


def read(name):
    """Text of a file, or None where it is not UTF-8 text."""
    with open(os.path.join(ROOT, name), "rb") as file:
        data = file.read()
    try:
        return None if b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


_TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def without(text, comments=True, strings=True):
    """C text of the same lines with comments (and the inside of string and character literals) blanked."""

    def blank(match):
        token = match.group(0)
        if token.startswith("/"):
            return re.sub(r"[^\n]", " ", token) if comments else token
        return token[0] + " " * (len(token) - 2) + token[-1] if strings else token

    return _TOKEN.sub(blank, text)


def strings(text):
    """(line, inside) of every string literal outside comments and #include lines."""
    code = without(text, strings=False)
    code = re.sub(r"^([ \t]*#[ \t]*include)[^\n]*", lambda m: m.group(1), code, flags=re.M)
    for match in re.finditer(r"\"((?:\\.|[^\"\\\n])*)\"", code):
        yield code.count("\n", 0, match.start()) + 1, match.group(1)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def run(check, wanted):
    """Apply check(name, text) -> [(line, what)] to the tracked files that wanted(name) takes; exit status of a test."""
    findings = []
    count = 0
    for name in tracked():
        if not wanted(name):
            continue
        text = read(name)
        if text is None:
            continue
        count += 1
        findings += ["%s:%d: %s" % (name, line, what) for line, what in check(name, text)]
    for finding in findings:
        print(finding)
    print("%s: %d files, %d findings" % (os.path.basename(sys.argv[0]), count, len(findings)))
    return 1 if findings or not count else 0
