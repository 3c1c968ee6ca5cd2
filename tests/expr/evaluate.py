#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random duty expressions, held against Python's fractions.

evaluate.py [PROGRAM] [--expressions N] [--seed N]

What is expected is computed here from the law of the components: MIN is not less than, MAX not more than, whole sums on either side of
the last one; quantities in the unit that is asked. Exits 0, 1 with the first differences, or 99.
"""
import argparse
import os
import random
import subprocess
import sys
from fractions import Fraction

# unit, qualifier: [(declared key, factor)], their product is the quantity
UNITS = {
    ('DTN', ''): [('KGM', Fraction(1, 100))], ('TNE', ''): [('KGM', Fraction(1, 1000))], ('KGM', ''): [('KGM', Fraction(1))],
    ('DTN', 'E'): [('KGM', Fraction(1, 100))], ('HLT', ''): [('LTR', Fraction(1, 100))], ('NAR', ''): [('NAR', Fraction(1))],
    ('MIL', ''): [('MIL', Fraction(1, 1000))], ('ASV', 'X'): [('ASV', Fraction(1)), ('LTR', Fraction(1, 100))],
    ('DTN', 'Z'): [('KGM', Fraction(1, 100)), ('BRX', Fraction(1))],
}
LIMITS = ('15', '17', '35')


def decimal(rng, digits):
    places = rng.randint(0, 3)
    whole = str(rng.randint(0, 10 ** rng.randint(1, digits)))
    return whole + ('.' + ''.join(rng.choice('0123456789') for _ in range(places)) if places else '')


def duty(parts):
    """[(id, value)] in ascending order."""
    for at in range(len(parts) - 1, 0, -1):
        if parts[at][0] in LIMITS:
            left, right = duty(parts[:at]), duty([('01', parts[at][1])] + parts[at + 1:])
            return max(left, right) if parts[at][0] == '15' else min(left, right)
    return sum(-value if name == '02' else value for name, value in parts)


def expression(rng):
    """A line for the program and the exact amount."""
    said = {'KGM': decimal(rng, 6), 'LTR': decimal(rng, 5), 'NAR': decimal(rng, 4), 'MIL': decimal(rng, 4),
            'ASV': str(rng.randint(0, 100)), 'BRX': str(rng.randint(0, 100))}
    # Now and then a value of many digits, which leaves the machine word.
    value = decimal(rng, 9 if rng.random() < 0.9 else 25)
    rate = '0.%05d' % rng.randint(70000, 95000)
    components, parts = [], []
    for name in ['01'] + sorted(rng.sample(['02', '04', '15', '17', '19', '20', '35'], rng.randint(0, 4))):
        amount = decimal(rng, 4)
        if rng.random() < 0.45:
            components.append((name, amount, '', '', ''))
            worth = Fraction(amount) * Fraction(value) / 100
        else:
            money = rng.choice(['EUR', 'GBP', ''])
            unit, qualifier = rng.choice(list(UNITS) + [('', '')]) if money else rng.choice(list(UNITS))
            components.append((name, amount, money, unit, qualifier))
            worth = Fraction(amount) * (Fraction(rate) if money == 'EUR' else 1)
            for key, factor in UNITS.get((unit, qualifier), []):
                worth *= Fraction(said[key]) * factor
        parts.append((name, worth))
    rng.shuffle(components)
    line = '\t'.join([';'.join('|'.join(c) for c in components), value, ';'.join('%s:%s' % q for q in said.items()), rate])
    return line, duty(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program', nargs='?',
                        default=os.path.join(os.environ.get('TARIFF_BUILDDIR', '.'), 'tests/expr/evaluate_lines'))
    parser.add_argument('--expressions', type=int, default=20000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        print('evaluate.py: no program %s (make check builds it)' % options.program)
        return 99
    rng = random.Random(options.seed)
    cases = [expression(rng) for _ in range(options.expressions)]
    run = subprocess.run([options.program], input=''.join(line + '\n' for line, _ in cases), capture_output=True, text=True)
    if run.returncode:
        print(run.stderr)
        return 1
    found = run.stdout.splitlines()
    wrong = [(line, exact, answer) for (line, exact), answer in zip(cases, found) if answer != str(exact)]
    for line, exact, answer in wrong[:5]:
        print('%s\n  expected %s, found %s' % (line, exact, answer))
    print('%d expressions, %d differ' % (len(cases), len(wrong)))
    return 1 if wrong or len(found) != len(cases) else 0


sys.exit(main())
