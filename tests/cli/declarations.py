#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Full declarations: each official data element that a profile lists is without effect, or mapped to fields that the declaration of
its data set fills and the program knows; and the declarations are assessed as worked by hand."""
import copy
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

SOURCE, BUILD = os.environ["TARIFF_SRCDIR"], os.environ["TARIFF_BUILDDIR"]
TARIFF, IMAGE = BUILD + "/tools/tariff", BUILD + "/default.tariff"
NS = "{urn:libtariff:tariff:1}"
FULL = (("uk-h1", "uk", "H1"), ("eu-h1", "eu", "H1"), ("us-01", "us", "01"), ("us-11", "us", "11"))
failed = []


def check(good, text):
    if not good:
        failed.append(text)


def holders(declaration, field):
    """The objects in which the last name of a field's path can stand, and that name."""
    objects, (*path, last) = [declaration], field.split(".")
    for name in path:
        if name.endswith("[]"):
            objects = [each for one in objects for each in one.get(name[:-2], [])]
        else:
            objects = [one[name] for one in objects if name in one]
    return [one for one in objects if last in one], last


def renamed(declaration, field):
    changed = copy.deepcopy(declaration)
    objects, last = holders(changed, field)
    for one in objects:
        one["no_" + last] = one.pop(last)
    return changed


def assessed(lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([TARIFF, "assess", "--image", IMAGE], input=text, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    files = []
    for name, profile, dataset in FULL:
        files.append("%s/tests/cases/declarations/%s.json" % (SOURCE, name))
        with open(files[-1], encoding="utf-8") as file:
            declaration = json.load(file)["cases"][0]["inputs"]["request"]
        elements = [element for element in ET.parse("%s/data/profiles/%s.xml" % (SOURCE, profile)).iter(NS + "data-element")
                    if dataset in element.get("dataset", dataset).split()]
        ids = [element.get("id") for element in elements]
        check(declaration["dataset"] == dataset and len(ids) > 40 and len(ids) == len(set(ids)), "%s: elements %s" % (name, ids))
        fields = set()
        for element in elements:
            check(element.get("source"), "%s: %s has no source" % (name, element.get("id")))
            check((element.get("field") is None) != (element.get("effect") is None), "%s: %s: field or effect" % (name, element.get("id")))
            fields.update((element.get("field") or "").split())
        for field in sorted(fields):
            objects, last = holders(declaration, field)
            check(any(one[last] not in ("", [], {}, None) for one in objects), "%s: %s is not filled" % (name, field))
        changed = [renamed(declaration, field) for field in sorted(fields)]
        answers = assessed(changed)
        check(len(answers) == len(changed), "%s: %d answers to %d lines" % (name, len(answers), len(changed)))
        for field, answer in zip(sorted(fields), answers):
            check("error" in answer, "%s: the program does not look at %s" % (name, field))
    done = subprocess.run([TARIFF, "conformance", "--failed", "--image", IMAGE, *files], capture_output=True, text=True)
    check(done.returncode == 0 and "%d passed, 0 failed, 0 skipped" % len(FULL) in done.stdout, done.stdout + done.stderr)
    print("\n".join(failed))
    return 1 if failed else 0


sys.exit(main())
