#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Our texts are our own: no long run of words shared with an official text of the same language.

A run of more than eight words (twelve letters in Chinese and Japanese, sixteen in Korean) that stands in an official text of the
shared data fails, but for those that allowed-runs.txt lists: enumerations and legal formulas, each with its reason.  Texts that
equal an official one are counted, and the median overlap with the nearest official text is printed (goal: at most 0.5).

    own_wording.py [LANGUAGE...]
"""
import os
import sys

import nomenclature
import official
import wording

SAMPLE = 400
GOAL = 0.5
LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'allowed-runs.txt')


def allowed_runs(findings):
    """Lines `language | run | reason`, sorted; returns {language: [units]}."""
    found = {}
    with open(LIST, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith('#'):
                continue
            parts = [part.strip() for part in line.split('|')]
            if len(parts) != 3 or not all(parts):
                findings.add('allowed-runs.txt, line', number, 'is not: language | run | reason')
                continue
            run = wording.normal(parts[1], parts[0])
            findings.expect(len(run) > wording.limit(parts[0]), 'allowed-runs.txt, line', number, 'is short: needs no entry')
            found.setdefault(parts[0], {})[run] = number
    return found


def covered(run, allowed, used):
    for entry, number in allowed.items():
        if any(entry[i:i + len(run)] == run for i in range(len(entry) - len(run) + 1)):
            used.add(number)
            return True
    return False


def check(language, allowed, used, findings):
    index = wording.Official(official.texts(language), language)
    texts = [(text.code, text.text) for text in nomenclature.texts(language)] + nomenclature.note_texts(language)
    runs = equal = equal_names = 0
    for owner, text in texts:
        for run in index.shared_runs(text):
            if not covered(run, allowed.get(language, {}), used):
                runs += 1
                findings.add(language, owner, text, '\n         run:', ('' if language in wording.LIMIT else ' ').join(run))
        if index.is_equal(text):
            if len(wording.units(text, language)) > wording.NAME:
                equal += 1
            else:
                equal_names += 1
    drawn = wording.sample([text for _, text in texts], SAMPLE, str)
    median = wording.median_overlap(index, drawn) if drawn else 0
    print('%-8s %5d texts against %6d: %d shared runs, %d equal, %d equal bare names, median overlap %.2f%s' % (
        language, len(texts), len(index.texts), runs, equal, equal_names, median,
        '' if median <= GOAL else ' (goal %.1f)' % GOAL),
        flush=True)


def main():
    nomenclature.need_shared(official.shared())
    findings = nomenclature.Findings(60)
    allowed, used = allowed_runs(findings), set()
    wanted = sys.argv[1:] or nomenclature.languages()
    for language in wanted:
        if official.SOURCES.get(language):
            check(language, allowed, used, findings)
        else:
            print('%-8s has no official text in the shared data' % language)
    for language in wanted:
        for run, number in allowed.get(language, {}).items():
            findings.expect(number in used, 'allowed-runs.txt, line', number, 'is needed by no text')
    findings.close('own wording')


if __name__ == '__main__':
    main()
