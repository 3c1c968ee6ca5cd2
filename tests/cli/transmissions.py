#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Published TARIC3 transmissions: a daily one applied to an image gives the bytes of a full build; exported and read again, every record
is there with its transaction, message, type of update, codes and fields. Records are counted and compared by Python alone. Skipped without
the shared data."""
import collections
import glob
import gzip
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

SHARED, TARIFF = os.environ["TARIFF_SHARED"], os.environ["TARIFF_BUILDDIR"] + "/tools/tariff"
CASES = SHARED + "/cases/taric3/"
ENVELOPE = "{urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0}envelope"
SPELLINGS = {"producline.suffix": "productline.suffix", "geographical.membership": "geographical.area.membership"}
failed = []


def check(good, text):
    if not good and len(failed) < 30:
        failed.append(text)


def run(*arguments, status=(0, 1)):
    done = subprocess.run([TARIFF, *arguments], capture_output=True, text=True)
    check(done.returncode in status, "exit %d: tariff %s: %s" % (done.returncode, " ".join(arguments)[:200], done.stderr[:300]))
    return done.returncode


def same(a, b):
    with open(a, "rb") as one, open(b, "rb") as other:
        return one.read() == other.read()


def local(name):
    name = name.rpartition("}")[2]
    return SPELLINGS.get(name, name)


def number(text):
    return int(text) if (text or "").strip().isdigit() else text


def records(path):
    """Every record of a transmission: (transaction, message, codes, update, element, fields)."""
    with (gzip.open(path) if path.endswith(".gz") else open(path, "rb")) as file:
        root = tree.parse(file).getroot()
    for transaction in root:
        for message in transaction:
            for record in message.iter():
                if local(record.tag) != "record":
                    continue
                head, payload, fields = {}, None, []
                for part in record:
                    if local(part.tag) in ("transaction.id", "record.code", "subrecord.code", "record.sequence.number", "update.type"):
                        head[local(part.tag)] = (part.text or "").strip()
                    else:
                        payload = local(part.tag)
                        fields = sorted((local(field.tag), field.text or "") for field in part)
                yield (transaction.get("id"), message.get("id"), number(head.get("record.code")), number(head.get("subrecord.code")),
                       head.get("update.type"), payload, tuple(fields))


def counts(found):
    return collections.Counter(("%03d%02d" % (r[2], r[3]), r[4]) for r in found)


def there_and_back(path, folder, twice):
    """One transmission to an image and back: the same records in the same order; twice: and on to an image and back again."""
    name = os.path.basename(path)
    image, again, xml, second = (folder + "/" + part for part in ("a.tariff", "b.tariff", "a.xml", "b.xml"))
    run("compile", "--quiet", "--tariff", "T", "-o", image, path)
    run("export", "--quiet", "--format", "taric3", image, "-o", xml)
    before, after = list(records(path)), list(records(xml))
    check(counts(before) == counts(after), name + ": other counts of records by code")
    check(len(before) == len(after), "%s: %d records became %d" % (name, len(before), len(after)))
    for a, b in zip(before, after):
        if a != b:
            check(False, "%s: %s became %s" % (name, a, b))
            break
    if not twice:
        return len(before)
    # What was written is read to the same records, and written to the same bytes: the image of it stays what it is.
    run("compile", "--quiet", "--tariff", "T", "-o", again, xml)
    run("export", "--quiet", "--format", "taric3", again, "-o", second)
    check(same(xml, second), name + ": exported again, it is another text")
    return len(before)


def daily(folder):
    """The last of the EU's transmissions on an image of those before it; then all of them one by one."""
    files = sorted(glob.glob(CASES + "eu-daily/*"))
    full, base, new = (folder + "/" + part for part in ("full.tariff", "base.tariff", "new.tariff"))
    check(len(files) == 17, "%d transmissions" % len(files))
    run("compile", "--quiet", "--tariff", "EU", "-o", full, *files)
    run("compile", "--quiet", "--tariff", "EU", "-o", base, *files[:16])
    run("update", "--quiet", base, "--tariff", "EU", files[16], "-o", new)
    check(same(full, new), "an update with the 17th transmission gives other bytes than a build of all")
    run("update", "--quiet", base, files[16], "-o", new)
    check(same(full, new), "without --tariff the transmission does not go to the tariff of the base")
    check(not same(full, base), "the 17th transmission changes nothing")
    run("compile", "--quiet", "--tariff", "EU", "-o", new, files[0])
    for file in files[1:]:
        run("update", "--quiet", new, "--tariff", "EU", file, "-o", new)
    check(same(full, new), "17 transmissions one by one give other bytes than a build of all")
    # All of them in one envelope: every record, in order.
    run("export", "--quiet", "--format", "taric3", full, "-o", folder + "/full.xml")
    before = [record for file in files for record in records(file)]
    after = list(records(folder + "/full.xml"))
    check(before == after, "17 transmissions in one: %d records became %d" % (len(before), len(after)))
    # The records that hold, as own XML: read again they are written to the same text, and the image of it is the same image.
    run("export", "--quiet", "--format", "native", full, "-o", folder + "/one/n.xml")
    run("compile", "--quiet", "-o", folder + "/one/n.tariff", folder + "/one/n.xml")
    run("export", "--quiet", "--format", "native", folder + "/one/n.tariff", "-o", folder + "/two/n.xml")
    run("compile", "--quiet", "-o", folder + "/two/n.tariff", folder + "/two/n.xml")
    check(same(folder + "/one/n.xml", folder + "/two/n.xml"), "own XML of the transmissions is written as another text again")
    check(same(folder + "/one/n.tariff", folder + "/two/n.tariff"), "own XML of the transmissions gives another image")
    return len(before)


def main():
    if not os.path.isdir(CASES):
        print("SKIP: no " + CASES)
        return 77
    total = read = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/one")
        os.mkdir(folder + "/two")
        check(daily(folder) == 39614, "the EU's transmissions hold another number of records")
        for part in ("eu-daily", "uk-generated", "backend", "tamato", "management"):
            for path in sorted(glob.glob(CASES + part + "/**/*.xml*", recursive=True)):
                try:
                    with (gzip.open(path) if path.endswith(".gz") else open(path, "rb")) as file:
                        root = tree.parse(file).getroot().tag
                except tree.ParseError:
                    continue
                if root == ENVELOPE:
                    total += there_and_back(path, folder, os.path.getsize(path) > 50000 or read % 8 == 0)
                    read += 1
    check(read > 200 and total > 50000, "%d envelopes with %d records were read" % (read, total))
    for one in failed:
        print(one)
    return 1 if failed else 0


sys.exit(main())
