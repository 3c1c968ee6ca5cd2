#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The correlations of data/hs2022/correlation between the Harmonized Systems of 2012, 2017 and 2022.

Without outside data: the codes of 2022 are those of the nomenclature, no pair stands twice, a code is marked partial exactly
where it goes to several.  With the shared data: pairs and relations are those of the tables of the United Nations Statistics
Division, and every code stands in the code list of its vintage.

    correlation.py [--write]    writes the files from the shared data
"""
import collections
import os
import sys
import xml.etree.ElementTree as ElementTree

import nomenclature
import official

TABLES = {      # (from, to): the publication, its file, its name
    ('hs2012', 'hs2017'): ('hs6/correlation/HS_2017_to_HS_2012_ConversionAndCorrelationTables.xlsx', 'HS 2017 - HS 2012'),
    ('hs2017', 'hs2022'): ('hs6/correlation/HS_2022_to_HS_2017_ConversionAndCorrelationTables.xlsx', 'HS 2022 - HS 2017'),
}
LISTS = {'hs2012': 'hs6/comtrade/H4.xlsx', 'hs2017': 'hs6/comtrade/H5.xlsx', 'hs2022': 'hs6/comtrade/H6.xlsx'}
GAPS = {'300219'}       # of 2017; the publication has no row from it
PSEUDO = '999999'       # goods not elsewhere specified: no code of the Harmonized System
HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: CC0-1.0 -->
<!-- Subheadings of one edition of the Harmonized System and of the next; made by tests/data/correlation.py. The table has no
     legal status. Marked partial: the code is split, and only a part of its goods goes to the code named. -->
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
  <correlations source="United Nations Statistics Division, correlation table %s">
    <correlation from-vintage="%s" to-vintage="%s">
'''


def file_of(pair):
    return nomenclature.data('hs2022', 'correlation', '%s-%s.xml' % pair)


def source_rows(pair):
    """[(old, new, relation)] of the publication, whose rows say the new code first."""
    found = []
    for cells in official.sheet_rows(TABLES[pair][0], 'xl/worksheets/sheet2.xml'):
        old, new = cells.get('B', '').strip(), cells.get('A', '').strip()
        if old.isdigit() and old != PSEUDO:
            found.append((old, new, cells['C']))
    return found


def our_rows(path):
    """[(old, new, partial)] of a file, in the meaning of doc/schema.md."""
    found = []
    for element in ElementTree.parse(path).getroot().iter():
        partial = element.get('partial') == 'true'
        if element.tag == nomenclature.NS + 'map':
            found.append((element.get('from'), element.get('to'), partial))
        elif element.tag == nomenclature.NS + 'maps':
            for old in element.text.split():
                found += [(old, new, partial) for new in (element.get('to') or old).split()]
    return found


# == writing
def wrap(codes):
    return '\n'.join('        ' + ' '.join(codes[i:i + 17]) for i in range(0, len(codes), 17))


def maps(codes, to=(), partial=False):
    attributes = (' to="%s"' % ' '.join(sorted(to)) if to else '') + (' partial="true"' if partial else '')
    if len(codes) + len(to) <= 13:
        return '      <maps%s>%s</maps>\n' % (attributes, ' '.join(sorted(codes)))
    return '      <maps%s>\n%s\n      </maps>\n' % (attributes, wrap(sorted(codes)))


def write(pair):
    rows = [(old, new) for old, new, _ in source_rows(pair)]
    count = collections.Counter(old for old, _ in rows)
    text = HEAD % (TABLES[pair][1], *pair)
    for partial in (False, True):
        text += maps([old for old, new in rows if old == new and (count[old] > 1) == partial], partial=partial)
    sources = collections.defaultdict(list)
    for old, new in rows:
        if old != new:
            sources[new, count[old] > 1].append(old)
    groups = collections.defaultdict(list)
    for (new, partial), olds in sources.items():
        groups[tuple(sorted(olds)), partial].append(new)
    for (olds, partial), news in sorted(groups.items(), key=lambda item: (min(item[1]), item[0])):
        if len(olds) == 1 and len(news) == 1:
            text += '      <map from="%s" to="%s"%s/>\n' % (olds[0], news[0], ' partial="true"' if partial else '')
        else:
            text += maps(olds, news, partial)
    text += '    </correlation>\n  </correlations>\n</tariff-data>\n'
    os.makedirs(os.path.dirname(file_of(pair)), exist_ok=True)
    with open(file_of(pair), 'w', encoding='utf-8') as file:
        file.write(text)


# == checks
def check_alone(rows, findings):
    structure = nomenclature.Structure()
    findings.equal('codes of 2022', {new for _, new, _ in rows['hs2017', 'hs2022']}, structure.codes(6))
    findings.equal('codes of 2017', {new for _, new, _ in rows['hs2012', 'hs2017']},
                   GAPS | {old for old, _, _ in rows['hs2017', 'hs2022']})
    for pair, found in rows.items():
        pairs = collections.Counter((old, new) for old, new, _ in found)
        for key, count in pairs.items():
            findings.expect(count == 1, *pair, *key, 'stands', count, 'times')
        split = collections.Counter(old for old, _ in pairs)
        for old, new, partial in found:
            findings.expect(len(old) == len(new) == 6, *pair, old, new, 'is no pair of subheadings')
            findings.expect(partial == (split[old] > 1), *pair, old, new, 'partial is', partial, 'but it goes to', split[old])


def check_source(rows, findings):
    for pair, found in rows.items():
        source = source_rows(pair)
        findings.equal('%s to %s' % pair, {(old, new) for old, new, _ in found}, {(old, new) for old, new, _ in source})
        findings.expect(len(found) == len(source), *pair, len(found), 'pairs, the publication has', len(source))
        out, into = collections.Counter(old for old, _, _ in found), collections.Counter(new for _, new, _ in found)
        said = {(old, new): relation for old, new, relation in source}
        for old, new, _ in found:
            # The publication relates new to old: new codes an old one has, old codes a new one has.
            relation = '%s:%s' % ('n' if out[old] > 1 else '1', 'n' if into[new] > 1 else '1')
            findings.expect(said.get((old, new)) == relation, *pair, old, new, relation, 'published as', said.get((old, new)))
        for vintage, codes in zip(pair, (set(out), set(into))):
            listed = {code for cells in official.sheet_rows(LISTS[vintage]) for code in cells.values()
                      if len(code) == 6 and code.isdigit()}
            findings.expect(not codes - listed, vintage, 'lacks', ' '.join(sorted(codes - listed)[:10]))
        print('%s to %s: %d pairs, %d partial, %d codes to %d' % (*pair, len(found), sum(row[2] for row in found), len(out),
                                                               len(into)))


def main():
    if sys.argv[1:] == ['--write']:
        nomenclature.need_shared(official.shared())
        for pair in TABLES:
            write(pair)
        return
    findings = nomenclature.Findings()
    rows = {pair: our_rows(file_of(pair)) for pair in TABLES}
    check_alone(rows, findings)
    if official.shared():
        check_source(rows, findings)
    else:
        print('no shared data: not compared with the publication')
    findings.close('correlations')


if __name__ == '__main__':
    main()
