#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The code set of data/hs2022 is that of four publications: United States, European Union, Brazil, United Nations.

Dash levels are compared with the two that print them for every line: the European Union's (indent) and Brazil's (five-digit
numbers are the lines of one dash that have lines of two below them).
"""
import nomenclature
import official

PSEUDO = {'99', '9999', '999999'}   # goods not elsewhere specified, in the United Nations list


def six(codes):
    return {code[:6] for code in codes if len(code) >= 6 and code[:2] < '98'}


def united_states():
    return six(row.code for row in official.us_hts() if row.numbered)


def european_union(rows):
    """A heading's own ten digits stand for its undivided subheading too, where nothing stands below it."""
    codes = {row.code for row in rows if row.numbered and row.code.endswith('0000') and row.code[:2] < '98'}
    found = {code[:6] for code in codes if code[4:6] != '00'}
    divided = {code[:4] for code in found}
    return found | {code[:6] for code in codes if code[2:4] != '00' and code[:4] not in divided}


def brazil(rows):
    return six(row.code for row in rows if len(row.code) == 8)


def united_nations():
    return {row.code for row in official.un_list()} - PSEUDO


def main():
    nomenclature.need_shared(official.shared())
    findings = nomenclature.Findings()
    structure = nomenclature.Structure()
    ours = set(structure.codes(6))
    union, siscomex, nations = list(official.circabc('en')), list(official.siscomex()), united_nations()
    for name, codes in (('United States', united_states()), ('European Union', european_union(union)),
                        ('Brazil', brazil(siscomex)), ('United Nations', {code for code in nations if len(code) == 6})):
        print('%s: %d subheadings' % (name, len(codes)))
        findings.equal('data/hs2022 against ' + name, ours, codes)
    for length, name in ((2, 'chapters'), (4, 'headings')):
        findings.equal(name, structure.codes(length), {code for code in nations if len(code) == length})

    indents = {row.code[:6]: row.indent for row in union if row.numbered and row.code.endswith('0000')}
    for line in structure.lines:
        if len(line.code) == 6 and line.suffix == '80' and line.code[4:] != '00':
            findings.expect(indents.get(line.code) == line.indent, line.code, 'has', line.indent, 'dashes, in the European Union',
                            indents.get(line.code))
    groups = {line.code for line in structure.lines if line.suffix == '10'}
    findings.equal('lines of one dash, European Union', groups,
                   {row.code[:6] for row in union if not row.numbered and row.indent == 1 and row.code[4:6] != '00'})
    findings.equal('lines of one dash, Brazil', {code[:5] for code in groups},
                   {row.code for row in siscomex if len(row.code) == 5})
    findings.close('one code set in four publications, dash levels in two')


if __name__ == '__main__':
    main()
