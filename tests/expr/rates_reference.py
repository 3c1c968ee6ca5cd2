#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every published rate beside an independent reference: the United Kingdom's and the Union's of 2020 and the schedule of the United States.

The reference is written from the published texts alone, over fractions, with its own reading of each notation. Each rate is computed on a
value of 1,000 and 100 of each unit that it names, and again on quantities in base units; what the reference does not read must be exactly
what the program does not. Lines of the United States drawn at random are assessed as well, over an image compiled from the schedule.

    rates_reference.py [--list]        --list prints what is not resolved

Skipped without the shared data. Fails on any difference."""
import collections
import csv
import json
import lzma
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction as F

SHARED, BUILD, SOURCE = os.environ["TARIFF_SHARED"], os.environ["TARIFF_BUILDDIR"], os.environ["TARIFF_SRCDIR"]
EUROPE = SHARED + "/data/uk/ukgt_vs_cet_2020.json.xz"
STATES = SHARED + "/data/us-hts/hts_2026_revision_4.csv.xz"
VALUE, EACH = F(1000), F(100)
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
failed, counts, listed = [], collections.Counter(), {}


class Unread(Exception):
    """The text gives no number."""


# The notation of the Union and the United Kingdom ---------------------------------------------------------------------------------------

# What a unit comes to when 100 of it are there, and when 100 kg, 100 litres and 100 pieces are. Thousands of pieces are counted in pieces.
# A per cent of sugar or alcohol is a quantity of its own, 100 in both.
EU_UNITS = {
    "kg": (EACH, F(100)), "100kg": (EACH, F(1)), "1000kg": (EACH, F(1, 10)), "hl": (EACH, F(1)), "p/st": (EACH, F(100)),
    "1000p/st": (EACH / 1000, F(1, 10)), "100m": (EACH, None), "%vol/hl": (EACH, None), "100kg/%sacchar.": (EACH, None),
    "kg/tot/alc": (EACH, None), "kg/lacticmatter": (EACH, None), "kg/drylacticmatter": (EACH, None), "100kgmas": (EACH, None),
    "100kgeda": (EACH, None), "100kg/br": (EACH, None), "100kgstdqual": (EACH, None),
}
EU_TOKEN = re.compile(r"(?P<word>MIN\b|MAX\b|\+)|(?P<number>\d+(?:\.\d+)?)(?:(?P<percent>%)|\s(?P<money>EUR|GBP)(?:/(?P<unit>[^+]*?)"
                      r"(?=\s*(?:\+|MIN\b|MAX\b|$)))?)?")


def union(text, money, bare, base):
    """Terms are added; MIN and MAX go from left to right, each over the sum that follows."""
    text, at, result, operator, total, term = text.replace("\xa0", " "), 0, None, None, F(0), False

    def fold():
        return total if operator is None else max(result, total) if operator == "MIN" else min(result, total)

    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = EU_TOKEN.match(text, at)
        if not found:
            raise Unread
        at = found.end()
        if found["word"] is not None:
            if not term:
                raise Unread
            term = False
            if found["word"] != "+":
                result, operator, total = fold(), found["word"], F(0)
            continue
        if term:
            raise Unread
        term = True
        number = F(found["number"])
        if found["money"] is None:
            if found["percent"] is None and not bare:
                raise Unread
            total += VALUE * number / 100
        elif found["money"] != money:
            raise Unread
        elif found["unit"] is None:
            total += number
        else:
            quantity = EU_UNITS.get(found["unit"].replace(" ", ""), (None, None))[base]
            if quantity is None:
                raise Unread
            total += number * quantity
    if not term:
        raise Unread
    return fold()


def season(text, month):
    """The rate of a month, where the text says one: a month that two seasons name has as many days of either as the text leaves open."""
    found, past = [], 0
    for part in re.finditer(r"(\d+(?:\.\d+)?)% \(([A-Z]{3})(?:-([A-Z]{3}))?\)(?:, |$)", text):
        if part.start() != past:
            raise Unread
        past = part.end()
        first, last = MONTHS.index(part[2]), MONTHS.index(part[3] or part[2])
        if (month - first) % 12 <= (last - first) % 12:
            found.append(VALUE * F(part[1]) / 100)
    if past != len(text) or len(set(found)) != 1:
        raise Unread
    return found[0]


# The notation of the United States -----------------------------------------------------------------------------------------------------

US_UNITS = {"kg", "clean kg", "liter", "pf. liter", "doz.", "m", "lin. m", "m2", "m3", "t", "g", "gross", "pr.", "thousand", "1000", "1000 pins",
            "head", "bbl", "jewel", "jewel over 7", "article", "line/gross", "pack", "gross of immediate containers",
            "m2 of recording surface", "kg of total sugars", "kg of anhydrous morphine content", "kg on drained weight",
            "kg on contents and container", "kg on entire contents of container", "pf. liter on ethyl alcohol content",
            "kg, including weight of container", "t, including weight of container"}
CONTENT = re.compile(r"kg on (copper|lead|zinc|tungsten|molybdenum|manganese|magnesium|silicon) content")
PART = re.compile(r"(?:on|of|upon) (?:the )?(.+)")
BASES = {"case", "battery", "movement", "strap, band or bracelet", "case and strap, band or bracelet", "movement and case", "apparatus",
         "entire set", "value of the lead content", "value of the rifle", "value of the telescopic sight, if any", "fair retail value",
         "full value of the imported article", "cost of such goods or repairs", "cost of such parts", "cost of such parts or materials"}
DEGREES = re.compile(r"([\d.]+)¢/kg less ([\d.]+)¢/kg for each degree under 100 degrees \(and fractions of a degree in proportion\) "
                     r"but not less (?:than )?([\d.]+)¢/kg")
PROGRAMMES = re.compile(r"\(\s*([A-Z]{1,2}[+*]?(?:\s*,\s*[A-Z]{1,2}[+*]?)*)\s*,?\s*\)")


def plain(text):
    """Blanks that mean nothing, and words that a line's end broke."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[a-z])- (?=[a-z])", "", text)
    text = re.sub(r"\s*([¢/+])\s*", lambda m: " + " if m[1] == "+" else m[1] if m[1] == "/" else "¢ ", text)
    text = re.sub(r"¢ /", "¢/", text)
    return re.sub(r"\bpf\.\s?liter", "pf. liter", text).replace("/m2of ", "/m2 of ").replace("thebattery", "the battery").strip()


def states(text, quantity, base, degrees):
    """The duty of one rate: quantity(unit), base(name) and degrees are what the rate may ask for."""
    text = plain(text)
    if re.fullmatch(r"Free(, (under|for) .*| \([Ss]ee [^()]*\))?", text):
        return F(0)
    found = DEGREES.fullmatch(text)
    if found:
        per = max(F(found[1]) - F(found[2]) * max(F(0), 100 - degrees), F(found[3]))
        return per / 100 * quantity("kg")
    total = F(0)
    for term in text.split(" + "):
        found = re.fullmatch(r"(?:(\d+) )?(\d+(?:\.\d+)?)(?:/(\d+))?(?:%| percent)(?: (.+))?", term)
        if found and (found[3] or not found[1]):
            rate = F(found[1] or 0) + F(found[2]) / F(found[3] or 1)
            part = PART.fullmatch(found[4]) if found[4] else None
            if found[4] and (not part or part[1] not in BASES):
                raise Unread
            total += rate / 100 * (base(part[1]) if part else VALUE)
            continue
        found = re.fullmatch(r"(?:\$([\d.]+)|([\d.]+)¢) ?(?:(each)|/(.+))", term)
        if not found:
            raise Unread
        unit = "each" if found[3] else found[4].replace("1,000", "1000")
        if unit != "each" and unit not in US_UNITS and not CONTENT.fullmatch(unit):
            raise Unread
        total += (F(found[1]) if found[1] else F(found[2]) / 100) * quantity(unit)
    return total


def alternatives(cell):
    """The rates of a cell, each with the programmes in brackets behind it; none for a cell that is damaged."""
    rest, found, at = re.sub(r"\s+", " ", cell).strip(), [], 0
    if re.search(r"\d\.\d\d\.\d\d\.\d|\([^()]*\([^()]*\)(?!.*\))", rest):
        return []  # what is damaged is quarantined whole
    for one in PROGRAMMES.finditer(rest):
        found.append((rest[at:one.start()].strip(), re.sub(r"\s", "", one[1]).split(",")))
        at = one.end()
    return found if found and not rest[at:].strip(" .") else [(rest, None)] if not found else []


# The comparison ------------------------------------------------------------------------------------------------------------------------


def ask(lines):
    text = "".join("rate.eval\t%s\n" % json.dumps(one, ensure_ascii=False) for one in lines)
    done = subprocess.run([BUILD + "/tests/cli/call", BUILD + "/default.tariff"], input=text, capture_output=True, text=True)
    answers = [json.loads(line.partition("\t")[2]) if line[0] in "oi" else {"status": line} for line in done.stdout.splitlines()]
    if len(answers) != len(lines):
        failed.append("%d requests, %d answers: %s" % (len(lines), len(answers), done.stderr[:300]))
    return answers


def number(reference, *arguments):
    try:
        return reference(*arguments)
    except Unread:
        return None


def compare(name, work):
    """work: (text, what differs, cells, request, reference)."""
    ours, theirs = set(), set()
    for (text, how, cells, _, wanted), answer in zip(work, ask([one[3] for one in work])):
        found = F(answer.get("ratio") or answer["unrounded"]) if answer.get("status") == "complete" else None
        counts[name, "compared"] += cells
        counts[name, "texts"] += 1
        counts[name, "equal"] += cells if found == wanted else 0
        counts[name, "numbers"] += cells if found is not None and found == wanted else 0
        if wanted is None:
            theirs.add((text, how))
        if found is None:
            ours.add((text, how))
        if found != wanted:
            failed.append("%s: %s %s: reference %s, program %s" % (name, text, how, wanted, found if found is not None else answer["status"]))
    listed[name] = (theirs, ours)


def europe():
    with lzma.open(EUROPE, "rt", encoding="utf-8", errors="replace") as file:
        rows = json.load(file)["data"]
    for name, money, column, bare in (("EU", "EUR", "cet_duty_rate", True), ("UK", "GBP", "ukgt_duty_rate", False)):
        work = []
        for text, cells in collections.Counter(row[column] for row in rows).items():
            common = {"text": text, "grammar": "cet", "value": str(VALUE), "currency": money, "bare_number_is_percent": bare}
            if re.search(r"\([A-Z]{3}", text):
                for month in range(12):
                    request = dict(common, date="2021-%02d-15" % (month + 1))
                    work.append((text, MONTHS[month], cells, request, number(season, text, month)))
                continue
            work.append((text, "", cells, dict(common, each_unit=str(EACH)), number(union, text, money, bare, 0)))
            in_base_units = number(union, text, money, bare, 1)
            if in_base_units is not None:
                given = [{"unit": unit, "quantity": "100"} for unit in ("KGM", "LTR", "NAR")]
                work.append((text, "of 100 kg, litres or pieces", cells, dict(common, quantities=given), in_base_units))
        compare(name, work)


def schedule():
    with lzma.open(STATES, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def united_states(rows):
    def reference(text):
        return states(text, lambda unit: EACH, lambda name: VALUE, F(100))

    for name, column in (("US general", 4), ("US special", 5), ("US column 2", 6)):
        work = []
        for cell, cells in collections.Counter(row[column] for row in rows if row[column].strip()).items():
            common = {"text": cell, "grammar": "us", "value": str(VALUE), "currency": "USD", "each_unit": str(EACH)}
            rates = alternatives(cell)
            if not rates:
                work.append((cell, "", cells, common, None))
            for rate, programmes in rates:
                for claim in programmes or [None]:
                    request = dict(common, claims=[claim]) if claim else common
                    work.append((cell, claim or "", cells, request, number(reference, rate)))
        compare(name, work)


# Assessments ---------------------------------------------------------------------------------------------------------------------------

# What the program asks for is declared: 100 of each unit and content, and parts of the value that differ.
SHARE = {"case": F(400), "strap, band or bracelet": F(250), "battery": F(50), "movement": F(300), "case and strap, band or bracelet": F(650),
         "movement and case": F(700)}


def leaves(rows):
    """Lines that goods are declared under, with the general and column 2 rates that they have or inherit."""
    path, found = [], []
    for i, row in enumerate(rows):
        indent = int(row[1])
        path = [one for one in path if one[0] < indent]
        rates = [row[column].strip() or (path[-1][1][k] if path else "") for k, column in enumerate((4, 6))]
        path.append((indent, rates))
        code = row[0].replace(".", "")
        if len(code) >= 8 and code < "98" and all(rates) and (i + 1 == len(rows) or int(rows[i + 1][1]) <= indent):
            found.append((code, rates))
    return found


def fitting(needs):
    item = {"quantities": [], "facts": {}}
    for need in needs:
        kind, _, what = need.partition(":")
        if kind == "quantity":
            item["quantities"].append({"unit": what, "quantity": str(EACH)})
        elif kind == "amount":
            item["facts"][need] = str(SHARE.get(what, VALUE))
        elif kind == "content":
            item["facts"][need] = str(EACH)
        elif need == "degrees":
            item["facts"][need] = "97.5"
    return {name: value for name, value in item.items() if value}


def assess(image, items):
    lines = [{"tariff": "US", "date": "2026-05-15", "items": [dict(item, customs_value=str(VALUE))]} for item in items]
    done = subprocess.run([BUILD + "/tools/tariff", "assess", "--quiet", "--image", image], capture_output=True, text=True,
                          input="".join(json.dumps(one) + "\n" for one in lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(lines):
        failed.append("%d declarations, %d assessments: %s" % (len(lines), len(answers), done.stderr[:300]))
    return answers


def hundred(unit):
    """100 of a unit as they are declared: what goes by the thousand is declared in pieces."""
    return EACH / 1000 if unit in ("1000", "thousand", "1000 pins") else EACH


def assessments(rows, folder):
    image, schedule_xml, data = folder + "/us.tariff", folder + "/us.xml", SOURCE + "/data/"
    reference = sorted(data + "reference/" + name for name in os.listdir(data + "reference") if name.endswith(".xml"))
    for arguments in (["import", "usitc-csv", STATES, "-o", schedule_xml],
                      ["compile", "-o", image, *reference, data + "profiles/us.xml", schedule_xml]):
        done = subprocess.run([BUILD + "/tools/tariff", *arguments], capture_output=True, text=True)
        if done.returncode > 1:
            failed.append("tariff %s: %s" % (arguments[0], done.stderr[:300]))
            return
    work = [(code, origin, rates[k]) for code, rates in random.Random(20260515).sample(leaves(rows), 500)
            for k, origin in enumerate(("NZ", "CU"))]
    items = [{"code": code, "origin": origin} for code, origin, _ in work]
    for item, answer in zip(items, assess(image, items)):
        item.update(fitting([need for outcome in answer["items"][0].get("outcomes", []) for need in outcome.get("needs", [])]))
    for (code, origin, rate), item, answer in zip(work, items, assess(image, items)):
        wanted = number(states, rate, hundred, lambda name: SHARE.get(name, VALUE), F("97.5"))
        if "items" not in answer:
            failed.append("%s: %s" % (item, answer))
            continue
        found = answer["items"][0]["duty"]
        cents = wanted * 100 + F(1, 2) if wanted is not None else None
        wanted = F(cents.numerator // cents.denominator, 100) if cents is not None else None
        counts["assessments", "compared"] += 1
        counts["assessments", "texts"] += 1
        equal = wanted == (F(found) if found is not None else None)
        counts["assessments", "equal"] += equal
        counts["assessments", "numbers"] += equal and wanted is not None
        for side, amount in enumerate((wanted, found)):
            if amount is None:
                listed.setdefault("assessments", (set(), set()))[side].add((rate, code + " " + origin))
        if not equal:
            failed.append("%s from %s: %s with %s: reference %s, program %s: %s" % (
                code, origin, rate, {k: v for k, v in item.items() if k not in ("code", "origin")}, wanted, found,
                [(one["code"], one.get("needs")) for one in answer["items"][0].get("outcomes", [])]))


def main():
    if not os.path.exists(EUROPE) or not os.path.exists(STATES):
        print("shared data is absent: " + SHARED)
        return 77
    europe()
    rows = schedule()
    united_states(rows)
    with tempfile.TemporaryDirectory() as folder:
        assessments(rows, folder)
    for name in ("EU", "UK", "US general", "US special", "US column 2", "assessments"):
        theirs, ours = listed.get(name, ((), ()))
        print("%s: %d compared (%d different), %d equal, %d of them numbers; not resolved: reference %d, program %d, in one only %d" % (
            name, counts[name, "compared"], counts[name, "texts"], counts[name, "equal"], counts[name, "numbers"], len(theirs), len(ours),
            len(set(theirs) ^ set(ours))))
        for text, how in sorted(theirs) if "--list" in sys.argv else ():
            print("    %s %s" % (text, how))
    for one in failed[:60]:
        print(one)
    print("%d differences" % len(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
