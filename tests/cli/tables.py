#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Published goods nomenclatures, imported, compiled and looked at: every line with its parent, end lines, dates and texts, against the
tables read by Python alone. Skipped without the shared data."""
import html
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
import zipfile

SHARED, TARIFF = os.environ["TARIFF_SHARED"], os.environ["TARIFF_BUILDDIR"] + "/tools/tariff"
UK = SHARED + "/data/uk/"
EU = SHARED + "/data/eu-cn/circabc/Nomenclature%s.XLSX"
failed = []


def check(good, text):
    if not good and len(failed) < 40:
        failed.append(text)


def run(*arguments, status=0):
    done = subprocess.run([TARIFF, *arguments], capture_output=True, text=True)
    check(done.returncode == status, "exit %d: tariff %s: %s" % (done.returncode, " ".join(arguments), done.stderr[:300]))
    return done.stdout


def day(text):
    return "-".join(reversed(re.split("[-/]", text))) if text else ""


def workbook(path):
    """Rows of the sheet, without any library: its cells hold their texts."""
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    for row in re.findall(r"<row [^>]*>(.*?)</row>", sheet, re.S)[1:]:
        cells = dict.fromkeys("ABCDEFGH", "")
        for name, inside in re.findall(r"<c r=\"([A-H])\d+\"[^>]*?(?:/>|>(.*?)</c>)", row, re.S):
            text = re.search(r"<[tv]\b[^>]*>(.*?)</[tv]>", inside, re.S)
            cells[name] = html.unescape(text.group(1)) if text else ""
        code, suffix = cells["A"].split()
        yield {"code": code, "suffix": suffix, "from": day(cells["B"]), "to": day(cells["C"]), "indent": cells["F"].count("-"),
               "text": cells["G"].strip(), "text_from": day(cells["H"]), "end": None, "sid": None}


def commodities(path):
    row = re.compile(r'(\d+),"(\d{10})","(\d\d)","([^"]*)","([^"]*)",(\d+),(\d),"(.*)"\r?$')
    for line in lzma.open(path, "rt", encoding="utf-8-sig", newline="\n").read().split("\n")[1:]:
        if line.strip():
            sid, code, suffix, start, end, indent, leaf, text = row.match(line).groups()
            if text.startswith("- " * int(indent)):
                text = text[2 * int(indent):]
            yield {"code": code, "suffix": suffix, "from": day(start), "to": day(end), "indent": int(indent), "text": text.strip(),
                   "text_from": day(start), "end": leaf == "1", "sid": int(sid)}


def parents(lines):
    """The nearest line before with fewer dashes; chapters stand above all, headings below their chapter."""
    stack, found, leaves = [], [], set(range(len(lines)))
    for i, line in enumerate(lines):
        depth = 0 if line["code"][2:] == "00000000" else line["indent"] + 1
        while stack and stack[-1][0] >= depth:
            stack.pop()
        found.append(stack[-1][1] if stack else None)
        if stack:
            leaves.discard(stack[-1][1])
        stack.append((depth, i))
    return found, leaves


def proper(code):
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def simple(text):
    """Without markup and without signs that are printed in another way."""
    return not re.search(r"[|<>&!@$\\^*~{}\n\t]|\s\s", text) and all(c < "\x80" or c.isalpha() or c in "‘’“”„\xa0" for c in text)


def plain(text):
    """The blanks and quotation marks of print are those of a keyboard in plain texts."""
    return re.sub("[‘’]", "'", re.sub("[“”„]", '"', re.sub(r"\s", " ", text))).strip()


def look(image, name, lines, date, language, whole=True):
    """The tree at a date against the table; whole: the table has all lines that were valid then."""
    valid = [line for line in lines if line["from"] <= date and (not line["to"] or date <= line["to"])]
    valid.sort(key=lambda line: (line["code"], line["suffix"]))
    told = [json.loads(line) for line in run("tree", "--image", image, "--date", date, "--lang", language, "--format", "json").splitlines()]
    check([(t["code"], t["suffix"]) for t in told] == [(v["code"], v["suffix"]) for v in valid], "%s %s: other lines" % (name, date))
    above, leaves = parents(valid)
    ids, texts = [t["line"] for t in told], 0
    for i, (t, v) in enumerate(zip(told, valid)):
        where = "%s %s %s-%s" % (name, date, v["code"], v["suffix"])
        check(t.get("parent") == (None if above[i] is None else ids[above[i]]), where + ": another parent")
        check(t["indent"] == v["indent"], where + ": another indent")
        leaf = i in leaves and v["suffix"] == "80"
        check(t["declarable"] == leaf, where + ": declarable is %s" % t["declarable"])
        check(v["sid"] is None or t["line"] == v["sid"], where + ": another number")
        if whole and above[i] is not None and valid[above[i]]["suffix"] == "80":
            check(v["code"].startswith(proper(valid[above[i]]["code"])), where + ": below a line of another code")
        if simple(v["text"]) and v["text_from"] <= date:
            texts += 1
            check(plain(t["description"]) == plain(v["text"]), where + ": '%s' is not '%s'" % (t["description"], v["text"]))
            check(t.get("lang", language) == language, where + ": not in " + language)
    check(len(told) == len(valid) and texts > len(valid) / 2, "%s: %d texts of %d lines compared" % (name, texts, len(valid)))
    return valid


def eu(folder):
    xml, image = folder + "/eu.xml", folder + "/eu.tariff"
    out = run("import", "eu-circabc", *(EU % language for language in ("EN", "FR", "DE")), "-o", xml)
    check("25702 lines" in out, "eu: " + out)
    run("compile", "--quiet", "-o", image, xml)
    run("verify", image)
    info = json.loads(run("info", image, "--format", "json"))["tariffs"]
    check([t["id"] for t in info] == ["EU"] and info[0]["languages"] == ["en", "fr", "de"] and info[0]["codes"] == 25702, "eu: %s" % info)
    for language in ("en", "fr", "de"):
        lines = list(workbook(EU % language.upper()))
        check(len(lines) == 25702 and len({v["code"] for v in lines}) == 22195 and
              len({v["code"] for v in lines if v["suffix"] == "80"}) == 22189, "eu: the table has other counts")
        look(image, "eu " + language, lines, max(v["from"] for v in lines), language)
    look(image, "eu 2020", lines, "2020-06-30", "de", whole=False)
    begun = {json.loads(run("show", code, "--suffix", suffix, "--image", image, "--date", "2026-06-30", "--format", "json"))["valid_from"]
               for code, suffix in (("0101210000", "10"),)}
    check(begun == {"2012-01-01"}, "eu: first day of 0101210000-10 is %s" % begun)
    # Written again and read again: the same text, and so the same image.
    run("export", "--quiet", "--format", "native", image, "-o", folder + "/again/eu.xml")
    check(open(xml, "rb").read() == open(folder + "/again/eu.xml", "rb").read(), "eu: export gives another text than import")
    run("compile", "--quiet", "-o", folder + "/again/eu.tariff", folder + "/again/eu.xml")
    check(open(image, "rb").read() == open(folder + "/again/eu.tariff", "rb").read(), "eu: another image")


def uk(folder, tariff, name):
    xml, image = folder + "/%s.xml" % name, folder + "/%s.tariff" % name
    lines = list(commodities(UK + name + ".csv.xz"))
    out = run("import", "uk-csv", "--tariff", tariff, UK + name + ".csv.xz", "-o", xml)
    check("%d lines" % len(lines) in out, name + ": " + out)
    run("compile", "--quiet", "-o", image, xml)
    run("verify", image)
    valid = look(image, name, lines, name[-10:], "en")
    ends = {(t["code"], t["suffix"]) for t in map(json.loads, run("tree", "--image", image, "--date", name[-10:], "--format", "json").splitlines())
            if t["declarable"]}
    check(ends == {(v["code"], v["suffix"]) for v in valid if v["end"]}, name + ": other end lines than the publisher's")


def main():
    for path in (UK, EU % "EN"):
        if not os.path.exists(path):
            print("SKIP: no %s" % path)
            return 77
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/again")
        eu(folder)
        uk(folder, "UK", "uk_commodities_2021-10-19")
        uk(folder, "EU", "eu_commodities_2021-02-15")
    for one in failed:
        print(one)
    return 1 if failed else 0


sys.exit(main())
