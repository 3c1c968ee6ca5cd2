#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many declarations in one stream: the same bytes with one thread and with eight, in the locales of hosts, and on replay, in bounded memory.

TARIFF_STREAM says how many declarations (3,000 where it is not set; check-full takes a million). Memory beside the image, which is mapped and
shared, is that of the process that is no file's, looked at with every megabyte of answers.
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("TARIFF_BUILDDIR", ".")
IMAGE = BUILD + "/default.tariff"
COUNT = int(os.environ.get("TARIFF_STREAM", "3000"))
MOST = 64 << 20  # bytes beside the image

GOODS = [("UK", "6109100010"), ("UK", "0901210000"), ("UK", "0409000000"), ("UK", "2203000100"), ("UK", "8712007000"),
         ("EU", "6109100010"), ("EU", "0901210000"), ("EU", "4011100000"), ("EU", "8712007099"), ("US", "6109.10.00.12"),
         ("US", "7326.90.86.88"), ("CH", "02013099"), ("CH", "87120000"), ("XI", "0901210000"), ("XI", "2402209000")]
ORIGINS = ["CN", "BR", "US", "DE", "GB", "IN", "KE", "JP"]
CURRENCIES = ["GBP", "EUR", "USD", "CHF"]
KINDS = ["formal", "informal"]


def item(draw, number):
    price = "%d.%02d" % (draw.randrange(1, 100000), draw.randrange(100))
    made = '{"number":%d,"code":"%s","origin":"%s","price":"%s","currency":"%s"' % (
        number, "%s", draw.choice(ORIGINS), price, draw.choice(CURRENCIES))
    if draw.random() < 0.7:
        made += ',"net_mass":"%d.%d","gross_mass":"%d"' % (draw.randrange(1, 5000), draw.randrange(10), draw.randrange(5000, 6000))
    if draw.random() < 0.3:
        made += ',"quantities":[{"unit":"%s","quantity":"%d"}]' % (draw.choice(["NAR", "LTR", "HLT"]), draw.randrange(1, 9999))
    if draw.random() < 0.2:
        made += ',"preference":"300","preferential_origin":"%s"' % draw.choice(ORIGINS)
    if draw.random() < 0.1:
        made += ',"documents":["U116"]'
    return made + "}"


def declaration(draw, number):
    """A line; one in two hundred is none that can be assessed."""
    fate = draw.random()
    if fate < 0.001:
        return "no declaration at all"
    if fate < 0.005:
        return '{"id":"%d","tariff":"UK","date":"2026-01-15","items":[{"code":"6109100010","origin":"CN","price":"1,5"}]}' % number
    tariff, code = draw.choice(GOODS)
    count = 1 if draw.random() < 0.8 else draw.randrange(2, 6)
    text = '{"id":"%d","tariff":"%s","date":"202%d-%02d-15"' % (number, tariff, draw.randrange(4, 7), draw.randrange(1, 13))
    if draw.random() < 0.8:
        text += ',"exchange_rates":[%s]' % ",".join('{"currency":"%s","per_unit_of_declaration_currency":"1.%d"}' % (
            currency, draw.randrange(1000, 9999)) for currency in CURRENCIES if currency != {"UK": "GBP", "EU": "EUR", "US": "USD",
                                                                                            "CH": "CHF", "XI": "GBP"}[tariff])
    if draw.random() < 0.3:
        text += ',"delivery":{"incoterm":"FOB","additions":[{"kind":"freight","amount":"%d.50","by":"value"}]}' % draw.randrange(10, 500)
    if tariff == "US":
        text += ',"entry_type":"%s"' % draw.choice(KINDS)
    if tariff == "XI" and draw.random() < 0.7:
        text += ',"facts":{"trader_scheme":true,"final_use":true,"planned_processing":"without_any_processing"}'
    return text + ',"items":[%s]}' % ",".join(item(draw, n + 1) % code for n in range(count))


def own_memory(process):
    """Bytes of a process that belong to no file; 0 where the system does not tell."""
    try:
        with open("/proc/%d/status" % process, encoding="ascii") as status:
            return sum(int(line.split()[1]) << 10 for line in status if line.startswith(("RssAnon", "RssShmem")))
    except OSError:
        return 0


def run(command, source, environment):
    """Digest, lines and bytes of the output, greatest own memory in bytes, seconds."""
    start = time.monotonic()
    digest, lines, size, memory = hashlib.sha256(), 0, 0, 0
    with open(source, "rb") as stream, tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=told, env={**os.environ, **environment})
        while True:
            block = process.stdout.read(1 << 20)
            if not block:
                break
            memory = max(memory, own_memory(process.pid))
            digest.update(block)
            lines += block.count(b"\n")
            size += len(block)
        if process.wait() not in (0, 1):
            told.seek(0)
            sys.exit("stream.py: exit %d: %s" % (process.returncode, told.read(500).decode("utf-8", "replace")))
    return digest.hexdigest(), lines, size, memory, time.monotonic() - start


def locale_of(name, folder):
    """The environment of a locale, compiled where the machine lacks it; None where it cannot be."""
    if name == "C":
        return {"LC_ALL": "C"}
    for extra in ({}, {"LOCPATH": folder}):
        environment = {"LC_ALL": name, **extra}
        if extra:
            subprocess.run(["localedef", "-i", name.split(".")[0], "-f", "UTF-8", os.path.join(folder, name)], capture_output=True,
                           check=False)
        told = subprocess.run(["locale", "charmap"], env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        if "UTF-8" in told.stdout:
            return environment
    return None


def main(folder):
    failed = []
    declarations, questions = os.path.join(folder, "declarations"), os.path.join(folder, "questions")
    draw = random.Random(20260115)
    with open(declarations, "w", encoding="utf-8") as one, open(questions, "w", encoding="utf-8") as two:
        for number in range(COUNT):
            line = declaration(draw, number)
            one.write(line + "\n")
            two.write("assess\t" + line + "\n")
    program = [BUILD + "/tools/tariff", "assess", "--image", IMAGE]
    first = run(program + ["--jobs", "1"], declarations, {})
    print("%d declarations, %d bytes of answers; --jobs 1: %.1f s, %.1f MB beside the image" % (
        COUNT, first[2], first[4], first[3] / 1e6))
    if first[1] != COUNT:
        failed.append("%d answers to %d declarations" % (first[1], COUNT))
    again = [("replay", ["--jobs", "1"], {}), ("--jobs 8", ["--jobs", "8"], {})]
    locales = {name: locale_of(name, folder) for name in ("C", "de_DE.UTF-8", "tr_TR.UTF-8")}
    again += [("--jobs 8 under " + name, ["--jobs", "8"], found) for name, found in locales.items() if found]
    greatest = first[3]
    for name, arguments, environment in again:
        other = run(program + arguments, declarations, environment)
        greatest = max(greatest, other[3])
        print("%s: %.1f s, %.1f MB beside the image" % (name, other[4], other[3] / 1e6))
        if other[0] != first[0]:
            failed.append("other bytes: " + name)
    if greatest > MOST:
        failed.append("%d bytes beside the image (at most %d)" % (greatest, MOST))
    # The program has no locale of its own; a host that calls setlocale() has.
    hosts = {name: run([BUILD + "/tests/cli/call", IMAGE], questions, found) for name, found in locales.items() if found}
    for name, found in hosts.items():
        print("host under %s: %.1f s" % (name, found[4]))
        if found[0] != hosts["C"][0]:
            failed.append("other bytes: host under " + name)
    for name, found in locales.items():
        if not found:
            print("SKIP: stream.py: no locale %s and no source to compile one from" % name)
    for fault in failed:
        print("stream.py: " + fault)
    return 1 if failed else 0


if __name__ == "__main__":
    if not os.path.exists(IMAGE):
        print("stream.py: no default image was built")
        sys.exit(77)
    work = tempfile.mkdtemp()
    try:
        sys.exit(main(work))
    finally:
        shutil.rmtree(work)
