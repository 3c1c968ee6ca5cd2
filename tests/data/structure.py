#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lines of data/hs2022: counts, order, parents and dash levels, without any outside data."""
import re

import nomenclature

COUNTS = {'sections': 21, 'chapters': 96, 'headings': 1228, 'subheadings': 5612, 'undivided headings': 271}
RESERVED = '77'     # the chapter that the Convention keeps free


def check_sections(structure, findings):
    findings.expect(list(structure.sections) == nomenclature.ROMAN, 'sections are not I to XXI in order')
    following = 1
    for number, (first, last) in structure.sections.items():
        findings.expect(int(first) == following and int(last) >= int(first), 'section', number, 'spans', first, 'to', last)
        following = int(last) + 1
    findings.expect(following == 98, 'the last section does not end with chapter 97')
    for line in structure.lines:
        first, last = structure.sections[line.section]
        findings.expect(first <= line.code[:2] <= last, line.code, 'stands in section', line.section)


def check_lines(structure, findings):
    seen, previous = set(), ''
    codes = {line.code for line in structure.lines if line.suffix == '80'}
    divided = {code[:4] for code in codes if len(code) == 6 and code[4:] != '00'}
    group = None
    for line in structure.lines:
        key = (line.code, line.suffix)
        findings.expect(key not in seen, line.code, line.suffix, 'stands twice')
        seen.add(key)
        findings.expect(re.fullmatch(r'\d\d(\d\d(\d\d)?)?', line.code), 'code', line.code)
        findings.expect(not line.code.startswith(RESERVED), line.code, 'is in the reserved chapter')
        findings.expect(line.code.ljust(6, '0') >= previous, line.code, 'is out of order')
        previous = line.code.ljust(6, '0')
        if len(line.code) > 2:
            findings.expect(line.code[:-2] in codes, line.code, 'has no parent')
        if line.suffix != '80':
            # The words above a pair of dashes: they take the number of the next line.
            findings.expect(line.suffix == '10' and line.indent == 1 and len(line.code) == 6, 'group line', line)
            group = line.code[:5]
            continue
        if len(line.code) < 6:
            findings.expect(line.indent == 0, line.code, 'has', line.indent, 'dashes')
            continue
        if line.code[4:] == '00':
            findings.expect(line.code[:4] not in divided, line.code, 'undivided, but its heading is divided')
        depth = 1 if line.code[5] == '0' else 2
        findings.expect(line.indent == depth, line.code, 'has', line.indent, 'dashes, its number says', depth)
        if depth == 2:
            findings.expect(group == line.code[:5], line.code, 'has no line of one dash above it')


def main():
    findings = nomenclature.Findings()
    structure = nomenclature.Structure()
    found = {'sections': len(structure.sections), 'chapters': len(structure.codes(2)), 'headings': len(structure.codes(4)),
             'subheadings': len(structure.codes(6)),
             'undivided headings': sum(code.endswith('00') for code in structure.codes(6))}
    for name, count in COUNTS.items():
        findings.expect(found[name] == count, '%d %s, expected %d' % (found[name], name, count))
    check_sections(structure, findings)
    check_lines(structure, findings)
    findings.close('%(sections)d sections, %(chapters)d chapters, %(headings)d headings, %(subheadings)d subheadings' % found)


if __name__ == '__main__':
    main()
