#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What holds of every assessment, over declarations drawn at random on the sample tariffs: no duty below zero, a higher value never owes
less, lines add up to totals, dispositions to candidates, and the range that an unknown quantity leaves holds the result for each."""
import json
import os
import random
import subprocess
import sys
import tempfile
from decimal import Decimal

BUILD = os.environ["TARIFF_BUILDDIR"]
TARIFF, IMAGE = BUILD + "/tools/tariff", BUILD + "/default.tariff"
COUNT = 300
failed = []


def check(good, text):
    if not good and len(failed) < 20:
        failed.append(text)


def ask(declarations, image=IMAGE):
    lines = "".join(json.dumps(d) + "\n" for d in declarations)
    done = subprocess.run([TARIFF, "assess", "--image", image, "--dispositions"], input=lines, capture_output=True, text=True)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    check(len(replies) == len(declarations), "%d replies to %d declarations: %s" % (len(replies), len(declarations), done.stderr[:200]))
    return replies


def codes(tariff):
    done = subprocess.run([TARIFF, "tree", "--image", IMAGE, "--tariff", tariff, "--date", "2026-01-15", "--format", "json"],
                          capture_output=True, text=True, check=True)
    return [line["code"] for line in map(json.loads, done.stdout.splitlines()) if line.get("declarable")]


def amounts(item, *names):
    return [Decimal(item[name]) for name in names if item.get(name) is not None]


def sound(declaration, reply):
    about = json.dumps(declaration)
    if "error" in reply:
        return check(False, "refused: %s: %s" % (reply["error"], about))
    for item in reply["items"]:
        charges = item.get("charges", [])
        for charge in charges:
            if charge.get("amount") is not None:
                check(Decimal(charge["amount"]) >= 0, "%s below zero: %s" % (charge["charge"], about))
            if charge["state"] not in ("due", "secured"):
                check(Decimal(charge["amount"]) == 0, "%s is %s and not zero: %s" % (charge["charge"], charge["state"], about))
        if item["status"] == "complete":
            check(sum(amounts(item, "duty", "taxes", "fees")) == Decimal(item["total"]), "parts are not the total: " + about)
            due = sum(Decimal(c["amount"]) for c in charges if c["state"] == "due")
            check(due == Decimal(item["total"]), "charges are not the total: " + about)
        considered = item["considered"]
        check(sum(considered["dispositions"].values()) == considered["candidates"], "dispositions do not add up: " + about)
        check(len(considered.get("measures", item.get("dispositions", []))) in (0, considered["candidates"]), "not all listed: " + about)
    if reply["status"] == "complete":
        for name in ("duty", "taxes", "fees"):
            check(sum(Decimal(i[name]) for i in reply["items"]) == Decimal(reply["totals"][name]), "items are not %s: %s" % (name, about))


def draw(rng, tariff, lines):
    items = []
    for _ in range(rng.randint(1, 3)):
        cents = rng.randint(1, 10 ** rng.randint(2, 8))
        items.append({"code": rng.choice(lines), "origin": rng.choice(["CN", "US", "BR", "NO", "VN", "JP", "CA", "DE"]),
                      "customs_value": "%d.%02d" % divmod(cents, 100), "net_mass": str(rng.randint(1, 5000)),
                      "quantities": [{"unit": u, "quantity": str(rng.randint(1, 900))} for u in ("NAR", "LTR", "ASV", "HLT")]})
    return {"id": "P", "tariff": tariff, "date": rng.choice(["2026-01-15", "2025-07-01", "2026-08-03", "2021-03-01"]), "items": items,
            "exchange_rates": [{"currency": c, "per_unit_of_declaration_currency": "1.15", "source": "test"}
                               for c in ("EUR", "GBP", "USD") if c != {"UK": "GBP", "EU": "EUR", "US": "USD"}[tariff]]}


def ranges(rng):
    """A tariff of duties by weight, with least and greatest amounts: the range without a weight holds the result with any."""
    duties = ["5.00 % MIN 2.00 EUR / 100 kg", "9.00 % MAX 0.35 EUR / kg", "4.00 % + 12.00 EUR / 100 kg MAX 20.00 %", "3.00 EUR / kg",
              "2.00 % MIN 1.00 EUR / 100 kg MAX 6.00 EUR / 100 kg", "7.50 %"]
    lines, measures = "", ""
    for number, duty in enumerate(duties):
        lines += "<line code='01%02d000000' indent='0'><text>Goods %d</text></line>" % (number + 1, number)
        measures += "<measure type='103' code='01%02d000000' area='1011' duty='%s' grammar='taric'/>" % (number + 1, duty)
    xml = ("<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='AA' currency='EUR' zone='UTC' lang='en'><goods-nomenclature>%s"
           "</goods-nomenclature><geographical-areas><country id='QA'/><group id='1011'><member area='QA'/></group></geographical-areas>"
           "<measure-types><measure-type id='103' series='C' movement='import'/></measure-types><measures>%s</measures></tariff>"
           "<profile id='AA' currency='EUR' zone='UTC'><valuation basis='CIF'/>"
           "<policy aspect='rounding' name='cent' default='yes'><round at='charge' mode='half-up' unit='0.01'/></policy>"
           "<charge id='duty' role='base-duty' total='duty'/><charge id='vat' role='vat' total='taxes'><base><sum>"
           "<named-amount name='customs-value'/><charges ids='duty'/></sum></base><amount><percent><number>20</number>"
           "<named-amount name='base'/></percent></amount></charge><measures types='103' role='base-duty' charge='duty'/></profile>"
           "</tariff-data>") % (lines, measures)
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/a.xml", "w", encoding="utf-8") as file:
            file.write(xml)
        reference = [os.path.join(os.environ["TARIFF_SRCDIR"], "data/reference", name + ".xml")
                     for name in ("duty-expressions", "units", "monetary-units")]
        image = folder + "/a.tariff"
        done = subprocess.run([TARIFF, "compile", "-o", image, *reference, folder + "/a.xml"], capture_output=True, text=True)
        if done.returncode > 1:
            return check(False, "not compiled: " + done.stderr[:300])
        with_weight = []
        for _ in range(COUNT):
            code = "01%02d000000" % rng.randint(1, len(duties))
            with_weight.append({"tariff": "AA", "date": "2026-01-15", "items": [
                {"code": code, "origin": "QA", "customs_value": str(rng.randint(1, 100000)), "net_mass": str(rng.randint(1, 100000))}]})
        without = json.loads(json.dumps(with_weight))
        for declaration in without:
            del declaration["items"][0]["net_mass"]
        found = 0
        for declaration, known, unknown in zip(with_weight, ask(with_weight, image), ask(without, image)):
            sound(declaration, known)
            span = unknown.get("range")
            check(known.get("status") == "complete", "not complete: " + json.dumps(declaration))
            if unknown.get("status") == "complete" or not span:
                continue
            found += 1
            owed = sum(amounts(known["totals"], "duty", "taxes", "fees"))
            check(Decimal(span["min"]) <= owed and (span["max"] is None or owed <= Decimal(span["max"])),
                  "%s is outside %s: %s" % (owed, span, json.dumps(declaration)))
        print("AA: %d declarations without a weight, %d with a range" % (COUNT, found))
        check(found > COUNT // 4, "few ranges")


def main():
    if not os.path.exists(IMAGE):
        print("properties.py: no default image was built")
        return 77
    rng = random.Random(20261124)
    for tariff in ("UK", "EU", "US"):
        lines = codes(tariff)
        plain = [draw(rng, tariff, lines) for _ in range(COUNT)]
        replies = ask(plain)
        for declaration, reply in zip(plain, replies):
            sound(declaration, reply)
        # a higher value
        raised = json.loads(json.dumps(plain))
        for declaration in raised:
            for item in declaration["items"]:
                item["customs_value"] = str(Decimal(item["customs_value"]) * 2 + 1)
        for declaration, low, high in zip(plain, replies, ask(raised)):
            if low.get("status") == "complete" == high.get("status"):
                for name in ("duty", "taxes"):
                    check(Decimal(low["totals"][name]) <= Decimal(high["totals"][name]),
                          "%s falls as the value rises: %s" % (name, json.dumps(declaration)))
        complete = sum(r.get("status") == "complete" for r in replies)
        print("%s: %d declarations, %d complete" % (tariff, COUNT, complete))
        check(complete > COUNT // 4, "%s: few are complete" % tariff)
    ranges(rng)
    for text in failed:
        print(text)
    return 1 if failed else 0


sys.exit(main())
