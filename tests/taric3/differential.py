#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TARIC3 inputs read by the library and by expat: the same records, field by field. The inputs are documents made here, with
every way to write the same text (encodings, prefixes, references, CDATA, comments, line ends), and the transmissions of the
shared data where they are. Of documents with bytes changed, none is read that expat refuses."""
import glob
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.parsers.expat

ENVELOPE = "urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0"
MESSAGE = "urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0"
HEADER = ["transaction.id", "record.code", "subrecord.code", "record.sequence.number", "update.type"]
DUMP = os.path.join(os.environ.get("TARIFF_BUILDDIR", "."), "tests", "taric3", "dump")
MADE = 600


def read(data):
    """The records of an envelope that is well-formed and has nothing but what is known."""
    records, path, texts = [], [], [""]
    state = {"transaction": "", "message": "", "record": None}

    def start(name, attributes):
        path.append(name.rsplit(" ", 1)[-1])
        texts.append("")
        if len(path) == 2:
            state["transaction"] = attributes.get("id", "")
        elif len(path) == 3:
            state["message"] = attributes.get("id", "")
        elif len(path) == 5:
            state["record"] = {"header": {}, "element": None, "fields": {}}
        elif len(path) == 6 and path[-1] not in HEADER:
            state["record"]["element"] = path[-1]

    def end(_name):
        text = texts.pop()
        name = path.pop()
        record = state["record"]
        if len(path) == 5 and name in HEADER:
            record["header"][name] = text
        elif len(path) == 6:
            record["fields"][name] = text
        elif len(path) == 4:
            header = record["header"]
            records.append([int(header["record.code"]), int(header["subrecord.code"]), record["element"],
                            int(header["update.type"]), state["transaction"], state["message"], record["fields"]])

    def characters(text):
        texts[-1] += text

    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)
    return records


# ---- documents made here ----

def spell(text, draw, encoding):
    """One way to write a text."""
    out = []
    for i, c in enumerate(text):
        try:
            c.encode(encoding)
            plain = True
        except UnicodeEncodeError:
            plain = False
        way = draw.random()
        if c in "<&" or not plain or c == "\r":
            out.append("&#%d;" % ord(c) if way < 0.5 or c not in "<&" else {"<": "&lt;", "&": "&amp;"}[c])
        elif c == ">":
            out.append("&gt;")
        elif c == "\n":
            # A CR alone before an LF would be one line end with it.
            out.append(draw.choice(["\n", "\r\n", "&#10;", "\r" if text[i + 1:i + 2] not in ("", "\n") else "\n"]))
        elif way < 0.01:
            out.append("&#x%X;" % ord(c))
        elif way < 0.015:
            out.append("<!-- %s -->" % ("x" * draw.randrange(400)))
        elif way < 0.02:
            out.append("<![CDATA[%s]]>" % c)
        elif way < 0.022:
            out.append("<?remark %s?>" % c.strip("?>"))
        else:
            out.append(c)
    return "".join(out)


def element(name, content, draw):
    prefix = draw.choice(["oub:", "", "x:"])
    declared = ' xmlns:x="%s"' % MESSAGE if prefix == "x:" else ""
    if content == "" and draw.random() < 0.7:
        return "<%s%s%s/>" % (prefix, name, declared)
    blank = draw.choice(["", "", "", " ", "\n"])
    return "<%s%s%s%s>%s</%s%s%s>" % (prefix, name, declared, blank, content, prefix, name, blank)


ALPHABETS = ["abc XYZ 0123456789.,-", "\u00e9\u00e8\u00e4\u00f6 \u00df", "<&>]]>'\"", "\u20ac\u4e2d\u6587\u0416", "\U0001f600\u0301", "\n\t"]


def text_of(draw):
    size = draw.choice([0, 1, 2, 3, 7, 8, 10, 15, 16, 17, 30, 299, 300, 301, 700, 5000]) if draw.random() < 0.3 else draw.randrange(12)
    way = draw.random()
    if way < 0.3:
        return str(draw.randrange(10 ** draw.randrange(1, 12)))
    if way < 0.4:
        return "%04d-%02d-%02d" % (draw.randrange(0, 3000), draw.randrange(14), draw.randrange(33))
    return "".join(draw.choice(draw.choice(ALPHABETS)) for _ in range(size))


KINDS = [
    (430, 0, "measure", ["measure.sid", "measure.type", "geographical.area", "goods.nomenclature.item.id", "validity.start.date",
                         "additional.code", "stopped.flag"]),
    (430, 5, "measure.component", ["measure.sid", "duty.expression.id", "duty.amount", "monetary.unit.code"]),
    (245, 0, "additional.code", ["additional.code.sid", "additional.code.type.id", "additional.code", "validity.start.date"]),
    (200, 10, "footnote.description", ["footnote.description.period.sid", "language.id", "footnote.type.id", "description"]),
    (375, 0, "quota.balance.event", ["quota.definition.sid", "occurrence.timestamp", "old.balance", "new.balance"]),
]


def make(draw):
    """A document and the records in it."""
    encoding = draw.choice(["utf-8", "utf-8", "utf-16", "iso-8859-1", "us-ascii"])
    declared = {"utf-8": "UTF-8", "utf-16": "UTF-16", "iso-8859-1": "ISO-8859-1", "us-ascii": "US-ASCII"}[encoding]
    head = '<?xml version="1.0" encoding="%s"?>' % declared if encoding != "utf-8" or draw.random() < 0.5 else ""
    blank = draw.choice(["", "\n", "\n\t\t", "\r\n  "])
    out = [head, '<e:envelope xmlns:e="%s" xmlns="%s" xmlns:oub="%s" id="1">' % (ENVELOPE, MESSAGE, MESSAGE)]
    for transaction in range(draw.randrange(1, 6)):
        out.append('%s<e:transaction id="%d"><e:app.message id="%d">%s<transmission>' % (blank, transaction, transaction + 7, blank))
        for _ in range(draw.randrange(4)):
            code, subcode, name, fields = draw.choice(KINDS)
            kept = sorted(draw.sample(fields, draw.randrange(1, len(fields) + 1)), key=fields.index)
            header = ["7", "%03d" % code, "%02d" % subcode, "1", draw.choice("123")]
            parts = [element(part, value, draw) for part, value in zip(HEADER, header)]
            body = blank.join(element(field, spell(text_of(draw), draw, encoding), draw) for field in kept)
            out.append(blank + element("record", blank + blank.join(parts + [element(name, blank + body + blank, draw)]), draw))
        out.append("</transmission></e:app.message></e:transaction>")
    out.append("</e:envelope>" + blank)
    return "".join(out).encode(encoding)


def change(data, draw):
    data = bytearray(data)
    for _ in range(draw.randrange(1, 3)):
        at = draw.randrange(len(data))
        way = draw.randrange(3)
        if way == 0:
            data[at] = draw.randrange(256)
        elif way == 1:
            del data[at]
        else:
            data.insert(at, draw.choice(b"<>&;/\"'= \0\xff"))
    return bytes(data)


# ---- comparison ----

def dumped(paths):
    """What the library says of each: (records or None, the last line)."""
    run = subprocess.run([DUMP] + paths, stdout=subprocess.PIPE, check=True)
    answers, records = [], []
    for line in run.stdout.decode("utf-8").split("\n"):
        if line.startswith("["):
            records.append(json.loads(line))
        elif line:
            answers.append((records if line == "ok" else None, line))
            records = []
    return answers


def well_formed(data):
    """What expat says; names are those of XML 1.0 as expat knows it, so a tag with other letters than ASCII is let pass."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    if re.search(r"<[^<>]*[^\x00-\x7f]", text):
        return True
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(data, True)
    except (xml.parsers.expat.ExpatError, LookupError):
        return False
    return True


def compare(name, ours, line, theirs):
    if ours == theirs and ours is not None:
        return True
    print("%s: differs: %s" % (name, line))
    for mine, other in zip(ours or [], theirs or []):
        if mine != other:
            print("  ours  %s\n  expat %s" % (json.dumps(mine), json.dumps(other)))
            break
    return False


def main():
    draw = random.Random(3)
    documents = []
    failed = 0
    for i in range(MADE):
        data = make(draw)
        documents.append(("made %d" % i, data, True))
        documents.append(("changed %d" % i, change(data, draw), False))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, (_, data, _) in enumerate(documents):
            paths.append(os.path.join(folder, "%d.xml" % i))
            with open(paths[-1], "wb") as file:
                file.write(data)
        for (name, data, exact), (ours, line) in zip(documents, dumped(paths)):
            if exact:
                failed += not compare(name, ours, line, read(data))
            elif ours is not None and not well_formed(data):
                # The guard refuses more than expat does; it must not let pass what expat refuses.
                print("%s: read, and expat says that it is not well-formed" % name)
                failed += 1
    shared = sorted(glob.glob(os.path.join(os.environ.get("TARIFF_SHARED", ""), "cases/taric3/eu-daily/TGB*")))
    if not shared:
        print("SKIP: taric3 differential: no cases/taric3/eu-daily in the shared data")
    for path in shared:
        with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
            data = file.read()
        ours, line = dumped([path])[0]
        failed += not compare(os.path.basename(path), ours, line, read(data))
    print("differential: %d documents, %d transmissions, %d differ" % (len(documents), len(shared), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
