#!/usr/bin/env python3
# SPDX-License-Identifier: CC0-1.0
"""Writes the shipped rules of texts (element text-rules) as C tables, for libtariff/text/rules.c.

usage: text_rules.py RULES.xml... >rules.inc
"""
import sys
import xml.etree.ElementTree as tree

NS = '{urn:libtariff:tariff:1}'
UNTIL = {'none': 'TRF_UNTIL_NONE', 'word': 'TRF_UNTIL_WORD', 'comma': 'TRF_UNTIL_COMMA', 'hyphen': 'TRF_UNTIL_HYPHEN',
         'end': 'TRF_UNTIL_END'}
PIECE = 96  # bytes of a literal on one line


def literal(value):
    data = ' '.join((value or '').split()).encode()
    if not data:
        return '{NULL, 0}'
    pieces = []
    for at in range(0, len(data), PIECE):
        piece = data[at:at + PIECE]
        pieces.append('"%s"' % ''.join('\\%03o' % b if b < 32 or b > 126 or b in b'"\\?' else chr(b) for b in piece))
    return '{%s, %d}' % ('\n     '.join(pieces), len(data))


def flag(element, name):
    value = element.get(name, 'false')
    if value not in ('true', 'false'):
        raise SystemExit('%s="%s": expected true or false' % (name, value))
    return value == 'true'


def text_of(element, name):
    return ' '.join(child.text or '' for child in element.findall(NS + name))


def table(out, kind, name, rows):
    if rows:
        out.append('static const %s %s[] = {' % (kind, name))
        out.extend('    %s,' % row for row in rows)
        out.append('};')
    return name if rows else 'NULL'


def main(files):
    out = ['/* Made by data/text_rules.py: not edited. */']
    languages, aliases = [], []
    for file in files:
        for rules in tree.parse(file).getroot().iter(NS + 'text-rules'):
            languages.append(rules)
    languages.sort(key=lambda rules: rules.get('lang').encode())
    rows = []
    for number, rules in enumerate(languages):
        lang = rules.get('lang')
        tag = lang.replace('-', '_').lower()
        negations = ['{%s, %s, %d, %d}' % (literal(n.text), UNTIL[n.get('until', 'hyphen')], flag(n, 'before'), flag(n, 'strip'))
                     for n in rules.findall(NS + 'negation')]
        units = ['{%s, %s}' % (literal(u.get('symbol')), literal(u.text)) for u in rules.findall(NS + 'unit')]
        variants = ['{%s, %s}' % (literal(v.get('to')), literal(v.text)) for v in rules.findall(NS + 'variant')]
        patterns = ['{%s, %s}' % (literal(p.get('at')), literal(p.text)) for p in rules.findall(NS + 'ignore')]
        flags = [name for name, on in (('TRF_TEXT_STEM_FIRST', flag(rules, 'stem-first')),
                                       ('TRF_TEXT_DOTLESS', flag(rules, 'dotless-i')),
                                       ('TRF_TEXT_DECIMAL_COMMA', rules.get('decimal', 'point') == 'comma'),
                                       ('TRF_TEXT_COMPOUNDS', flag(rules, 'compounds')),
                                       ('TRF_TEXT_LIKELY', flag(rules, 'likely'))) if on]
        rows.append('{%s, %s, %s, %s, %s, %s, %s, %s, %s, %d, %d, %d, %d, %s}' % (
            literal(lang), literal(rules.get('stemmer')), literal(text_of(rules, 'stop-words')), literal(text_of(rules, 'elisions')),
            literal(text_of(rules, 'linking')), table(out, 'trf_text_negation', 'negations_' + tag, negations),
            table(out, 'trf_text_unit', 'units_' + tag, units), table(out, 'trf_text_variant', 'variants_' + tag, variants),
            table(out, 'trf_text_pattern', 'patterns_' + tag, patterns), len(negations), len(units), len(variants), len(patterns),
            ' | '.join(flags) or '0'))
        for name in [lang] + rules.get('also', '').split():
            aliases.append('{%s, %d}' % (literal(name), number))
    table(out, 'trf_text_rules', 'shipped', rows)
    table(out, 'struct {\n    trf_slice tag;\n    uint32_t rules;\n}', 'aliases', aliases)
    print('\n'.join(out))


if __name__ == '__main__':
    main(sys.argv[1:])
