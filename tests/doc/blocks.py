#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every shell block (```sh) of README.md and doc/, and every example of the program's manual, runs with the program just built, block by block in one folder per document, with
exit status 0. Of a line that also installs or builds, the calls of the program are run. Where the line after a block begins a block
marked ```text, that text is what the block prints."""
import glob
import os
import re
import subprocess
import sys
import tempfile

SRCDIR = os.environ["TARIFF_SRCDIR"]
BUILDDIR = os.environ["TARIFF_BUILDDIR"]
BUILDS = re.compile(r"(^|\s|/)(setup|bootstrap|configure|make|apt-get|git|sudo|cd)\b")


def blocks(text):
    """[(line, script, expected output or None)]"""
    found = []
    pattern = re.compile(r"^```sh\n(.*?)^```\n(?:\n?```text\n(.*?)^```\n)?", re.S | re.M)
    for match in pattern.finditer(text):
        found.append((text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)))
    return found


def runnable(script):
    lines = []
    for line in script.replace("\\\n", " ").split("\n"):
        if BUILDS.search(line.split("tariff ")[0]):
            parts = [part.strip() for part in line.split("&&")]
            lines += [part for part in parts if re.match(r"(tools/)?tariff ", part)]
        else:
            lines.append(line)
    return "\n".join(lines).strip()


def examples(environment):
    """Runs what `tariff help --examples` prints, in one folder and in that order; exit status 1 is an answer. Number of wrong ones."""
    lines = subprocess.run([os.path.join(BUILDDIR, "tools", "tariff"), "help", "--examples"], stdout=subprocess.PIPE, check=True)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("data", "examples"):
            os.symlink(os.path.join(SRCDIR, name), os.path.join(folder, name))
        for line in lines.stdout.decode("utf-8").splitlines():
            run = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
            if run.returncode > 1 or not run.stdout:
                print("tariff help: exit status %d of: %s\n%s" % (run.returncode, line, run.stdout.decode("utf-8", "replace")))
                wrong += 1
    return wrong


def main():
    if not os.path.exists(os.path.join(BUILDDIR, "tools", "tariff")):
        print("blocks.py: the program is not built")
        return 77
    wrong = count = 0
    environment = dict(os.environ, PATH=os.path.join(BUILDDIR, "tools") + os.pathsep + os.environ["PATH"], LC_ALL="C.UTF-8")
    for document in [os.path.join(SRCDIR, "README.md")] + sorted(glob.glob(os.path.join(SRCDIR, "doc", "*.md"))):
        with open(document, encoding="utf-8") as file:
            found = blocks(file.read())
        with tempfile.TemporaryDirectory() as folder:
            for name in ("data", "examples"):
                os.symlink(os.path.join(SRCDIR, name), os.path.join(folder, name))
            os.symlink(os.path.join(BUILDDIR, "tools"), os.path.join(folder, "tools"))
            for line, script, expected in found:
                script = runnable(script)
                if not script:
                    continue
                count += 1
                run = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                output = run.stdout.decode("utf-8", "replace")
                where = "%s:%d" % (os.path.relpath(document, SRCDIR), line)
                if run.returncode != 0:
                    print("%s: exit status %d of: %s\n%s" % (where, run.returncode, script, output))
                    wrong += 1
                elif expected is not None and output.strip() != expected.strip():
                    print("%s: prints\n%s\nwhere the document says\n%s" % (where, output, expected))
                    wrong += 1
    wrong += examples(environment)
    print("%d blocks, %d wrong" % (count, wrong))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
