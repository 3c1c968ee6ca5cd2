#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python binding over the library just built: every function, exact numbers, errors, threads, and that nothing is missing."""
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from datetime import date
from decimal import Decimal

SRCDIR = os.environ.get("TARIFF_SRCDIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BUILDDIR = os.environ.get("TARIFF_BUILDDIR", SRCDIR)
LIBRARY = os.path.join(BUILDDIR, "libtariff", ".libs", "libtariff.so")
IMAGE = os.path.join(BUILDDIR, "default.tariff")
PACKAGE = os.path.join(SRCDIR, "bindings", "python", "libtariff")


def skip(why):
    print("test_binding.py: " + why)
    sys.exit(77)


if not os.path.exists(LIBRARY):
    skip("no shared library was built")
if not os.path.exists(IMAGE):
    skip("no default image was built")
with open(os.path.join(BUILDDIR, "Makefile"), encoding="utf-8") as makefile:
    if not re.search(r"^SAN_CFLAGS = *$", makefile.read(), re.M):
        skip("a library with sanitizers cannot be loaded into this interpreter")
os.environ["TARIFF_LIBRARY"] = LIBRARY
sys.path.insert(0, os.path.dirname(PACKAGE))
import libtariff as lt  # noqa: E402
from libtariff import _api  # noqa: E402

XML = b"""<tariff-data xmlns="urn:libtariff:tariff:1" version="1"><tariff id="T" currency="EUR">
<goods-nomenclature lang="en"><line code="9500000000" indent="0"><text>Toys</text></line>
<line code="9503000000" indent="0"><text>Dolls</text></line></goods-nomenclature></tariff></tariff-data>"""
DAY = date(2026, 1, 15)


def shirt(**members):
    fields = dict(tariff="UK", code="6109100010", origin="CN", date=DAY, price=Decimal("1200.00"), price_currency="GBP")
    fields.update(members)
    return lt.GoodsItem(**fields)


class Binding(unittest.TestCase):
    def setUp(self):
        self.context = lt.Context()
        self.snapshot = lt.Snapshot.open(self.context, IMAGE)
        self.session = lt.Session(self.context, self.snapshot)

    def tearDown(self):
        for handle in (self.session, self.snapshot, self.context):
            handle.close()

    # ---- nothing is missing
    def test_names__every_function_of_the_api__declared_and_used(self):
        run = subprocess.run(["make", "-s", "-C", BUILDDIR, "binding-functions"], stdout=subprocess.PIPE, check=True)
        names = {line for line in run.stdout.decode().split("\n") if line.startswith("tariff_")}
        self.assertGreater(len(names), 40)
        self.assertEqual(names, set(_api.FUNCTIONS))
        used = set()
        for name in os.listdir(PACKAGE):
            if name.endswith(".py") and name != "_api.py":
                with open(os.path.join(PACKAGE, name), encoding="utf-8") as file:
                    text = file.read()
                used |= set(re.findall(r"\blib\.(tariff_\w+)", text)) | set(re.findall(r'_free = "(tariff_\w+)"', text))
        self.assertEqual(names - used, set())

    def test_raw_layer__made_anew__is_the_same(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(self.session.call("introspect").value, file, default=str)
            file.flush()
            self.assertEqual(subprocess.run([sys.executable, os.path.join(SRCDIR, "build-aux", "python-api"), file.name,
                                             os.path.join(PACKAGE, "_api.py"), "--check"], check=False).returncode, 0)

    # ---- the nomenclature
    def test_find__code_on_a_date__the_line(self):
        line = self.session.find("6109100010", tariff="UK", on=DAY)
        self.assertEqual((line.code, line.declarable, line.lang), ("6109100010", True, "en"))
        self.assertEqual(line.valid_from, date(2015, 3, 10))
        self.assertIsNone(line.valid_to)
        self.assertIsNone(self.session.find("9999999999", tariff="UK", on=DAY))

    def test_find_many__codes_that_are_there_and_not__one_answer_each(self):
        lines = self.session.find_many(["6109100010", "9999999999", "6109"], tariff="UK", on=DAY)
        self.assertEqual([line and line.code for line in lines], ["6109100010", None, "6109000000"])
        self.assertEqual(self.session.find_many([]), [])
        with self.assertRaises(lt.InvalidError):
            self.session.find_many(["6109", "not a code"], tariff="UK", on=DAY)

    def test_ancestors__of_a_commodity__nearest_first(self):
        self.assertEqual([line.code for line in self.session.ancestors("6109100010", tariff="UK", on=DAY)],
                         ["6109100000", "6109000000", "6100000000"])
        self.assertIsNone(self.session.ancestors("9999999999", tariff="UK", on=DAY))

    def test_description__in_french__utf8(self):
        line = self.session.find("0101", tariff="HS", on=DAY, lang="fr")
        self.assertEqual(line.lang, "fr")
        self.assertIn("\u00c9quid\u00e9s", line.description)

    # ---- assessment
    def test_assess__shirt_from_china__exact(self):
        # 12 % of 1200.00 = 144.00; VAT 20 % of 1344.00 = 268.80.
        result = self.session.assess(shirt(), lt.AssessOptions(explain=True))
        item = result.items[0]
        self.assertEqual((result.status, result.currency, result.tariff, result.date), ("complete", "GBP", "UK", DAY))
        self.assertEqual((item.duty, item.taxes, item.total), (Decimal("144.00"), Decimal("268.80"), Decimal("412.80")))
        self.assertEqual([(c.charge, c.amount, c.state) for c in item.charges],
                         [("customs-duty", Decimal("144.00"), "due"), ("vat", Decimal("268.80"), "due")])
        self.assertEqual({c.disposition for c in item.candidates} & {"applied"}, {"applied"})
        self.assertTrue(result.image.startswith("sha256:"))
        self.assertIn("412.80", self.session.explain(result))
        self.assertEqual(json.loads(self.session.as_json(result, trace=True))["status"], "complete")
        self.assertEqual((result.payable, result.security, result.id), (Decimal("412.80"), Decimal("0.00"), ""))

    def test_assess__without_a_value__incomplete_with_needs(self):
        result = self.session.assess(shirt(price=None))
        self.assertEqual(result.status, "incomplete")
        self.assertTrue(any("price" in need for outcome in result.items[0].outcomes for need in outcome.needs))
        self.assertEqual(result.range[0], Decimal("0.00"))
        self.assertEqual((result.payable, result.duty, result.items[0].total), (None, None, None))
        self.assertTrue(result.decided_by)

    def test_assess__result_outlives_its_session(self):
        with lt.Session(self.context, self.snapshot) as session:
            result = session.assess(shirt())
        self.assertEqual(result.items[0].total, Decimal("412.80"))
        result.close()
        with self.assertRaises(ValueError):
            _ = result.address

    def test_assess_declaration__freight_by_value__shared(self):
        # Freight 100.00 over 300.00 and 700.00: values 330.00 and 770.00, 12 % each.
        items = [lt.GoodsItem(code="6109100010", origin="CN", price="300.00"), lt.GoodsItem(code="6109100010", origin="CN", price=700)]
        d = lt.Declaration(tariff="UK", date=DAY, items=items, id="D1", currency="GBP", additions=[lt.Amount("freight", Decimal(100))])
        result = self.session.assess_declaration(d)
        self.assertEqual(result.id, "D1")
        self.assertEqual([item.customs_value for item in result.items], [Decimal("330.00"), Decimal("770.00")])
        self.assertEqual([item.duty for item in result.items], [Decimal("39.60"), Decimal("92.40")])

    def test_assess__every_kind_of_declared_thing__taken(self):
        item = shirt(quantities=[lt.Quantity("NAR", 100)], documents=[lt.Document("N990", "1", issued=DAY, valid_to=DAY)],
                     claims=[lt.Claim("spi", "X")], additions=[lt.Amount("freight", 1)], deductions=[lt.Amount("discount", 1)],
                     additional_codes=["VATZ"], net_mass=Decimal("30.5"), gross_mass=31, vat_adjustment=5)
        result = self.session.assess(item)
        self.assertEqual(result.items[0].customs_value, Decimal("1200.00"))
        d = lt.Declaration(tariff="UK", date=DAY, items=[lt.GoodsItem(code="6109100010", origin="CN", price=1)], currency="GBP",
                           exchange_rates=[lt.ExchangeRate("EUR", "1.15")],
                           quotas=[lt.QuotaState("050001", balance=0, critical=True)])
        self.assertEqual(len(self.session.assess_declaration(d).items), 1)
        with self.assertRaises(lt.InvalidError):
            self.session.assess(shirt(facts=[lt.Fact("no-such-fact", True)]))

    def test_assess__spread_cost_and_sales__shared_and_the_greatest_aggregate(self):
        # 10,000 over 10,000 units, 1,000 of them imported: 1,000 are added to 1,200.
        mould = lt.Amount("tools-dies-moulds", 10000, spread="contract", units=10000, imported=1000)
        self.assertEqual(self.session.assess(shirt(additions=[mould])).items[0].customs_value, Decimal("2200.00"))
        # 500 sold at 8.00, 100 at 9.00: the 50 of the import are worth 400.
        sold = lt.GoodsItem(tariff="UK", date=DAY, code="6109100010", origin="CN", currency="GBP", valuation_method="4",
                            quantities=[lt.Quantity("NAR", 50)], sales=[lt.Sale(100, "9.00"), lt.Sale(500, "8.00")])
        self.assertEqual(self.session.assess(sold).items[0].customs_value, Decimal("400.00"))

    def test_assess_declaration__instant_dates_kinds_facts__taken(self):
        # 23:30 in UTC on 30 June is 00:30 of 1 July by the clocks of the tariff.
        d = lt.Declaration(tariff="UK", date=None, time="2026-06-30T23:30:00Z", currency="GBP", entry_type="full", dataset="H1",
                           kind="original", transport_mode="1", dates={"export": DAY, "entry": "2026-06-30T23:30:00+00:00"},
                           items=[lt.GoodsItem(code="6109100010", origin="CN", price=1)])
        self.assertEqual(self.session.assess_declaration(d).date.isoformat(), "2026-07-01")
        d.facts = [lt.Fact("no-such-fact", True)]
        with self.assertRaises(lt.InvalidError):
            self.session.assess_declaration(d)
        d.facts, d.dates = [], {"yesterday": DAY}
        with self.assertRaises(lt.InvalidError):
            self.session.assess_declaration(d)
        with self.assertRaises(lt.InvalidError):
            self.session.assess(lt.GoodsItem(tariff="XI", date=DAY, code="6109100010", origin="CN", price=1), lt.AssessOptions(route="guess"))

    def test_assess_many__good_and_bad__one_answer_each(self):
        answers = self.session.assess_many([shirt(), lt.GoodsItem(code="x", origin="CN"), shirt(price="1")])
        self.assertEqual(answers[0].items[0].total, Decimal("412.80"))
        self.assertIsInstance(answers[1], lt.InvalidError)
        self.assertEqual(answers[2].items[0].duty, Decimal("0.12"))
        self.assertEqual(self.session.assess_many([]), [])

    # ---- what is refused
    def test_float__anywhere__type_error(self):
        with self.assertRaises(TypeError):
            self.session.assess(shirt(price=1200.0))
        with self.assertRaises(TypeError):
            self.session.call("rate.eval", text="5 %", value=10.0)

    def test_error__has_status_name_and_subject(self):
        with self.assertRaises(lt.InvalidError) as caught:
            self.session.assess(shirt(price="twelve"))
        self.assertEqual((caught.exception.status, caught.exception.name), (-1, "invalid"))
        self.assertIn("price", caught.exception.subject)
        with self.assertRaises(lt.StorageError):
            lt.Snapshot.open(self.context, "/no/such/image")
        with self.assertRaises(lt.ImageError):
            lt.Snapshot.from_bytes(self.context, b"no image at all")

    def test_closed_handle__used__value_error(self):
        self.session.close()
        with self.assertRaises(ValueError):
            self.session.find("6109", tariff="UK")

    # ---- images
    def test_snapshot__from_bytes_and_verify__same_hash(self):
        with open(IMAGE, "rb") as file, lt.Snapshot.from_bytes(self.context, file.read()) as copy:
            self.assertEqual(copy.facts.content_hash, self.snapshot.facts.content_hash)
            copy.verify()
            shared = copy.share()
        self.assertEqual(shared.facts.tariff_count, self.snapshot.facts.tariff_count)
        shared.close()

    def test_snapshot__from_xml__can_be_asked(self):
        with lt.Snapshot.from_xml(self.context, XML) as snapshot, lt.Session(self.context, snapshot) as session:
            self.assertEqual(session.find("9503", tariff="T", on=DAY).description, "Dolls")
        with self.assertRaises(lt.InputError) as caught:
            lt.Snapshot.from_xml(self.context, b"<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>\n<nonsense/></tariff-data>")
        self.assertEqual(caught.exception.line, 2)

    def test_build__files_and_update__written_and_read(self):
        heard = []
        with tempfile.TemporaryDirectory() as folder, lt.Context(log=lambda level, text: heard.append(text)) as context:
            path = os.path.join(folder, "my.tariff")
            with lt.Build(context) as build:
                build.add_bytes(XML, "toys.xml")
                build.write(path)
                with build.open() as opened:
                    self.assertEqual(opened.facts.line_count, 2)
                self.assertEqual([f.file for f in build.findings], ["toys.xml"] * len(list(build.findings)))
            later = os.path.join(folder, "later.xml")
            with open(later, "wb") as file:
                file.write(b"<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='T'><descriptions lang='en'>"
                           b"<description code='9503000000' from='2026-01-01'>Dolls and toys</description>"
                           b"</descriptions></tariff></tariff-data>")
            with lt.Snapshot.open(context, path) as before, lt.Build(context, after=before) as build:
                build.add(later)
                build.write(path)
            with lt.Snapshot.open(context, path) as after, lt.Session(context, after) as session:
                self.assertEqual(session.find("9503", tariff="T", on=DAY).description, "Dolls and toys")

    def test_progress__returns_false__cancelled(self):
        with lt.Context(progress=lambda stage, done, total: False) as context, lt.Build(context) as build:
            with self.assertRaises(lt.CancelledError):
                build.add(os.path.join(SRCDIR, "data", "tariffs", "uk-sample.xml"))
                build.write(os.devnull + ".tariff")

    # ---- the JSON door and threads
    def test_call__decimal_in_and_out__exact(self):
        # 9 % of 1000.00 = 90.00; 250 kg at 1.50 per 100 kg = 3.75.
        reply = self.session.call("rate.eval", text="9.00 % + 1.50 EUR / 100 kg", value=Decimal("1000.00"), currency="EUR",
                                  quantities=[{"unit": "KGM", "quantity": Decimal("250")}])
        self.assertEqual((reply.status, Decimal(reply.value["amount"])), ("ok", Decimal("93.75")))
        with self.assertRaises(lt.InvalidError):
            self.session.call("no.such.method")

    def test_threads__a_session_each__same_answers(self):
        wrong = []

        def work():
            with lt.Session(self.context, self.snapshot) as session:
                for _ in range(50):
                    if session.assess(shirt()).items[0].total != Decimal("412.80"):
                        wrong.append(1)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_close__while_a_call_runs__ends_after_it(self):
        copy = self.snapshot.share()
        with copy.held() as first:
            with copy.held() as second:
                copy.close()
                self.assertEqual(first, second)
            copy.close()
            with self.assertRaises(ValueError):
                copy.verify()
        with self.assertRaises(ValueError):
            lt.Session(self.context, copy)
        self.assertGreater(self.snapshot.facts.line_count, 0)  # whose image it was

    def test_assess__what_is_no_item__says_what_is_expected(self):
        with self.assertRaisesRegex(TypeError, "GoodsItem"):
            self.session.assess(None)
        with self.assertRaisesRegex(TypeError, "Declaration"):
            self.session.assess_declaration(shirt())

    def test_assess__more_digits_than_any_price__told_short(self):
        with self.assertRaises(lt.InvalidError) as raised:
            self.session.assess(shirt(price=Decimal("1E999999")))
        self.assertLess(len(str(raised.exception)), 300)

    def test_version__of_the_library__of_the_headers(self):
        self.assertRegex(lt.version(), r"^\d+\.\d+\.\d+$")
        self.assertEqual(lt.library_path(), LIBRARY)


if __name__ == "__main__":
    unittest.main()
