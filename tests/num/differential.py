#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random operations on exact numbers, held against Python's decimal and fractions.

differential.py [PROGRAM...] [--operations N] [--seed N] [--chunk N]

Without programs: those that `make check` builds, one with 128-bit integers and one with the 64-bit fallback.

Each chunk of lines has its own generator, seeded with (seed, chunk), so that a failing line can be had again alone. Expected
values are never taken from the program: sums, products and rounding to powers of ten come from decimal (in a context where a
result that would not be exact raises Inexact), everything else from fractions. Exits 0, 1 with the first differences, or 99.
"""
import argparse
import decimal
import math
import multiprocessing
import os
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

ROUNDING = decimal.Context(prec=400, Emax=10000, Emin=-10000, traps=[decimal.InvalidOperation, decimal.DivisionByZero])
decimal.setcontext(decimal.Context(prec=400, Emax=10000, Emin=-10000,
                                   traps=[decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero]))

BITS = 4096  # of numerator and denominator
PLACES = 36
WIDE = 1 << 127
MODES = {
    "half-up": decimal.ROUND_HALF_UP, "half-even": decimal.ROUND_HALF_EVEN, "half-down": decimal.ROUND_HALF_DOWN,
    "down": decimal.ROUND_DOWN, "up": decimal.ROUND_UP, "floor": decimal.ROUND_FLOOR, "ceiling": decimal.ROUND_CEILING,
}
MODE_NAMES = list(MODES)


# ---- what is expected ----
def ratio(value):
    return str(value)  # Fraction prints "n/d", and "n" for an integer


def plain(value):
    """A decimal with its places; zero has no sign."""
    text = format(value, "f")
    return text[1:] if text[0] == "-" and not value else text


def bounded(value):
    return value.numerator.bit_length() <= BITS and value.denominator.bit_length() <= BITS


def rounded(value, mode):
    """A fraction to an integer."""
    if mode == "floor":
        return math.floor(value)
    if mode == "ceiling":
        return math.ceil(value)
    if mode == "half-even":
        return round(value)
    magnitude = abs(value)
    if mode == "down":
        result = math.floor(magnitude)
    elif mode == "up":
        result = math.ceil(magnitude)
    elif mode == "half-up":
        result = math.floor(magnitude + Fraction(1, 2))
    else:  # half-down
        result = math.ceil(magnitude - Fraction(1, 2))
    return -result if value < 0 else result


def places_of(denominator):
    """Places of the shortest decimal with this denominator in lowest terms; None where it has none."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def formatted(value, least, most):
    cut = abs(value.numerator) * 10 ** most // value.denominator
    digits = str(cut).rjust(most + 1, "0")
    whole, part = (digits[:-most], digits[-most:]) if most else (digits, "")
    while len(part) > least and part[-1] == "0":
        part = part[:-1]
    return ("-" if value < 0 and cut else "") + whole + ("." + part if part else "")


def apportioned(total, weights, unit):
    if not weights or sum(weights) == 0 or min(weights) < 0:
        return None
    units = Fraction(total) / Fraction(unit)
    if units.denominator != 1:
        return None
    sign = -1 if units < 0 else 1
    units = abs(units.numerator)
    scale = max(-w.as_tuple().exponent for w in weights)
    integers = [int(w.scaleb(scale)) for w in weights]
    whole = sum(integers)
    shares = [units * w // whole for w in integers]
    order = sorted(range(len(weights)), key=lambda i: (-(units * integers[i] % whole), i))
    for i in order[:units - sum(shares)]:
        shares[i] += 1
    assert sum(shares) == units
    return [plain(sign * share * unit) for share in shares]


def kept(value):
    """A decimal as num/ keeps it: with its places, or the fewest where its coefficient would pass 128 bits and that helps."""
    scale = -value.as_tuple().exponent
    if scale > PLACES or abs(value.scaleb(scale)) >= WIDE:
        shortest = value.normalize() if value else Decimal(0)
        if shortest.as_tuple().exponent > 0:
            shortest = shortest.quantize(Decimal(1))
        if abs(shortest.scaleb(-shortest.as_tuple().exponent)) < WIDE:
            return shortest
    return value


# ---- random numbers ----
EDGES = [1 << k for k in (31, 32, 63, 64, 95, 127, 128)] + [10 ** k for k in (8, 9, 10, 17, 18, 19, 20, 36, 37, 38)]


def decimal_of(coefficient, scale):
    return Decimal(coefficient).scaleb(-scale) if scale else Decimal(coefficient)


def number(rng):
    """A decimal within the bounds at the door."""
    kind = rng.random()
    if kind < 0.45:
        coefficient, scale = rng.getrandbits(rng.randrange(1, 24)), rng.randrange(5)
    elif kind < 0.75:
        coefficient, scale = rng.getrandbits(rng.randrange(20, 63)), rng.randrange(9)
    elif kind < 0.90:
        coefficient, scale = rng.getrandbits(rng.randrange(60, 126)), rng.randrange(19)
    elif kind < 0.96:
        coefficient, scale = rng.choice(EDGES) + rng.randrange(-2, 3), rng.randrange(19)
    else:
        coefficient, scale = rng.randrange(10 ** 38 * 10 ** 18), 18
    while coefficient >= 10 ** (38 + scale):
        coefficient //= 10
    return decimal_of(-coefficient if rng.random() < 0.3 else coefficient, scale)


def divisor(rng):
    value = number(rng)
    return value if value else Decimal(7)


UNITS = [Decimal(text) for text in "0.05 0.25 0.5 3 7 12 0.3 1.01 250 0.125 9999999967 0.000007".split()]


def unit_of_ten(rng):
    return decimal_of(1, rng.randrange(0, 7)) if rng.random() < 0.8 else Decimal(10 ** rng.randrange(0, 5))


# ---- lines: (text, expected, operations) ----
def exact_line(rng):
    a, b = number(rng), number(rng)
    operation = rng.choice("+-*")
    x, y = kept(a), kept(b)
    result = kept(x + y if operation == "+" else x - y if operation == "-" else x * y)
    scale = -result.as_tuple().exponent
    if scale <= PLACES and abs(result.scaleb(scale)) < WIDE:
        return f"{plain(a)} {plain(b)} {operation} =", plain(result), 1
    return f"{plain(a)} {plain(b)} {operation} q", ratio(Fraction(result)), 1


def round_line(rng):
    mode = rng.choice(MODE_NAMES)
    if rng.random() < 0.5:
        unit = unit_of_ten(rng)
        value = number(rng)
        if rng.random() < 0.4:  # a tie, or close to one
            value = (Decimal(rng.getrandbits(rng.randrange(1, 50))) + Decimal("0.5")) * unit
            value += decimal_of(rng.randrange(-1, 2), 9)
            value = -value if rng.random() < 0.4 else value
        exponent = len(str(int(unit))) - 1 if unit > 1 else unit.as_tuple().exponent
        result = value.quantize(Decimal((0, (1,), exponent)), rounding=MODES[mode], context=ROUNDING)
        if exponent > 0:
            result = Decimal(int(result))
    else:
        unit = rng.choice(UNITS)
        value = number(rng)
        if rng.random() < 0.4:
            value = (Decimal(rng.getrandbits(rng.randrange(1, 50))) + Decimal("0.5")) * unit
            value = -value if rng.random() < 0.4 else value
        result = rounded(Fraction(value) / Fraction(unit), mode) * unit
    scale = -result.as_tuple().exponent
    if abs(result.scaleb(scale)) >= WIDE:
        return f"{plain(value)} {plain(unit)} {mode} q", ratio(Fraction(result)), 1
    return f"{plain(value)} {plain(unit)} {mode} =", plain(result), 1


def fraction_line(rng):
    """A chain over rationals, with the bound on derived values."""
    a = number(rng)
    value = Fraction(a)
    text = plain(a)
    count = rng.randrange(2, 6)
    for done in range(count):
        operation = rng.choice("+-*/////*")
        b = divisor(rng) if operation == "/" else number(rng)
        text += f" {plain(b)} {operation}"
        b = Fraction(b)
        value = value + b if operation == "+" else value - b if operation == "-" else value * b if operation == "*" else value / b
        if not bounded(value):
            return text + " q", "ERANGE", done + 1
    if rng.random() < 0.5:
        mode, unit = rng.choice(MODE_NAMES), rng.choice(UNITS) if rng.random() < 0.4 else unit_of_ten(rng)
        result = rounded(value / Fraction(unit), mode) * unit
        text += f" {plain(unit)} {mode}"
        if abs(result.scaleb(-result.as_tuple().exponent)) < WIDE:
            return text + " =", plain(result), count + 1
        return text + " q", ratio(Fraction(result)), count + 1
    return text + " q", ratio(value), count


def quotient_line(rng):
    """A quotient printed as it is: the shortest decimal, else cut at 18 places."""
    a, b = number(rng), divisor(rng)
    if rng.random() < 0.6:
        b = decimal_of(2 ** rng.randrange(0, 12) * 5 ** rng.randrange(0, 12) * rng.choice((1, 1, 3)), rng.randrange(19))
    if rng.random() < 0.3:
        a = a * b
        if -a.as_tuple().exponent > 18 or abs(a) >= 10 ** 38:
            a = Decimal(int(b)) if abs(b) < 10 ** 38 else Decimal(1)
    value = Fraction(a) / Fraction(b)
    places = places_of(value.denominator)
    if places is None or places > PLACES:
        return f"{plain(a)} {plain(b)} / =", formatted(value, 0, 18), 1
    return f"{plain(a)} {plain(b)} / =", formatted(value, places, places), 1


def compare_line(rng):
    a = number(rng)
    b = number(rng) if rng.random() < 0.6 else a + decimal_of(rng.randrange(-1, 2), rng.randrange(19))
    if abs(b) >= 10 ** 38:
        b = Decimal(1)
    if rng.random() < 0.3:
        c, d = divisor(rng), divisor(rng)
        left, right = Fraction(a) / Fraction(c), Fraction(b) / Fraction(d)
        return f"{plain(a)} {plain(c)} / {plain(b)} {plain(d)} / c =", str((left > right) - (left < right)), 3
    return f"{plain(a)} {plain(b)} c =", str((a > b) - (a < b)), 1


def shift_line(rng):
    a, places = number(rng), rng.randrange(-40, 41)
    value = Fraction(a) * Fraction(10) ** -places
    scale = max(-kept(a).as_tuple().exponent + places, 0)
    if scale <= PLACES and abs(value * 10 ** scale) < WIDE:
        return f"{plain(a)} h{places} n =", formatted(-value, scale, scale), 2
    return f"{plain(a)} h{places} n q", ratio(-value), 2


def format_line(rng):
    a, b = number(rng), divisor(rng)
    least, most = rng.randrange(0, 5), rng.randrange(0, 37)
    least = min(least, most)
    if rng.random() < 0.5:
        return f"{plain(a)} s{least},{most}", formatted(Fraction(a), least, most), 1
    return f"{plain(a)} {plain(b)} / s{least},{most}", formatted(Fraction(a) / Fraction(b), least, most), 2


def apportion_line(rng):
    unit = rng.choice([Decimal("0.01"), Decimal("0.01"), Decimal("1"), Decimal("0.001"), Decimal("100"), Decimal("0.05")])
    count = rng.randrange(1, 13)
    kind = rng.random()
    if kind < 0.4:  # many equal weights: ties
        weights = [Decimal(rng.randrange(0, 4)) for _ in range(count)]
    else:
        weights = [abs(number(rng)) for _ in range(count)]
    if rng.random() < 0.02:
        weights[rng.randrange(count)] = Decimal(-1)
    bits = rng.randrange(1, 100) if kind > 0.8 else rng.randrange(1, 40)
    total = rng.getrandbits(bits) * unit * (-1 if rng.random() < 0.3 else 1)
    if rng.random() < 0.02:
        total += unit / 2
    shares = apportioned(total, weights, unit)
    line = " ".join(plain(w) for w in weights) + f" {plain(total)} {plain(unit)} p{count}"
    return line, "EINVAL" if shares is None else " ".join(shares), 1


def bound_line(rng):
    """Powers until the bound, from either side."""
    base = rng.randrange(2, 1 << 60)
    value = Fraction(base)
    text = str(base)
    count = 0
    for _ in range(rng.randrange(60, 75)):
        if rng.random() < 0.9:
            value *= base
            text += f" {base} *"
        else:
            value /= base + 1
            text += f" {base + 1} /"
        count += 1
        if not bounded(value):
            return text + " q", "ERANGE", count
    return text + " q", ratio(value), count


def door_line(rng):
    """What is let in."""
    before = "".join(rng.choices("0123456789", k=rng.randrange(1, 42)))
    after = "".join(rng.choices("0123456789", k=rng.randrange(1, 22)))
    text = rng.choice(["", "-"]) + before + rng.choice(["", "." + after])
    if len(before) > 38 or ("." in text and len(after) > 18):
        return f"{text} q", "ERANGE", 1
    if rng.random() < 0.2:
        wrong = rng.choice([before + ".", text + "e1", text + ",0", text + "-", "-." + after, text + ".1.1"])
        return f"{wrong} q", "EINVAL", 1
    return f"{text} q", ratio(Fraction(text)), 1


LINES = {exact_line: 30, round_line: 30, fraction_line: 10, quotient_line: 8, compare_line: 6, shift_line: 3, format_line: 5,
         apportion_line: 4, door_line: 3}


def chunk(task):
    programs, seed, index, size = task
    rng = random.Random(seed * 1000003 + index)
    makers = rng.choices(list(LINES), weights=list(LINES.values()), k=size)
    makers += [bound_line] * (size // 2000)
    lines, expected, operations = [], [], 0
    for maker in makers:
        line, result, count = maker(rng)
        lines.append(line)
        expected.append(result)
        operations += count
    data = ("\n".join(lines) + "\n").encode("ascii")
    differences = []
    for program in programs:
        run = subprocess.run([program], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        got = run.stdout.decode("ascii").split("\n")
        if run.returncode != 0 or len(got) != len(lines) + 1:
            message = run.stderr.decode("ascii", "replace")
            line = lines[min(len(got), len(lines)) - 1]
            differences.append(f"{program} (seed {seed}, chunk {index}): status {run.returncode} after '{line}': {message}")
            continue
        for line, want, have in zip(lines, expected, got):
            if have[1:] != want:
                differences.append(f"{program} (seed {seed}, chunk {index})\n  line     {line}\n"
                                   f"  expected {want}\n  got      {have[1:]}")
    return operations, differences[:5]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", nargs="*")
    parser.add_argument("--operations", type=int, default=1000000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--chunk", type=int, default=20000)
    arguments = parser.parse_args()
    if not arguments.programs:
        built = os.path.join(os.environ.get("TARIFF_BUILDDIR", "."), "tests", "num")
        arguments.programs = [os.path.join(built, name) for name in ("differential", "differential-narrow")]
    for program in arguments.programs:
        if not os.access(program, os.X_OK):
            print(f"differential: {program}: cannot be run", file=sys.stderr)
            return 99
    operations = index = 0
    differences = []
    processes = min(2, os.cpu_count() or 1)
    with multiprocessing.Pool(processes) as pool:
        while operations < arguments.operations and not differences:
            tasks = [(arguments.programs, arguments.seed, index + i, arguments.chunk) for i in range(processes * 2)]
            index += len(tasks)
            for count, found in pool.imap(chunk, tasks):
                operations += count
                differences += found
    for difference in differences[:10]:
        print(difference)
    print(f"{operations} operations by {len(arguments.programs)} programs, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
