#!/usr/bin/env python3
# SPDX-License-Identifier: CC0-1.0
"""Writes the built-in vocabulary of duty texts as C tables from the XML under data/reference.

usage: vocabulary.py REFERENCE-FOLDER >vocabulary.inc
"""
import os
import sys
import xml.etree.ElementTree as tree

NS = '{urn:libtariff:tariff:1}'
MEANING = {'amount': 'AMOUNT', 'plus': 'PLUS', 'minus': 'MINUS', 'minimum': 'MINIMUM', 'maximum': 'MAXIMUM',
           'minus-cif': 'MINUS_CIF', 'component': 'COMPONENT', 'nothing': 'NOTHING', 'refund': 'REFUND', 'unit': 'UNIT',
           'other': 'OTHER'}
APPLICABILITY = {'permitted': 'TRF_PERMITTED', 'mandatory': 'TRF_MANDATORY', 'forbidden': 'TRF_NOT_PERMITTED'}
NOTATION = {'taric': 1, 'cet': 2, 'us': 4}
PRINTED = 8
NONE = 0xffffffff


def read(folder, name):
    return tree.parse(os.path.join(folder, name)).getroot()


def text(value):
    data = (value or '').encode()
    shown = ''.join('\\%03o' % b if b < 32 or b > 126 or b in b'"\\?' else chr(b) for b in data)
    return '{"%s", %d}' % (shown, len(data)) if data else '{NULL, 0}'


def date(value, otherwise):
    if not value:
        return otherwise
    import datetime
    return str((datetime.date.fromisoformat(value) - datetime.date(1970, 1, 1)).days)


def period(element):
    return '%s, %s' % (date(element.get('from'), 'TRF_DATE_NONE'), date(element.get('to'), 'TRF_DATE_OPEN'))


def number(value):
    whole, _, part = (value or '0').partition('.')
    coefficient = int(whole + part)
    if abs(coefficient) >= 1 << 63:
        raise SystemExit('number %s: more digits than a constant holds' % value)
    return '{%d, 0, %d, 0}' % (coefficient, len(part))


def slot_hash(code, qualifier):
    """The hash of vocabulary.c: FNV-1a over code, a zero byte and qualifier."""
    h = 2166136261
    for b in code.encode() + b'\0' + qualifier.encode():
        h = (h ^ b) * 16777619 & 0xffffffff
    return h


def squeezed(name):
    return len(name.replace(' ', '').replace(',', '').encode())


def main(folder):
    out = ['/* SPDX-License-Identifier: CC0-1.0 */',
           '/* Made by data/vocabulary.py from data/reference; do not edit. */']

    rows = sorted(read(folder, 'duty-expressions.xml').iter(NS + 'duty-expression'), key=lambda e: e.get('id'))
    out.append('static const trf_duty_expression_entry default_duty_expressions[] = {')
    for e in rows:
        aliases = '|'.join(a.text for a in e.iter(NS + 'abbreviation'))
        out.append('    {%s, %s, %s, TRF_MEANING_%s, %s, %s, %s, %s},' % (
            text(e.get('id')), text(e.get('abbreviation')), text(aliases), MEANING[e.get('meaning')],
            APPLICABILITY[e.get('amount')], APPLICABILITY[e.get('money')], APPLICABILITY[e.get('unit')], period(e)))
    out.append('};')
    duty_expressions = len(rows)

    root = read(folder, 'units.xml')
    rec20 = {e.get('code'): e.get('rec20') for e in root.iter(NS + 'measurement-unit')}
    rows = sorted(root.iter(NS + 'measurement'), key=lambda e: (e.get('unit'), e.get('qualifier') or ''))
    index = {}
    keys = {}
    for i, e in enumerate(rows):
        pair = (e.get('unit'), e.get('qualifier') or '')
        if pair in index:
            raise SystemExit('measurement %s %s: stands twice' % pair)
        index[pair] = i
        keys[pair[0] + pair[1]] = i
    groups = {}
    names = []
    out.append('static const trf_unit default_units[] = {')
    for i, e in enumerate(rows):
        code, qualifier = e.get('unit'), e.get('qualifier') or ''
        spellings = list(e.iter(NS + 'abbreviation'))
        printed = [a.text for a in spellings if not a.get('notation')]
        done = set()
        for a in spellings:
            notation = a.get('notation')
            bits = NOTATION[notation] if notation else NOTATION['taric'] | NOTATION['cet']
            if notation and notation not in done:
                bits |= PRINTED
                done.add(notation)
            names.append((a.text, i, bits))
        asked = e.get('asked-in')
        parts = [keys[k] for k in (e.get('compound-of') or '').split()]
        dimensions = e.get('dimensions') or ''
        group = groups.setdefault((dimensions, qualifier), len(groups) + 1) if dimensions and e.get('factor') else 0
        out.append('    {%s, %s, %s,\n     %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {%s}, %d},' % (
            text(code), text(qualifier), text((printed or [a.text for a in spellings] or [''])[0]), text(e.get('expansion')), text(asked),
            text(e.get('kind')), text(e.get('compound-of')), text(dimensions), text('' if qualifier else rec20.get(code)),
            number(e.get('multiplier') or '1'), number(e.get('factor')), period(e),
            '%dU' % (keys[asked] if asked else NONE), ', '.join('%dU' % p for p in parts + [NONE] * (3 - len(parts))), group))
    out.append('};')
    units = len(rows)

    names.sort(key=lambda n: (-squeezed(n[0]), n[0], n[1]))
    out.append('static const trf_unit_name default_names[] = {')
    out += ['    {%s, %d, %d},' % (text(n), i, bits) for n, i, bits in names]
    out.append('};')

    slots = 1
    while slots < units * 2:
        slots *= 2
    table = [0] * slots
    for pair, i in sorted(index.items(), key=lambda p: p[1]):
        at = slot_hash(*pair) & (slots - 1)
        while table[at]:
            at = (at + 1) & (slots - 1)
        table[at] = i + 1
    out.append('static const uint32_t default_unit_slots[] = {')
    out += ['    ' + ', '.join(map(str, table[i:i + 16])) + ',' for i in range(0, slots, 16)]
    out.append('};')

    rows = sorted(root.iter(NS + 'measurement-unit-qualifier'), key=lambda e: e.get('code'))
    out.append('static const trf_qualifier default_qualifiers[] = {')
    for e in rows:
        spellings = [a.text for a in e.iter(NS + 'abbreviation')]
        out.append('    {%s, %s, %s, %s},' % (text(e.get('code')), text(spellings[0]), text('|'.join(spellings[1:])), period(e)))
    out.append('};')
    qualifiers = len(rows)

    rows = sorted(read(folder, 'monetary-units.xml').iter(NS + 'monetary-unit'), key=lambda e: e.get('code'))
    out.append('static const trf_currency default_currencies[] = {')
    for e in rows:
        out.append('    {%s, %s, %s, %s, %s, %s, %s},' % (
            text(e.get('code')), text(e.get('symbol')), text(e.get('shown')), text(e.get('minor-symbol')),
            text(e.get('minor-name')), e.get('minor'), period(e)))
    out.append('};')
    currencies = len(rows)

    out.append('const trf_vocabulary trf_vocabulary_default = {')
    out.append('    default_duty_expressions, default_units, default_names, default_qualifiers, default_currencies, '
               'default_unit_slots,')
    out.append('    %d, %d, %d, %d, %d, %d,' % (duty_expressions, units, len(names), qualifiers, currencies, slots - 1))
    out.append('};')
    print('\n'.join(out))


main(sys.argv[1])
