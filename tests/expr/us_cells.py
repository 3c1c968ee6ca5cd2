#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every rate cell of the Harmonized Tariff Schedule of the United States is read, or stands in doc/us-unresolved.md with its reason.

us_cells.py [PROGRAM] [--update]

At least 99.5 % of the cells are parsed: the canonical print, read again, is the same print, and every number and word of the cell
is in it; this script looks for them itself. --update writes the document. Exits 0, 1, 77 without the shared data, or 99.
"""
import collections
import csv
import lzma
import os
import re
import subprocess
import sys

NAME = 'data/us-hts/hts_2026_revision_4.csv.xz'
COLUMNS = ('General Rate of Duty', 'Special Rate of Duty', 'Column 2 Rate of Duty')
SHARE = 0.995
# Spellings that the canonical print writes in one way.
SAME = ((r'\bpercent\b', '%'), (r'\bcents?\b', '¢'), (r'\bplus\b', '+'), (r'\bthousand\b', '1000'), (r'(?<=\d),(?=\d{3}\b)', ''))


def answers(program, texts):
    lines = ''.join(t.replace('\n', '\x01') + '\n' for t in texts)
    run = subprocess.run([program, 'us'], input=lines, capture_output=True, text=True, encoding='utf-8')
    if run.returncode:
        sys.exit('us_cells: %s' % run.stderr)
    found = [line.split('\t', 1) for line in run.stdout.splitlines()]
    if len(found) != len(texts):
        sys.exit('us_cells: %d answers to %d texts' % (len(found), len(texts)))
    return found


def tokens(text):
    """Numbers and words, and the signs that mean something; words that a line end or a missing blank broke are joined by squeezing."""
    text = re.sub(r'(?<=[a-z])- (?=[a-z])', '', re.sub(r'\s+', ' ', text)).lower()
    for pattern, sign in SAME:
        text = re.sub(pattern, sign, text)
    return re.findall(r'\d+(?:\.\d+)*|[a-z]+|[%¢$+*#]', text)


def all_in(cell, canonical):
    """Whether each token of the cell is in the canonical print, in order; squeezed, so that 'inthe' is 'in the'."""
    squeeze = ''.join(tokens(canonical))
    at = 0
    for letter in ''.join(tokens(cell)):
        at = squeeze.find(letter, at) + 1
        if at == 0:
            return False
    numbers = collections.Counter(t for t in tokens(cell) if t[0].isdigit())
    return not numbers - collections.Counter(t for t in tokens(canonical) if t[0].isdigit())


def document(total, unresolved):
    """unresolved: [(text, cells, reason)]"""
    cells = sum(n for _, n, _ in unresolved)
    out = ['<!-- SPDX-License-Identifier: Apache-2.0 -->', '# US rate texts that are not resolved', '',
           'Of the %s rate cells of the HTS 2026, revision 4 (general, special, column 2), %s are read: the canonical print, read again,' % (
               format(total, ','), format(total - cells, ',')),
           'gives the same tree, and every word of the cell is in it. The other %d cells hold these %d texts. Each makes the rate' % (
               cells, len(unresolved)),
           '*unresolved*, which an assessment reports as incomplete; none becomes a number. References to another duty (no change, the',
           'applicable subheading, a note) are read as references and are not in this list.', '',
           'Written by `tests/expr/us_cells.py --update`; `make check` compares it where the schedule is at hand.', '',
           '| cells | text | reason |', '|---|---|---|']
    for text, count, reason in unresolved:
        shown = re.sub(r'\s+', ' ', text).replace('|', '\\|')
        out.append('| %d | %s | %s |' % (count, shown, reason))
    return '\n'.join(out) + '\n'


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith('--')]
    program = arguments[0] if arguments else os.path.join(os.environ.get('TARIFF_BUILDDIR', '.'), 'tests/expr/read_texts')
    source = os.environ.get('TARIFF_SRCDIR', os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
    shared = os.environ.get('TARIFF_SHARED', os.path.join(source, '..', 'shared'))
    path = os.path.join(shared, NAME)
    if not os.access(path, os.R_OK):
        print('SKIP: us_cells: no %s in the shared data' % NAME)
        return 77
    if not os.access(program, os.X_OK):
        print('us_cells: no program %s (make check builds it)' % program)
        return 99
    cells = collections.Counter()
    with lzma.open(path, 'rt', encoding='utf-8-sig', newline='') as file:
        for row in csv.DictReader(file):
            cells.update(row[c] for c in COLUMNS if row[c])
    texts = list(cells)
    first = answers(program, texts)
    failed = 0
    unresolved = []
    prints = []
    for text, (verdict, rest) in zip(texts, first):
        if verdict == 'unresolved':
            unresolved.append((text, cells[text], rest))
        else:
            prints.append((text, rest))
            if not all_in(text, rest):
                print('a token of %r is not in %r' % (text, rest))
                failed += 1
    for (text, canonical), (verdict, again) in zip(prints, answers(program, [p for _, p in prints])):
        if verdict != 'parsed' or again != canonical:
            print('%r prints %r, which reads as %r' % (text, canonical, again))
            failed += 1
    total = sum(cells.values())
    parsed = total - sum(n for _, n, _ in unresolved)
    print('%d of %d cells parsed, %.3f %%; %d distinct texts, %d unresolved' % (
        parsed, total, 100 * parsed / total, len(texts), len(unresolved)))
    if parsed < SHARE * total:
        print('fewer than %.1f %% are parsed' % (100 * SHARE))
        failed += 1
    unresolved.sort(key=lambda u: (-u[1], u[0]))
    page = document(total, unresolved)
    target = os.path.join(source, 'doc', 'us-unresolved.md')
    if '--update' in sys.argv:
        with open(target, 'w', encoding='utf-8') as file:
            file.write(page)
    else:
        with open(target, encoding='utf-8') as file:
            if file.read() != page:
                print('doc/us-unresolved.md is not what this run gives (us_cells.py --update writes it)')
                failed += 1
    return 1 if failed else 0


sys.exit(main())
