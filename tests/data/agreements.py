#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Schedules of trade agreements that are shipped, assessed year by year on 100 of value and one of each unit: against fractions
worked out here from the base rates, and against published yearly rates where the shared data has them."""
import csv
import fractions
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT, BUILD = os.environ["TARIFF_SRCDIR"], os.environ["TARIFF_BUILDDIR"]
NS = "{urn:libtariff:tariff:1}"
PUBLISHED = {"US-KR": "korea.csv", "US-AU": "australia.csv"}
NAMES = {"KR": "Korea", "AU": "Australia", "US": "United States"}
Fraction = fractions.Fraction
# Half a cent to the tenth of a cent is half a cent: the published table cuts it to 0.4, as binary fractions do.
MISPRINTS = {("US", "01029040", 2013)}
failed = []


def check(good, text):
    if not good and len(failed) < 30:
        failed.append(text)


def staged(base, category, first, year):
    """The duty on 100 of value and one unit; None before the agreement."""
    passed = year - first + 1
    if passed < 1:
        return None
    left = Fraction(0)
    equal = category.find(NS + "equal-stages")
    if equal is not None:
        stages = int(equal.get("stages"))
        left = Fraction(max(0, stages - passed), stages)
    if base == "Free":
        return Fraction(0)
    if base.endswith("%"):
        unit, amount = Fraction(equal.get("to") if equal is not None else "0.1"), Fraction(base[:-1])
    else:
        unit, amount = Fraction("0.001"), Fraction(re.match(r"[0-9.]+", base).group(0)) / 100
    return (amount * left // unit) * unit


def published(agreement):
    """{(importer, code, year): rate} as others publish it."""
    path = os.path.join(os.environ.get("TARIFF_SHARED", ""), "data/agreements/us-fta-tool", PUBLISHED.get(agreement, ""))
    found = {}
    if not os.path.isfile(path):
        return found
    table = list(csv.reader(open(path, encoding="utf-8")))
    head = [cell.strip() for cell in table[0]]
    for cells in table[1:]:
        row = dict(zip(head, (cell.strip() for cell in cells)))
        code = row.get("tl") or row.get("TL")
        code = code if len(code) in (8, 10) else "0" + code
        for year in range(2005, 2042):
            rate, other = row.get("Y%d" % year, ""), row.get("Alt_%d" % year, "")
            cents = re.fullmatch(r"([0-9.]+) cents.*", other)
            if cents:
                found[row["ReporterName"], code, year] = Fraction(cents.group(1)) / 100
            elif not other and re.fullmatch(r"[0-9.]+", rate) and not row.get("Base_Rate_Alt"):
                found[row["ReporterName"], code, year] = Fraction(rate)
    return found


def questions(path):
    """(declaration, duty expected, what the publisher says) for each line and year."""
    for agreement in ET.parse(path).getroot().iter(NS + "agreement"):
        first = int(agreement.get("in-force")[:4])
        categories = {one.get("id"): one for one in agreement.iter(NS + "category")}
        rates = published(agreement.get("id"))
        for schedule in agreement.iter(NS + "schedule"):
            importer, exporter, programme = schedule.get("importer"), schedule.get("exporter"), schedule.get("programme")
            for line in schedule.iter(NS + "base-line"):
                # The sample of the United States has rates of its own under programmes, from before the agreements on.
                for year in range(first if programme else first - 1, first + 20):
                    item = {"code": line.get("code"), "origin": exporter, "preferential_origin": exporter, "customs_value": "100",
                            "quantities": [{"unit": "KGM", "quantity": "1"}, {"unit": "NAR", "quantity": "1"}]}
                    if programme:
                        item["claims"] = [{"scheme": "spi", "code": programme}]
                    else:
                        item["preference"] = "claimed"
                    declaration = {"tariff": importer, "date": "%d-07-01" % year, "currency": "USD", "items": [item],
                                   "policies": {} if programme else {"rounding": "exact"}}
                    yield (declaration, schedule.get("measure-type"), staged(line.get("base"), categories[line.get("category")], first,
                                                                            year), rates.get((NAMES[importer], line.get("code"), year)))


def main():
    folder = os.path.join(ROOT, "data/agreements")
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".xml"))
    reference = sorted(os.path.join(ROOT, "data/reference", name) for name in os.listdir(os.path.join(ROOT, "data/reference"))
                       if name.endswith(".xml"))
    with tempfile.TemporaryDirectory() as work:
        neutral = open(os.path.join(ROOT, "data/profiles/wto.xml"), encoding="utf-8").read()
        laws = []
        for tariff in ("KR", "AU"):  # no profile of theirs is shipped: the neutral one serves
            laws.append(os.path.join(work, tariff + ".xml"))
            open(laws[-1], "w", encoding="utf-8").write(neutral.replace('id="WTO"', 'id="%s"' % tariff, 1))
        image = os.path.join(work, "agreements.tariff")
        done = subprocess.run([BUILD + "/tools/tariff", "compile", "--quiet", "-o", image, *reference, *files, *laws,
                               os.path.join(ROOT, "data/profiles/us.xml"), os.path.join(ROOT, "data/tariffs/us-sample.xml")],
                              capture_output=True, text=True)
        check(done.returncode in (0, 1), "compile: %d: %s" % (done.returncode, done.stderr[:300]))
        asked = [question for path in files for question in questions(path)]
        lines = "".join(json.dumps(question[0]) + "\n" for question in asked)
        done = subprocess.run([BUILD + "/tools/tariff", "assess", "--image", image], input=lines, capture_output=True, text=True)
        replies = done.stdout.splitlines()
        check(len(replies) == len(asked), "%d replies to %d declarations: %s" % (len(replies), len(asked), done.stderr[:300]))
        compared = 0
        for (declaration, kind, expected, rate), reply in zip(asked, map(json.loads, replies)):
            where = "%s %s %s" % (declaration["tariff"], declaration["items"][0]["code"], declaration["date"])
            if "error" in reply:
                check(False, "%s: %s" % (where, reply["error"]["message"]))
                continue
            charges = [Fraction(one.get("unrounded", one.get("amount"))) for one in reply["items"][0]["charges"]
                       if one.get("measure_type") == kind and one.get("state") == "due"]
            check(charges == ([] if expected is None else [expected]), "%s: %s, expected %s" % (where, charges, expected))
            year = int(declaration["date"][:4])
            if rate is not None and expected is not None and (*where.split()[:2], year) not in MISPRINTS:
                compared += 1
                check(rate == expected, "%s: published %s, worked out %s" % (where, float(rate), float(expected)))
    for line in failed:
        print(line)
    print("%d rates, %d of them published year by year" % (len(asked), compared))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
