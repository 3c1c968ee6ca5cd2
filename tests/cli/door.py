#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""doc/json-door.md: every method has a section, every example runs, requests and replies fit the schemas, and the schemas are in step."""
import json
import os
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = os.environ["TARIFF_SRCDIR"], os.environ["TARIFF_BUILDDIR"]
BLOCK = re.compile(r"```json request (\S+)\n(.*?)\n```\n```json reply (\S+)\n(.*?)\n```", re.S)
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
failed = []


def fits(value, schema, path):
    """What of JSON Schema the schemas use."""
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(isinstance(value, TYPES[one]) if one in TYPES else type(value) is int for one in wanted):
        failed.append("%s: not of type %s" % (path, wanted))
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        failed.append("%s: '%s' has another form" % (path, value))
    if isinstance(value, list) and "items" in schema:
        for i, one in enumerate(value):
            fits(one, schema["items"], "%s[%d]" % (path, i))
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                failed.append("%s.%s: is missing" % (path, name))
        for name, one in value.items():
            if name in schema.get("properties", {}):
                fits(one, schema["properties"][name], path + "." + name)
            elif schema.get("additionalProperties") is False:
                failed.append("%s.%s: is not in the schema" % (path, name))


def holds(found, wanted):
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(name in found and holds(found[name], one) for name, one in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(holds, found, wanted))
    return found == wanted


def main():
    told = subprocess.run([BUILD + "/tools/tariff", "introspect", "--format", "json"], capture_output=True, text=True, check=True).stdout
    methods = {method["name"]: method for method in json.loads(told)["methods"]}
    with open(SOURCE + "/doc/json-door.md", encoding="utf-8") as file:
        text = file.read()
    sections = re.findall(r"^## `(\S+)`$", text, re.M)
    if sections != list(methods):
        failed.append("sections are not the methods in order: %s" % sorted(set(sections) ^ set(methods)))
    with open(BUILD + "/introspection.json", "w", encoding="utf-8") as file:
        file.write(told)
    if subprocess.run([sys.executable, SOURCE + "/build-aux/json-schemas", file.name, SOURCE + "/data/schema/json", "--check"]).returncode:
        failed.append("schemas are out of step")
    units = [SOURCE + "/data/reference/units.xml", SOURCE + "/doc/units.md"]
    if subprocess.run([sys.executable, SOURCE + "/build-aux/unit-spellings", *units, "--check"]).returncode:
        failed.append("doc/units.md is out of step")
    os.remove(file.name)
    examples = BLOCK.findall(text)
    lines = "".join("%s\t%s\n" % (name, request) for name, request, _, _ in examples)
    with tempfile.TemporaryDirectory() as folder:  # examples write files
        run = subprocess.run([BUILD + "/tests/cli/call", BUILD + "/default.tariff"], input=lines, capture_output=True, text=True, cwd=folder)
    answers = run.stdout.splitlines()
    if len(answers) != len(examples) or not examples:
        failed.append("%d examples, %d answers: %s" % (len(examples), len(answers), run.stderr))
    for (name, request, status, reply), answer in zip(examples, answers):
        found_status, _, found = answer.partition("\t")
        with open("%s/data/schema/json/%s.json" % (SOURCE, name), encoding="utf-8") as file:
            schema = json.load(file)["$defs"]
        fits(json.loads(request), schema["request"], name + " request")
        if found_status != status:
            failed.append("%s: %s instead of %s: %s" % (name, found_status, status, found[:200]))
            continue
        fits(json.loads(found), schema["reply"], name + " reply")
        if not holds(json.loads(found), json.loads(reply)):
            failed.append("%s: replied %s" % (name, found[:500]))
    for one in failed:
        print(one)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
