#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Legal notes against their examples, with nothing but the XML: independent of the library.

Each <example> of a note gives facts and says whether the note fires: yes, no, or unknown. The tests are evaluated in
three-valued logic as doc/schema.md says which fact answers which test. Codes named anywhere must be codes of the
nomenclature; ids must be unique; notes referred to must exist. Every exclusion needs an example that fires and one
that does not.

usage: notes.py [--sample N] [FILE...]      default: data/hs2022/notes/*.xml; --sample draws N exclusions by hash
"""
import glob
import hashlib
import os
import sys
import xml.etree.ElementTree as xml
from fractions import Fraction

NAMESPACE = "{urn:libtariff:tariff:1}"
SIGNS = ("exceeding", "not-less-than", "not-exceeding", "less-than", "equal-to")
DEPTH = 16
SECTIONS = ((1, 5), (6, 14), (15, 15), (16, 24), (25, 27), (28, 38), (39, 40), (41, 43), (44, 46), (47, 49), (50, 63),
            (64, 67), (68, 70), (71, 71), (72, 83), (84, 85), (86, 89), (90, 92), (93, 93), (94, 96), (97, 97))


# Three values: True, False, None for unknown.
def all_of(values):
    values = list(values)
    return False if False in values else None if None in values else True


def any_of(values, at_least=1):
    values = list(values)
    if values.count(True) >= at_least:
        return True
    return False if values.count(True) + values.count(None) < at_least else None


def negated(value):
    return None if value is None else not value


def number(text):
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def boolean(text):
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    value = number(text)
    return None if value is None else value > 0


def local(element):
    return element.tag[len(NAMESPACE):] if element.tag.startswith(NAMESPACE) else element.tag


def words(element, name):
    return element.get(name, "").split()


def limits(element):
    return [(sign, number(element.get(sign))) for sign in SIGNS if element.get(sign) is not None]


def within(low, high, bounds):
    """Whether every value, no value or some values from low to high (None: open) keep the bounds."""
    if low is None and high is None:
        return None
    result = []
    for sign, bound in bounds:
        if sign == "equal-to":
            if low is not None and low == high:
                result.append(low == bound)
            else:
                result.append(None if (low is None or low <= bound) and (high is None or high >= bound) else False)
            continue
        upward = sign in ("exceeding", "not-less-than")
        strict = sign in ("exceeding", "less-than")
        sure, best = (low, high) if upward else (high, low)

        def keeps(value):
            if upward:
                return value > bound if strict else value >= bound
            return value < bound if strict else value <= bound
        if sure is not None and keeps(sure):
            result.append(True)
        elif best is not None and not keeps(best):
            result.append(False)
        else:
            result.append(None)
    return all_of(result)


def expand(token):
    """A token of a list of codes as (first, last) prefixes of equal length."""
    if token.startswith("s"):
        first, _, last = token.replace("s", "").partition("-")
        return "%02d" % SECTIONS[int(first) - 1][0], "%02d" % SECTIONS[int(last or first) - 1][1]
    first, _, last = token.partition("-")
    return first, last or first


def covers(tokens, code):
    """True or False; None where the code is shorter than the token that it might fall under."""
    result = False
    for token in tokens:
        first, last = expand(token)
        if len(code) >= len(first):
            if first <= code[:len(first)] <= last:
                return True
        elif first[:len(code)] <= code <= last[:len(code)]:
            result = None
    return result


class Law:
    def __init__(self):
        self.notes = {}
        self.terms = {}
        self.materials = {}
        self.definitions = {}
        self.codes = set()
        self.errors = []

    def read_codes(self, path):
        for line in xml.parse(path).getroot().iter(NAMESPACE + "line"):
            self.codes.add(line.get("code"))

    def read(self, path):
        for element in xml.parse(path).getroot().iter():
            kind = local(element)
            table = {"note": self.notes, "term": self.terms, "material": self.materials}.get(kind)
            if table is None or element.get("id") is None:
                continue
            if element.get("id") in table:
                self.errors.append("%s: %s twice" % (path, element.get("id")))
            table[element.get("id")] = element
            if kind == "note":
                self.define(element)

    def define(self, note):
        """Terms that a note gives meaning to: by words, by a table, by bands."""
        for defines in note.iter(NAMESPACE + "defines"):
            self.definitions.setdefault(defines.get("term"), []).append((note, defines))
        for table in note.iter(NAMESPACE + "table"):
            if table.get("term") is not None:
                self.definitions.setdefault(table.get("term"), []).append((note, table))
        for bands in note.iter(NAMESPACE + "bands"):
            for term in {band.get("term") for band in bands} - {None}:
                self.definitions.setdefault(term, []).append((note, bands))

    def referred(self, wanted):
        """The note of that id, or all below it: s16/legal/1 is every record of section note 1."""
        if wanted in self.notes:
            return [self.notes[wanted]]
        return [note for name, note in self.notes.items() if name.startswith((wanted + "/", wanted + "."))]

    def kinds(self, table, name):
        """The name and everything it is a kind of."""
        seen, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                if one in table:
                    todo += words(table[one], "kind-of")
        return seen


class Goods:
    """Declared facts. A name may be declared more than once; what is not declared is unknown."""

    def __init__(self, law, facts):
        self.law, self.facts = law, {}
        for name, value in facts:
            self.facts.setdefault(name, []).append(value)

    def has(self, name):
        return name in self.facts

    def truth(self, name):
        return any_of(boolean(value) for value in self.facts[name]) if name in self.facts else None

    def amount(self, name):
        """(low, high) of a number, (None, None) where unknown."""
        if name not in self.facts:
            return None, None
        value = number(self.facts[name][0])
        return value, value

    def one_of(self, name, wanted, table):
        """Names in a slot: what is declared is all there is."""
        if name not in self.facts:
            return None
        for value in " ".join(self.facts[name]).split():
            if self.law.kinds(table, value) & set(wanted):
                return True
        return False

    def in_codes(self, name, tokens, excepted):
        if name not in self.facts:
            return None
        return any_of(all_of((covers(tokens, code), negated(covers(excepted, code))))
                      for code in " ".join(self.facts[name]).split())

    def share(self, material, suffix):
        """(low, high) share of a material in percent: declared itself, or added up from its kinds."""
        name = "material." + material + suffix
        if name in self.facts:
            value = self.facts[name][0]
            if number(value) is not None:
                return number(value), number(value)
            return (Fraction(0), Fraction(0)) if boolean(value) is False else (None, None)
        low, total = Fraction(0), Fraction(0)
        for other, values in self.facts.items():
            if not other.startswith("material.") or not other.endswith(suffix) or number(values[0]) is None:
                continue
            kind = other[len("material."):len(other) - len(suffix)]
            if "." in kind:
                continue
            total += number(values[0])
            if material in self.law.kinds(self.law.materials, kind):
                low += number(values[0])
        if total == 0:
            return None, None
        return low, low + max(Fraction(0), 100 - total)


class Evaluation:
    def __init__(self, law, goods):
        self.law, self.goods, self.depth = law, goods, 0

    def test(self, element):
        kind = local(element)
        method = getattr(self, "test_" + kind.replace("-", "_"), None)
        if method is None:
            raise ValueError("no reading of the test <%s>" % kind)
        self.depth += 1
        value = method(element) if self.depth <= DEPTH else None
        self.depth -= 1
        return value

    def children(self, element):
        return [self.test(child) for child in element if local(child) != "text"]

    def test_all(self, element):
        return all_of(self.children(element))

    def test_any(self, element):
        return any_of(self.children(element), int(element.get("at-least", "1")))

    def test_not(self, element):
        return negated(self.test(element[0]))

    def test_always(self, element):
        return True

    def test_is(self, element):
        term = element.get("term")
        if self.goods.has(term):
            return self.goods.truth(term)
        for name in self.goods.facts:
            if name in self.law.terms and name != term and term in self.law.kinds(self.law.terms, name) and \
                    self.goods.truth(name):
                return True
        results = []
        for note, defines in self.law.definitions.get(term, []):
            if local(defines) == "table":
                results.append(self.test_table(defines))
                continue
            if local(defines) == "bands":
                # A band says nothing where the note does not fire.
                low, high = self.criterion(defines)
                bands = [within(low, high, limits(band)) for band in defines if band.get("term") == term]
                results.append(any_of(bands) if self.fires(note) is True else None)
                continue
            means = [self.test(child[0]) for child in defines if local(child) == "means"]
            adds = [self.listed(child) for child in defines if local(child) == "includes"]
            takes = [self.listed(child) for child in defines if local(child) == "excludes"]
            value = any_of(means + adds) if means + adds else None
            if value is not True and defines.get("only") != "true":
                value = None
            if takes and any_of(takes) is True:
                value = False
            elif takes and any_of(takes) is None and value is True:
                value = None
            results.append(value)
        return any_of(results) if results else None

    def listed(self, element):
        if element.get("codes") is not None:
            return self.goods.in_codes("code", words(element, "codes"), [])
        return self.test(element[0])

    def test_in(self, element):
        name = {"parts": "part-of", "materials": "material-code", "inputs": "material-code"}.get(element.get("as"), "code")
        return self.goods.in_codes(name, words(element, "codes"), words(element, "except"))

    def test_material(self, element):
        basis, role = element.get("by", "weight"), element.get("role", "made-of")
        suffix = "" if basis == "weight" else "." + basis
        if role not in ("made-of", "containing"):
            suffix = "." + role + suffix
        bounds = limits(element) or {"mainly": [("exceeding", Fraction(50))], "wholly": [("equal-to", Fraction(100))]}.get(
            element.get("count"), [])
        if bounds:
            low, high = Fraction(0), Fraction(0)
            for material in words(element, "of"):
                one = self.goods.share(material, suffix)
                low = None if low is None or one[0] is None else low + one[0]
                high = None if high is None or one[1] is None else high + one[1]
            if low is None and element.get("count") and not limits(element):
                return any_of(self.goods.truth("material." + material + suffix) for material in words(element, "of"))
            return within(low, high, bounds)
        results = []
        for material in words(element, "of"):
            if self.goods.has("material." + material + suffix):
                results.append(self.goods.truth("material." + material + suffix))
                continue
            low, high = self.goods.share(material, suffix)
            results.append(True if low is not None and low > 0 else False if high is not None and high == 0 else None)
            for other in self.goods.facts:
                end = len(other) - len(suffix)
                if other.startswith("material.") and other.endswith(suffix) and self.goods.truth(other) and \
                        material in self.law.kinds(self.law.materials, other[len("material."):end]):
                    results.append(True)
        return any_of(results)

    def test_mixture(self, element):
        suffix = "" if element.get("basis") == "weight" else "." + element.get("basis")
        names = []
        for constituent in element:
            names += words(constituent, "material") + words(constituent, "materials")
        if not names:
            # Whatever is declared: it is a mixture with two materials or more.
            names = [name[len("material."):len(name) - len(suffix)] for name in self.goods.facts
                     if name.startswith("material.") and name.endswith(suffix)]
            names = [name for name in names if "." not in name]
            if len(names) == 1:
                return False if self.goods.share(names[0], suffix)[0] == 100 else None
        shares = {name: self.goods.share(name, suffix) for name in names}
        winner = element.get("winner")
        if winner is None:
            return any_of([True if low is not None and low > 0 else False if high is not None and high == 0 else None
                           for low, high in shares.values()], 2) if names else None
        low, high = self.goods.share(winner, suffix)
        if element.get("rule") == "exceeds-share":
            return within(low, high, [("exceeding", number(element.get("share")))])
        results = []
        for name in names:
            if name == winner:
                continue
            other_low, other_high = shares[name]
            if low is not None and other_high is not None and low > other_high:
                results.append(True)
            elif high is not None and other_low is not None and high <= other_low:
                results.append(False)
            else:
                results.append(None)
        return all_of(results) if results else None

    def criterion(self, element):
        name = element.get("criterion")
        return self.goods.amount(name + "." + element.get("by") if element.get("by") else name)

    def test_number(self, element):
        low, high = self.criterion(element)
        if low is None and limits(element) == []:
            return None
        value = within(low, high, limits(element)) if limits(element) else low is not None
        of = [self.test(child[0]) for child in element if local(child) == "of"]
        return all_of([value] + of)

    def test_table(self, element):
        at, value = self.goods.amount(element.get("depends-on"))[0], self.criterion(element)[0]
        if at is None or value is None:
            return None
        rows = sorted((number(row.get("at")), number(row.get("value"))) for row in element if local(row) == "row")
        wanted = None
        for (left, low), (right, high) in zip(rows, rows[1:]):
            if left <= at <= right and element.get("interpolation") == "linear":
                wanted = low + (high - low) * (at - left) / (right - left)
        for left, low in rows:
            wanted = low if at == left else wanted
        if wanted is None and rows and element.get("outside") == "nearest":
            wanted = rows[0][1] if at < rows[0][0] else rows[-1][1]
        elif wanted is None and len(rows) > 1 and element.get("outside") == "extrapolate":
            (left, low), (right, high) = rows[:2] if at < rows[0][0] else rows[-2:]
            wanted = low + (high - low) * (at - left) / (right - left)
        if wanted is None:
            return False if element.get("outside") == "fails" else None
        return within(value, value, [(element.get("sign"), wanted)])

    def test_form(self, element):
        return self.goods.one_of("form", words(element, "of"), self.law.terms)

    def test_state(self, element):
        return self.goods.one_of("state", words(element, "of"), self.law.terms)

    def test_presentation(self, element):
        value = self.goods.one_of("presentation", words(element, "as"), self.law.terms)
        if limits(element):
            low, high = self.goods.amount(element.get("criterion", "content"))
            value = all_of((value, within(low, high, limits(element))))
        return value

    def test_use(self, element):
        name = "actual-use" if element.get("kind") == "actual" else "use"
        results = []
        if element.get("for") is not None:
            results.append(self.goods.one_of(name, words(element, "for"), self.law.terms))
        if element.get("with") is not None:
            results.append(self.goods.in_codes("used-with", words(element, "with"), []))
        return any_of(results) if results else None

    def test_part_of(self, element):
        relation = element.get("relation")
        name = "part-of" if relation in ("part", "accessory", "part-or-accessory", "component") else relation
        if not self.goods.has(name):
            return None
        results = []
        if element.get("codes") is not None:
            results.append(self.goods.in_codes(name, words(element, "codes"), []))
        if element.get("terms") is not None:
            results.append(self.goods.one_of(name, words(element, "terms"), self.law.terms))
        return any_of(results) if results else self.goods.truth(name)

    def test_known_as(self, element):
        if not self.goods.has("name"):
            return None
        return bool(set(element.get("names").casefold().split(";")) & {name.casefold() for name in self.goods.facts["name"]})

    def test_set(self, element):
        results = []
        if element.get("headings") is not None:
            bound = ("not-less-than", Fraction(2)) if element.get("headings") == "two-or-more" else ("equal-to", Fraction(1))
            results.append(within(*self.goods.amount("set.headings"), [bound]))
        for name, fact in (("one-need", "set.one-need"), ("put-up-for-sale", "set.put-up")):
            if element.get(name) is not None:
                value = self.goods.truth(fact)
                results.append(value if element.get(name) == "true" else negated(value))
        return all_of(results)

    def test_described(self, element):
        return self.goods.in_codes("described." + element.get("how"), words(element, "codes"), [])

    def test_passes(self, element):
        return self.fires_any(element)

    def test_fact(self, element):
        name = element.get("name")
        if not self.goods.has(name):
            return None
        if limits(element):
            return within(*self.goods.amount(name), limits(element))
        if element.get("value") is not None:
            return element.get("value") in self.goods.facts[name]
        return self.goods.truth(name)

    def fires(self, note):
        """The note's own tests; subject-to is for whoever applies several notes."""
        self.depth += 1
        if self.depth > DEPTH:
            return None
        results = []
        for part in note:
            if local(part) == "when":
                results.append(self.test(part[0]))
            elif local(part) == "unless":
                for child in part:
                    value = self.fires_any(child) if local(child) == "note-ref" else self.test(child)
                    results.append(negated(value))
        self.depth -= 1
        return all_of(results)

    def fires_any(self, reference):
        return any_of(self.fires(note) for wanted in words(reference, "note") for note in self.law.referred(wanted))


SAID = {"yes": True, "no": False, "unknown": None}


def facts_of(example):
    return [(fact.get("name"), fact.get("value")) for fact in example if local(fact) == "fact"]


def examples(law, note):
    """Yields (example, what it says, what came out)."""
    for example in note:
        if local(example) == "example":
            yield example, SAID[example.get("fires")], Evaluation(law, Goods(law, facts_of(example))).fires(note)


def check(law, sample):
    errors, done, drawn = list(law.errors), 0, []
    for name, note in law.notes.items():
        kinds = set()
        for _, said, got in examples(law, note):
            kinds.add(said)
            done += 1
            if said is not got:
                errors.append("%s: example says %s, the tests say %s" % (name, said, got))
        if note.get("effect") == "exclude":
            drawn.append(name)
            if not {True, False} <= kinds:
                errors.append("%s: an exclusion without an example that fires and one that does not" % name)
        for element in note.iter():
            for attribute in ("note", "before", "after"):
                for wanted in words(element, attribute):
                    if not law.referred(wanted):
                        errors.append("%s: no note %s" % (name, wanted))
            for attribute in ("codes", "except", "winner", "over", "as-codes", "with"):
                for token in words(element, attribute):
                    if law.codes and not exists(law, token):
                        errors.append("%s: no code %s" % (name, token))
    drawn.sort(key=lambda name: hashlib.sha256(name.encode()).digest())
    for name in drawn[:sample]:
        for _, said, got in examples(law, law.notes[name]):
            print("%-40s %-5s %s" % (name, said, "as said" if said is got else "GOT %s" % got))
    return errors, done, len(drawn)


def exists(law, token):
    first, last = expand(token)
    return all(code in law.codes or (len(code) == 6 and code.endswith("00") and code[:4] in law.codes) or
               any(other.startswith(code) for other in law.codes) for code in (first, last))


SELF_TEST = """<tariff-data xmlns="urn:libtariff:tariff:1" version="1"><notes>
<note id="t/1" effect="exclude"><when><all><is term="a"/><material of="b" not-less-than="60"/></all></when>
<unless><state of="c"/></unless>
<example fires="yes"><fact name="a" value="yes"/><fact name="material.b" value="60"/><fact name="state" value="d"/></example>
<example fires="no"><fact name="material.b" value="59.9"/></example>
<example fires="no"><fact name="a" value="yes"/><fact name="material.b" value="60"/><fact name="state" value="c d"/></example>
<example fires="unknown"><fact name="a" value="yes"/><fact name="material.b" value="60"/></example>
</note>
<note id="t/2" effect="define"><table criterion="burst" depends-on="weight" sign="not-less-than" interpolation="linear"
 outside="unknown" term="strong"><row at="100" value="400"/><row at="200" value="600"/></table></note>
<note id="t/3" effect="classify"><when><is term="strong"/></when>
<example fires="yes"><fact name="weight" value="150"/><fact name="burst" value="500"/></example>
<example fires="no"><fact name="weight" value="150"/><fact name="burst" value="499.9"/></example>
<example fires="unknown"><fact name="weight" value="201"/><fact name="burst" value="900"/></example></note>
</notes></tariff-data>"""


def self_test():
    """A checker that finds nothing must be shown to find something."""
    def law_of(text):
        law = Law()
        for note in xml.fromstring(text).iter(NAMESPACE + "note"):
            law.notes[note.get("id")] = note
            law.define(note)
        return law
    wrong = [SELF_TEST.replace('fires="yes"', 'fires="no"'), SELF_TEST.replace('value="59.9"', 'value="60"'),
             SELF_TEST.replace('value="c d"', 'value="d"'), SELF_TEST.replace('not-less-than', 'exceeding'),
             SELF_TEST.replace('<unless>', '<unless><note-ref note="t/9"/>'), SELF_TEST.replace('value="499.9"', 'value="500.1"')]
    if check(law_of(SELF_TEST), 0)[0]:
        return "self-test: a right note is found wrong: %s" % check(law_of(SELF_TEST), 0)[0]
    for index, text in enumerate(wrong):
        if not check(law_of(text), 0)[0]:
            return "self-test: wrong note %d is not found" % index
    return None


def main(arguments):
    root = os.environ.get("TARIFF_SRCDIR", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    sample = 0
    if arguments[:1] == ["--sample"]:
        sample, arguments = int(arguments[1]), arguments[2:]
    wrong = self_test()
    if wrong:
        print(wrong)
        return 1
    law = Law()
    for path in sorted(glob.glob(os.path.join(root, "data", "hs2022", "en", "*.xml"))):
        law.read_codes(path)
    paths = arguments or sorted(glob.glob(os.path.join(root, "data", "hs2022", "notes", "*.xml")))
    for path in paths:
        law.read(path)
    errors, done, exclusions = check(law, sample)
    for error in errors:
        print(error)
    print("%d notes, %d exclusions, %d examples, %d errors" % (len(law.notes), exclusions, done, len(errors)))
    return 1 if errors or not law.notes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
