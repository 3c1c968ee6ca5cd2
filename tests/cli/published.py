#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tariffs and rules that others publish as JSON, imported: every rate, line, party and rule against the documents as Python reads
them. Skipped without the shared data."""
import collections
import glob
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET

SHARED, TARIFF = os.environ["TARIFF_SHARED"], os.environ["TARIFF_BUILDDIR"] + "/tools/tariff"
NORWAY, ORIGIN = SHARED + "/data/norway/", SHARED + "/data/agreements/uk-rules-of-origin/"
NS = "{urn:libtariff:tariff:1}"
failed = []


def check(good, text):
    if not good and len(failed) < 40:
        failed.append(text)


def imported(work, *arguments, status=0):
    out = os.path.join(work, "out.xml")
    done = subprocess.run([TARIFF, "import", *arguments, "-o", out], capture_output=True, text=True)
    check(done.returncode == status, "exit %d: %s: %s" % (done.returncode, arguments[0], done.stderr[:300]))
    return ET.parse(out).getroot()


def commodities(node, found):
    if node.get("type") == "commodity":
        found[node["id"]] = " ".join(node["item"].split())
    for name in ("sections", "chapters", "headings", "divisions"):
        for child in node.get(name, []):
            commodities(child, found)


def duty(rate):
    raw, value = rate.get("rawCustomDuty"), rate["customDuty"]
    classifier = (raw or value).get("classifier")
    if classifier:
        return {"FREE": "0 %", "NA": None}.get(classifier, classifier)
    return "%s %s" % (value["value"], "NOK / kg" if value["type"] == "pr.kg" else value["type"])


def norway(work):
    rates = json.loads(lzma.open(NORWAY + "ratetradeagreements.json.xz").read(), parse_float=str)
    structure = json.load(lzma.open(NORWAY + "customstariffstructure.json.xz"))
    groups = json.load(open(NORWAY + "landgruppe.json"))["landgrupper"]
    members = json.load(open(NORWAY + "medlemsland.json"))["medlemsland"]
    root = imported(work, "norway-json", *(NORWAY + name for name in ("customstariffstructure.json.xz", "ratetradeagreements.json.xz",
                                                                   "landgruppe.json", "medlemsland.json")))
    expected = collections.Counter()
    for commodity in rates["commodities"]:
        for rate in commodity["rateTradeAgreements"]:
            if duty(rate):
                expected[commodity["id"], duty(rate)] += len(rate["landCodes"])
    found = collections.Counter((one.get("code"), one.get("duty")) for one in root.iter(NS + "measure"))
    check(found == expected, "norway: %d rates differ" % len((found - expected) + (expected - found)))
    lines = {}
    commodities(structure, lines)
    read = {one.get("code"): " ".join(one.find(NS + "text").text.split()) for one in root.iter(NS + "line") if len(one.get("code")) == 8 and
            one.get("suffix", "80") == "80"}
    check(read == lines, "norway: %d commodities differ" % len(set(read.items()) ^ set(lines.items())))
    areas = {one.get("id") for one in root.iter(NS + "group")}
    check(len(areas) == len(groups), "norway: %d groups of %d" % (len(areas), len(groups)))
    joined = sum(one["landgruppekode"] in {g["landgruppekode"] for g in groups} for m in members for one in m["landgrupper"])
    check(sum(1 for one in root.iter(NS + "member")) == joined, "norway: memberships differ")


def origin(work):
    schemes = json.load(open(ORIGIN + "roo_schemes_uk.json"))["schemes"]
    root = imported(work, "uk-origin", ORIGIN + "roo_schemes_uk.json", ORIGIN + "rule_sets.tar.xz", status=1)
    agreements = {one.get("id"): one for one in root.iter(NS + "agreement")}
    check(set(agreements) == {one["scheme_code"] for one in schemes}, "origin: the schemes differ")
    for scheme in schemes:
        one = agreements[scheme["scheme_code"]]
        check([party.get("area") for party in one.iter(NS + "party")][1:] == scheme["countries"],
              "origin: parties of %s" % one.get("id"))
        check([proof.get("kind") for proof in one.iter(NS + "proof")] == [proof["proof_class"] for proof in scheme["proofs"]],
              "origin: proofs of %s" % one.get("id"))
        check(one.get("from") == scheme["validity_start_date"] and one.get("to") == scheme["validity_end_date"],
              "origin: days of %s" % one.get("id"))
    trees = {one.get("id"): one for one in root.iter(NS + "rules-of-origin")}
    archive = tarfile.open(ORIGIN + "rule_sets.tar.xz")
    for name in archive.getnames():
        sets = json.load(archive.extractfile(name))["rule_sets"]
        rules = list(trees[name.split(".")[0]].iter(NS + "rule"))
        check([rule.get("codes") for rule in rules] == ["%s-%s" % (one["min"], one["max"]) for one in sets], "origin: codes of " + name)
        words = [[" ".join("".join(text.itertext()).split()) for prose in rule.iter(NS + "prose") for text in prose.iter(NS + "text")]
                 for rule in rules]
        published = [[" ".join(rule["rule"].split()) for rule in one["rules"] if rule["rule"].strip()] for one in sets]
        check(words == published, "origin: words of " + name)


if __name__ == "__main__":
    if not glob.glob(NORWAY + "*") or not glob.glob(ORIGIN + "*"):
        print("SKIP: published: no tariffs of others in the shared data")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        norway(folder)
        origin(folder)
    for line in failed:
        print(line)
    sys.exit(1 if failed else 0)
