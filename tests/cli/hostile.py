#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hostile inputs through the JSON door, in one session that must go on serving: every input has the answer that is written beside
it, soon, and in little memory. What is refused names its fault; what real files do is reported and read all the same."""
import gzip
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SRCDIR, BUILDDIR = os.environ["TARIFF_SRCDIR"], os.environ["TARIFF_BUILDDIR"]
CALL = os.path.join(BUILDDIR, "tests", "cli", "call")
WORK = tempfile.mkdtemp()
SOON = 20.0  # seconds of the processor, under sanitizers; without, each takes about one at most
MEMORY = 600 << 20
NS = "xmlns='urn:libtariff:tariff:1' version='1'"
failures = []
counts = {}


def native(body, head="<?xml version='1.0'?>"):
    return f"{head}<tariff-data {NS}>{body}</tariff-data>".encode()


def lines(body):
    return native(f"<tariff id='T' currency='EUR' lang='en'><goods-nomenclature lang='en'>{body}</goods-nomenclature></tariff>")


def record(number, code, update, body, sequence=1):
    return (f"<app.message id='m{number}'><transmission><record><transaction.id>{number}</transaction.id>"
            f"<record.code>{code[:3]}</record.code><subrecord.code>{code[3:]}</subrecord.code>"
            f"<record.sequence.number>{sequence}</record.sequence.number><update.type>{update}</update.type>{body}</record>"
            f"</transmission></app.message>")


def envelope(body):
    return ("<?xml version='1.0' encoding='UTF-8'?><env:envelope xmlns='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0' "
            "xmlns:env='urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0' id='1'>"
            + body + "</env:envelope>").encode()


def taric(*records):
    return envelope("<env:transaction id='1'>" + "".join(
        r.replace("<app.message", "<env:app.message").replace("</app.message", "</env:app.message")
        .replace("<transmission", "<oub:transmission xmlns:oub='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0'")
        .replace("</transmission", "</oub:transmission") for r in records) + "</env:transaction>")


def area(number, update, sid="1", name="QA", extra=""):
    return record(number, "25000", update, f"<geographical.area><geographical.area.sid>{sid}</geographical.area.sid>"
                  f"<geographical.area.id>{name}</geographical.area.id><geographical.code>0</geographical.code>"
                  f"<validity.start.date>2001-01-01</validity.start.date>{extra}</geographical.area>")


class Door:
    """One process and one session."""

    def __init__(self):
        self.process = subprocess.Popen([CALL], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def call(self, method, request, raw=None):
        line = (raw if raw is not None else json.dumps(request, ensure_ascii=False)).encode("utf-8", "surrogateescape")
        self.process.stdin.write(method.encode() + b"\t" + line + b"\n")
        self.process.stdin.flush()
        reply = self.process.stdout.readline()
        if not reply:
            raise SystemExit(f"hostile.py: the process ended at {method} {line[:200]}: {self.process.wait()}")
        status, _, text = reply.decode("utf-8", "replace").rstrip("\n").partition("\t")
        return status, text

    def seconds(self):
        """Of the processor, so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as status:
            return sum(int(ticks) for ticks in status.read().rpartition(")")[2].split()[11:13]) / os.sysconf("SC_CLK_TCK")

    def sanitized(self):
        """Whether a sanitizer's shadow is mapped: terabytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmPeak")) > 1 << 40

    def peak(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))


door = Door()
sound = os.path.join(WORK, "sound.xml")
output = os.path.join(WORK, "out.tariff")
with open(sound, "wb") as file:
    file.write(lines("<line code='01' indent='0'><text>Animals</text></line>"))


def judge(name, group, status, text, expected, part, start):
    counts[group] = counts.get(group, 0) + 1
    took = door.seconds() - start
    allowed = ["bad_input" if e == "input" else e for e in expected.split()]
    if status not in allowed:
        failures.append(f"{group}: {name}: {status}, not {expected}: {text[:300]}")
    elif part and part not in text:
        failures.append(f"{group}: {name}: says nothing of '{part}': {text[:300]}")
    if took > SOON:
        failures.append(f"{group}: {name}: {took:.1f} s")
    if os.environ.get("HOSTILE_SHOW"):
        print(f"{group}: {name}: {status} {took:.2f} s {text[:150]}")


def compiles(group, name, data, expected, part="", path=None, **more):
    """data, written to a file, is compiled; then a sound input is, in the same session."""
    if path is None:
        path = os.path.join(WORK, "input")
        with open(path, "wb") as file:
            file.write(data)
    if os.path.exists(output):
        os.unlink(output)
    start = door.seconds()
    status, text = door.call("compile", {"inputs": [{"path": path, "tariff": "T"}], "output": output, **more})
    judge(name, group, status, text, expected, part, start)
    refused = status not in ("ok", "findings", "negative")
    if refused and os.path.exists(output):
        failures.append(f"{group}: {name}: an image was written")
    left = [n for n in os.listdir(WORK) if n.startswith(".tariff-")]
    if left:
        failures.append(f"{group}: {name}: left over: {left}")
    status, then = door.call("compile", {"inputs": [sound], "output": os.path.join(WORK, "sound.tariff")})
    if status != "ok":
        failures.append(f"{group}: {name}: then a sound input is {status}: {then[:200]}")
    return text


def imports(name, form, data, expected, part=""):
    path = os.path.join(WORK, "table.csv")
    with open(path, "wb") as file:
        file.write(data)
    start = door.seconds()
    status, text = door.call("import", {"format": form, "inputs": [path], "output": os.path.join(WORK, "t.xml"), "tariff": "T",
                                        "valid_from": "2020-01-01"})
    judge(name, "CSV", status, text, expected, part, start)


def asks(group, name, method, request, expected, part="", raw=None):
    start = door.seconds()
    status, text = door.call(method, request, raw)
    judge(name, group, status, text, expected, part, start)
    return text


# ---- XML ----
def xml():
    def doctype(name, declaration, body="&a;"):
        compiles("XML", name, f"<?xml version='1.0'?><!DOCTYPE tariff-data [{declaration}]>"
                 f"<tariff-data {NS}>{body}</tariff-data>".encode(), "input", "DOCTYPE")

    bomb = "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
    doctype("entity bomb in text", bomb, "&j;")
    doctype("entity bomb in an attribute", bomb, "<tariff id='&j;'/>")
    doctype("quadratic entity", f"<!ENTITY a '{'x' * 50000}'>", "&a;" * 50000)
    doctype("external general entity", "<!ENTITY a SYSTEM 'file:///etc/passwd'>")
    doctype("external parameter entity", "<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;", "")
    doctype("empty document type", "", "")
    compiles("XML", "document type on the network", b"<!DOCTYPE tariff-data SYSTEM 'http://127.0.0.1:9/x.dtd'><tariff-data/>",
             "input", "DOCTYPE")
    compiles("XML", "XInclude", native("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' "
                                       "parse='text'/>"), "input", "include")
    compiles("XML", "schemaLocation", b"<tariff-data xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
             b"xsi:schemaLocation='urn:libtariff:tariff:1 http://127.0.0.1:9/x.xsd' " + NS.encode() + b"/>", "ok input")
    compiles("XML", "stylesheet", native("", "<?xml version='1.0'?><?xml-stylesheet href='http://127.0.0.1:9/x.xsl'?>"), "ok")
    compiles("XML", "100,000 elements deep", native("<a>" * 100000), "input limit", "")
    compiles("XML", "100,000 known elements deep", native("<tariff id='T'>" * 100000), "input limit", "")
    compiles("XML", "a million unknown elements", native("<unknown/>" * 1000000), "input", "unknown")
    compiles("XML", "100,000 attributes", native("<tariff " + " ".join(f"a{i}=''" for i in range(100000)) + "/>"), "limit input")
    compiles("XML", "100,000 namespaces", native("<tariff " + " ".join(f"xmlns:a{i}='u{i}'" for i in range(100000)) + "/>"),
             "limit input")
    compiles("XML", "an id of 64 kB", native(f"<tariff id='{'T' * 65536}'/>"), "input limit ok")
    for name, data in (("text", native("<tariff id='T'>" + "x" * (8 << 20))),
                       ("attribute", native("<tariff id='" + "x" * (8 << 20))),
                       ("comment", native("<!--" + "x" * (8 << 20))),
                       ("CDATA", native("<tariff id='T'><![CDATA[" + "x" * (8 << 20))),
                       ("instruction", native("<?x " + "x" * (8 << 20)))):
        compiles("XML", f"8 MB of {name}", data, "limit input")
    compiles("XML", "bad UTF-8", lines("<line code='01' indent='0'><text>@</text></line>").replace(b"@", b"\xc3\x28"), "input", "UTF-8")
    compiles("XML", "overlong UTF-8", lines("<line code='01' indent='0'><text>@</text></line>").replace(b"@", b"\xc0\xaf"), "input")
    compiles("XML", "surrogate in UTF-8", lines("<line code='01' indent='0'><text>@</text></line>").replace(b"@", b"\xed\xa0\x80"),
             "input")
    compiles("XML", "UTF-16 of odd length", ("<?xml version='1.0' encoding='UTF-16'?>" + native("", "").decode()).encode("utf-16")
             + b"x", "input")
    compiles("XML", "UTF-16, sound", ("<?xml version='1.0' encoding='UTF-16'?>" + native("", "").decode()).encode("utf-16"), "ok")
    compiles("XML", "UTF-7", native("+ADw-tariff id=+ACI-T+ACI-/+AD4-", "<?xml version='1.0' encoding='UTF-7'?>"), "input", "UTF-7")
    compiles("XML", "EBCDIC", ("<?xml version='1.0' encoding='IBM037'?>" + native("", "").decode()).encode("cp037"), "input")
    compiles("XML", "UTF-16 declared, UTF-8 found", native("", "<?xml version='1.0' encoding='UTF-16'?>"), "input", "UTF-16")
    compiles("XML", "two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + native(""), "input")
    compiles("XML", "NUL", native("\0"), "input")
    compiles("XML", "XML 1.1", native("", "<?xml version='1.1'?>"), "input", "1.1")
    compiles("XML", "two roots", native("") + native("", ""), "input")
    compiles("XML", "bytes after the end", native("") + b"rest", "input")
    compiles("XML", "no namespace", b"<tariff-data version='1'/>", "input", "namespace")
    compiles("XML", "another version", f"<tariff-data {NS}/>".replace("version='1'", "version='2'").encode(), "input", "version")
    compiles("XML", "nothing", b"", "input")
    with open(os.path.join(SRCDIR, "tests/data/assess.xml"), "rb") as file:
        whole = file.read()
    for size in range(0, len(whole), 1000):
        compiles("XML", f"cut at byte {size}", whole[:size], "input")


# A gigabyte on a pipe: the reader stops long before.
def pipes():
    for name, head in (("text", native("<tariff id='T'>@")), ("attribute", native("<tariff id='@")), ("comment", native("<!--@")),
                       ("CDATA", native("<tariff id='T'><![CDATA[@")), ("instruction", native("<?x @"))):
        read, write = os.pipe()
        given = [0]

        def feed(write=write, head=head.partition(b"@")[0], given=given):
            try:
                os.write(write, head)
                while given[0] < 1 << 30:
                    given[0] += os.write(write, b"x" * 65536)
            except BrokenPipeError:
                pass
            os.close(write)

        process = subprocess.Popen([CALL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[read])
        os.close(read)
        feeder = threading.Thread(target=feed)
        start = door.seconds()
        feeder.start()
        request = json.dumps({"inputs": [{"path": "pipe", "tariff": "T", "descriptor": read}], "output": output})
        reply = process.communicate(b"compile\t" + request.encode() + b"\n")[0].decode()
        feeder.join()
        status, _, text = reply.partition("\t")
        judge(f"1 GB of {name} on a pipe", "XML", status, text, "limit input", "", start)
        if given[0] > 8 << 20:
            failures.append(f"XML: 1 GB of {name} on a pipe: {given[0]} bytes were taken")


# ---- what real files do: reported, and read ----
def reported():
    def reports(name, data, rule=None):
        text = compiles("reported", name, data, "ok findings", "")
        if rule and f'"{rule}":' not in text:
            failures.append(f"reported: {name}: no finding {rule}: {text[:300]}")

    member = ("<geographical.area.membership><geographical.area.sid>9</geographical.area.sid><geographical.area.group.sid>8"
              "</geographical.area.group.sid><validity.start.date>2001-01-01</validity.start.date></geographical.area.membership>")
    reports("record without its parent", taric(record(1, "25015", 3, member)))
    reports("record before its parent", taric(record(1, "25015", 3, member), area(2, 3, "9"), area(3, 3, "8", "1011")))
    reports("update of an unseen key", taric(area(1, 1)), "update-of-unseen-key")
    reports("delete of an unseen key", taric(area(1, 2)), "delete-of-unseen-key")
    reports("delete of a deleted key", taric(area(1, 3), area(2, 2), area(3, 2)), "delete-of-unseen-key")
    reports("duplicate id", taric(area(1, 3), area(2, 3)), "insert-of-existing-key")
    reports("repeated message ids", taric(area(1, 3), area(1, 1)))
    reports("empty envelope", envelope(""))
    reports("update type that does not exist", taric(area(1, 7)), "record-part")
    reports("unknown record", taric(record(1, "99999", 3, "<something.new><a>1</a></something.new>")), "unknown-record")
    reports("unknown field", taric(area(1, 3, extra="<colour>red</colour>")), "unknown-field")


# ---- compression ----
def compression():
    bomb = b"<!--" + b"x" * (100 << 20)
    compiles("compression", "gzip bomb", gzip.compress(bomb, 9), "limit", "")
    compiles("compression", "gzip bomb of sound XML", gzip.compress(native(" " * (100 << 20)), 9), "limit", "")
    compiles("compression", "xz bomb", lzma.compress(bomb), "limit", "")
    compiles("compression", "gzip in gzip", gzip.compress(gzip.compress(native(""))), "input")
    good = gzip.compress(native("<!-- -->" * 100))
    compiles("compression", "sound", good, "ok")
    compiles("compression", "bad CRC", good[:-8] + bytes([good[-8] ^ 1]) + good[-7:], "input")
    compiles("compression", "bad length", good[:-1] + bytes([good[-1] ^ 1]), "input")
    compiles("compression", "bytes after the end", good + b"rest", "input")
    compiles("compression", "cut", good[:-20], "input")
    packed = lzma.compress(native(""))
    compiles("compression", "xz, cut", packed[:-5], "input")
    compiles("compression", "xz, changed", packed[:40] + bytes([packed[40] ^ 1]) + packed[41:], "input")
    compiles("compression", "xz, bytes after the end", packed + b"rest", "input")


# ---- tables ----
def tables():
    head = b"SID,Commodity code,Product line suffix,Start date,End date,Indentation,End line,Description\n"
    row = b"1,0101000000,80,2020-01-01,,0,0,Horses\n"
    imports("sound", "uk-csv", head + row, "ok findings")
    imports("unclosed quote", "uk-csv", head + b'1,0101000000,80,2020-01-01,,0,0,"Horses\n' + row, "ok findings input")
    imports("unclosed quote", "usitc-csv", b'HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,'
            b'Special Rate of Duty,Column 2 Rate of Duty\n0101,0,"Horses\n', "input", "quote")
    imports("a million columns", "uk-csv", b"," * 1000000 + b"\n" + row, "input limit")
    imports("a million columns in a row", "uk-csv", head + b"1" + b"," * 1000000 + b"\n", "input limit ok findings")
    imports("a million columns", "usitc-csv", b"HTS Number" + b"," * 1000000 + b"\n", "input limit")
    imports("carriage returns alone", "uk-csv", (head + row).replace(b"\n", b"\r"), "ok findings input")
    imports("NUL", "uk-csv", head + row.replace(b"Horses", b"Hor\0ses"), "input")
    imports("NUL", "usitc-csv", b"HTS Number,Indent,Description\n0101,0,Hor\0ses\n", "input")
    imports("formula cells", "uk-csv", head + row.replace(b"Horses", b"=cmd|'/c calc'!A1"), "ok findings")
    imports("formula for a code", "uk-csv", head + row.replace(b"0101000000", b"=1+1"), "input", "code")
    imports("shifted column", "uk-csv", head + b"0101000000,80,2020-01-01,,0,0,Horses\n", "input")
    imports("no header", "uk-csv", row, "input")
    imports("bad UTF-8", "uk-csv", head + row.replace(b"Horses", b"\xff\xfe"), "input ok findings")
    imports("not a table", "usitc-json", b"[" * 100000, "input limit")
    imports("not a workbook", "eu-circabc", b"PK\x03\x04" + b"\0" * 1000, "input")


# ---- rates ----
def rates():
    def rate(name, text, expected="negative invalid limit", **more):
        return asks("rates", name, "rate.parse", {"text": text, **more}, expected)

    rate("10,000 parentheses", "(" * 10000 + "1 %" + ")" * 10000)
    rate("10,000 open parentheses", "(" * 10000)
    rate("10,000 MIN and MAX", "1 %" + " MIN 1 % MAX 2 %" * 5000)
    rate("nested MIN and MAX in another grammar", "(1% MIN " * 5000 + "1%" + ")" * 5000, grammar="us")
    rate("10,000 terms", " + ".join(["1 %"] * 10000))
    text = rate("unknown unit", "1.00 GBP / furlong")
    if '"parsed"' in text:
        failures.append("rates: unknown unit: is taken as parsed")
    rate("unknown currency", "1.00 XQQ / kg")
    rate("10^30 per cent", "1" + "0" * 30 + " %", "ok negative invalid limit range")
    rate("a million digits", "9" * 900000 + " %", "negative invalid limit range")
    rate("a million digits after the point", "0." + "9" * 900000 + " %", "negative invalid limit range")
    rate("mixed decimal commas", "1,234.56,7 %")
    rate("empty", "", "ok negative invalid")  # no component: nothing is said, nothing is lost
    rate("NUL", "1\0 %")
    asks("rates", "10^37 per cent of 10^37", "rate.eval", {"text": "1" + "0" * 36 + " %", "value": "1" + "0" * 36, "currency": "EUR"},
         "ok incomplete invalid limit range")
    asks("rates", "value of a million digits", "rate.eval", {"text": "1 %", "value": "9" * 900000, "currency": "EUR"},
         "invalid limit range")
    asks("rates", "exponent", "rate.eval", {"text": "1 %", "value": "1e999999999", "currency": "EUR"}, "invalid")
    asks("rates", "not a number", "rate.eval", {"text": "1 %", "value": "NaN", "currency": "EUR"}, "invalid")


# ---- texts and JSON ----
def texts():
    scripts = "aбγДאعहবਗગଓதతಕമසกລབမა가あ漢ክᎠ"
    for name, text in (("a megabyte of one letter", "a" * 1000000), ("combining marks alone", "\u0301" * 100000),
                       ("overrides from right to left", "\u202e" * 1000 + "abc" + "\u2066" * 1000), ("emoji", "👩‍👩‍👧‍👦🏳️‍🌈" * 1000),
                       ("21 scripts", scripts * 1000), ("what lengthens eighteenfold", "\ufdfa" * 100000), ("stop words", "of the and " * 1000),
                       ("angle brackets", "<" * 100000), ("references", "&amp;" * 100000), ("open tags", "<b>" * 100000),
                       ("unassigned", "\U000e0fff" * 1000), ("noncharacters", "\uffff\ufdd0" * 1000)):
        asks("texts", name, "text.format", {"text": text}, "ok invalid limit")
        asks("texts", name + ", as a rate", "rate.parse", {"text": text}, "negative invalid limit")
        asks("texts", name + ", as a unit", "unit", {"unit": text}, "invalid limit not_found negative ok")
    compiles("texts", "as a description", lines("".join(
        f"<line code='{i:02}' indent='0'><text>{t}</text></line>" for i, t in enumerate((scripts * 100, "\u0301" * 5000, "\u202eabc"), 1))), "ok")
    for name, raw in (("deep", "[" * 100000), ("deep objects", '{"a":' * 100000), ("member twice", '{"text":"a","text":"b"}'),
                      ("bad escape", '{"text":"\\q"}'), ("lone surrogate", '{"text":"\\ud800"}'), ("two megabytes", '{"text":"%s"}' % ("a" * 1047000)),
                      ("no object", "1"), ("cut", '{"text":"'), ("a real", '{"text":1.10}'), ("NUL escaped", '{"text":"a\\u0000b"}'),
                      ("bad UTF-8", '{"text":"\udcff"}'), ("a method for a field", '{"method":"text.format"}')):
        asks("JSON", name, "text.format", None, "invalid limit ok", raw=raw)


# ---- dates, structure, paths ----
def dates():
    for day, expected in (("0000-01-01", "input"), ("2023-02-29", "input"), ("1900-02-29", "input"), ("2024-02-29", "ok findings"),
                          ("9999-12-31", "ok findings"), ("10000-01-01", "input"), ("2024-13-01", "input"), ("2024-01-00", "input"),
                          ("-001-01-01", "input"), ("2024-1-1", "input"), ("20240101", "input")):
        compiles("dates", "valid from " + day, lines(f"<line code='01' indent='0' from='{day}'><text>A</text></line>"), expected)
        asks("dates", "asked on " + day, "rate.eval", {"text": "1 %", "value": "1", "currency": "EUR", "date": day},
             "invalid" if expected == "input" else "ok")
    compiles("dates", "end before start", lines("<line code='01' indent='0' from='2024-02-01' to='2024-01-01'><text>A</text></line>"),
             "ok findings input")


def structure():
    groups = native("<geographical-areas><group id='1001'><member area='1002'/></group><group id='1002'><member area='1001'/></group>"
                    "<group id='1003'><member area='1003'/></group></geographical-areas>")
    compiles("structure", "areas that are members of one another", groups, "ok findings input")
    compiles("structure", "lines that succeed one another", lines(
        "<line code='0101' indent='0' from='2001-01-01' to='2001-12-31'><text>A</text><successor code='0102' suffix='80'/></line>"
        "<line code='0102' indent='0' from='2001-01-01' to='2001-12-31'><text>B</text><successor code='0101' suffix='80'/></line>"),
        "ok findings input")
    compiles("structure", "areas that are their own parents", taric(
        area(1, 3, "1", "QA", "<parent.geographical.area.group.sid>2</parent.geographical.area.group.sid>"),
        area(2, 3, "2", "QB", "<parent.geographical.area.group.sid>1</parent.geographical.area.group.sid>")), "ok findings")
    quota = "<quota.association><main.quota.definition.sid>{}</main.quota.definition.sid><sub.quota.definition.sid>{}" \
            "</sub.quota.definition.sid><relation.type>EQ</relation.type><coefficient>1</coefficient></quota.association>"
    compiles("structure", "quotas that are parts of one another", taric(record(1, "37005", 3, quota.format(1, 2)), record(2, "37005", 3, quota.format(2, 1)),
             record(3, "37005", 3, quota.format(3, 3))), "ok findings", rules=True)
    compiles("structure", "100,000 children", lines("<line code='01' indent='0'><text>A</text></line>" + "".join(
        f"<line code='01{i:08}' indent='1'><text>B</text></line>" for i in range(100000))), "ok findings")
    compiles("structure", "indents that leap", lines("<line code='01' indent='0'><text>A</text></line>"
                                                     "<line code='0101' indent='9'><text>B</text></line>"), "ok findings input")
    compiles("structure", "an indent of 10^9", lines("<line code='01' indent='1000000000'><text>A</text></line>"), "input")
    compiles("structure", "a measure of nothing", native("<tariff id='T'><measures><measure type='X' code='99' area='ZZ' from='2020-01-01'/>"
                                                         "</measures></tariff>"), "ok findings input")
    deep = "<sum>" * 40 + "<number>1</number>" + "</sum>" * 40
    compiles("structure", "sums in sums", native(
        f"<tariff id='T'><profile id='T' from='2020-01-01' currency='EUR'><charge id='a' role='fee' total='fees'><amount>{deep}"
        "</amount></charge></profile></tariff>"), "ok findings input limit")


def paths():
    def refused(name, path, expected="io input"):
        compiles("paths", name, None, expected, path=path)

    refused("folder", WORK)
    refused("device", "/dev/zero")
    refused("absent", os.path.join(WORK, "absent"))
    os.mkfifo(os.path.join(WORK, "fifo"))
    refused("FIFO", os.path.join(WORK, "fifo"))
    os.symlink("loop", os.path.join(WORK, "loop"))
    refused("link to itself", os.path.join(WORK, "loop"))
    refused("newline in a name", os.path.join(WORK, "a\nb"))
    refused("bad UTF-8 in a name", os.path.join(WORK, "a\udcff"), "io input invalid")
    refused("NUL in a name", sound + "\0x", "io input invalid")
    refused("a name of 100,000 bytes", "a" * 100000)
    refused("name of nothing", "")
    compiles("paths", "folders up", None, "ok", path=os.path.join(WORK, "..", os.path.basename(WORK), "sound.xml"))
    os.symlink(sound, os.path.join(WORK, "link"))
    compiles("paths", "link", None, "ok", path=os.path.join(WORK, "link"))
    for name, target, expected in (("output is a folder", WORK, "io invalid"), ("output is a device", "/dev/null", "io invalid"),
                                   ("output in no folder", os.path.join(WORK, "no", "o"), "io"), ("output is a FIFO", os.path.join(WORK, "fifo"), "io")):
        asks("paths", name, "compile", {"inputs": [sound], "output": target}, expected)
    os.symlink(sound, os.path.join(WORK, "out-link"))
    asks("paths", "output is a link", "compile", {"inputs": [sound], "output": os.path.join(WORK, "out-link")}, "ok")
    with open(sound, "rb") as file:
        if b"Animals" not in file.read(1000):
            failures.append("paths: output is a link: what it points at was overwritten")
    # A file that changes while it is read: cut, it is refused or read as it was; grown, whatever was there at some moment.
    path = os.path.join(WORK, "changing")
    body = lines("".join(f"<line code='01{i:08}' indent='0'><text>B</text></line>" for i in range(60000)))
    for name, change in (("shrinks", lambda file: file.truncate(len(body) // 2)), ("grows", lambda file: file.write(b" " * 1000000))):
        for delay in (0.0, 0.01, 0.03):
            with open(path, "wb") as file:
                file.write(body)

            def act(change=change, delay=delay):
                time.sleep(delay)
                with open(path, "r+b") as file:
                    file.seek(0, 2)
                    change(file)

            worker = threading.Thread(target=act)
            worker.start()
            compiles("paths", f"a file that {name} while it is read", None, "ok findings input io limit", path=path)
            worker.join()


def main():
    status, text = door.call("compile", {"inputs": [sound], "output": os.path.join(WORK, "sound.tariff")})
    if status == "unsupported":
        print("hostile.py: this build reads no XML")
        return 77
    for part in (xml, pipes, reported, compression, tables, rates, texts, dates, structure, paths):
        part()
    peak = door.peak()
    if peak > MEMORY and not door.sanitized():
        failures.append(f"the process held {peak >> 20} MB")
    door.process.stdin.close()
    if door.process.wait() != 0:
        failures.append(f"the process ended with {door.process.returncode}")
    for failure in failures:
        print("hostile.py: " + failure)
    print("hostile.py: " + ", ".join(f"{n} {g}" for g, n in counts.items()) + f": {sum(counts.values())} inputs, {len(failures)} "
          f"findings, {peak >> 20} MB at most")
    return 1 if failures else 0


try:
    sys.exit(main())
finally:
    shutil.rmtree(WORK, ignore_errors=True)
