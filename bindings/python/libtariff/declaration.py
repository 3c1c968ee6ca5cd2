# SPDX-License-Identifier: Apache-2.0
"""What is declared. Quantities and amounts are Decimal, int or str; None is not declared."""
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, List, Mapping, Optional, Sequence, Union

from . import _api
from ._library import Texts

Number = Union[Decimal, int, str]
Day = Union[date, str]


@dataclass
class Amount:
    """An addition to or deduction from the price; by (value, weight, quantity) says how a cost of a declaration is shared.

    A cost that is spread (spread: "contract" …) over so many units counts with the units imported.
    """

    kind: str
    amount: Number
    currency: str = ""
    by: str = ""
    spread: str = ""
    units: Optional[Number] = None
    imported: Optional[Number] = None


@dataclass
class Quantity:
    """In a TARIC unit, with its qualifier where it has one, or one of UN/ECE Recommendation 20."""

    unit: str
    quantity: Number


@dataclass
class Document:
    """A document, certificate, licence or waiver that is presented: code is type and code run together."""

    code: str
    reference: str = ""
    status: str = ""
    issued: Optional[Day] = None
    valid_to: Optional[Day] = None


@dataclass
class Claim:
    """Something that is claimed: scheme preference, spi, heading, suspension …"""

    scheme: str
    code: str


@dataclass
class Fact:
    """A fact by name; the profile gives its type."""

    name: str
    value: Union[Number, bool]


@dataclass
class Sale:
    """A sale in the country of importation, for a value by deduction."""

    quantity: Number
    unit_price: Number


@dataclass
class ExchangeRate:
    """per_unit of currency for one unit of the declaration's currency."""

    currency: str
    per_unit: Number
    source: str = ""


@dataclass
class QuotaState:
    """What the declarant's system knows of a tariff quota; it overrides the image."""

    order_number: str
    balance: Optional[Number] = None
    unit: str = ""
    as_of: Optional[Day] = None
    critical: bool = False


@dataclass
class GoodsItem:
    """One goods item. tariff, date or time (an instant with its offset), and currency are for an item that is assessed alone."""

    code: str
    origin: str
    tariff: str = ""
    date: Optional[Day] = None
    currency: str = ""
    number: int = 0
    preferential_origin: str = ""
    export_country: str = ""
    price: Optional[Number] = None
    price_currency: str = ""
    customs_value: Optional[Number] = None
    net_mass: Optional[Number] = None
    gross_mass: Optional[Number] = None
    preference: str = ""
    quota: str = ""
    vat_adjustment: Optional[Number] = None
    quantities: Sequence[Quantity] = ()
    documents: Sequence[Document] = ()
    claims: Sequence[Claim] = ()
    facts: Sequence[Fact] = ()
    additions: Sequence[Amount] = ()
    deductions: Sequence[Amount] = ()
    additional_codes: Sequence[str] = ()
    time: str = ""
    valuation_method: str = ""
    sales: Sequence[Sale] = ()


@dataclass
class Declaration:
    """Goods items, and what they share. time, an instant with its offset, stands instead of date (None).

    dates are those that law names beside acceptance: {"export": "2026-01-10", "entry": "2026-01-15T09:00:00+00:00"}.
    """

    tariff: str
    date: Optional[Day]
    items: Sequence[GoodsItem]
    id: str = ""
    currency: str = ""
    export: bool = False
    export_date: Optional[Day] = None
    as_published: Optional[Day] = None
    incoterm: str = ""
    place: str = ""
    exchange_rates: Sequence[ExchangeRate] = ()
    quotas: Sequence[QuotaState] = ()
    additions: Sequence[Amount] = ()
    deductions: Sequence[Amount] = ()
    time: str = ""
    entry_type: str = ""
    dataset: str = ""
    kind: str = ""
    transport_mode: str = ""
    dates: Mapping[str, Day] = field(default_factory=dict)
    facts: Sequence[Fact] = ()


@dataclass
class AssessOptions:
    """Behaviours by name, of those that the tariff's profile has; explain records how each figure came about."""

    explain: bool = False
    rounding: str = ""
    conditions: str = ""
    exchange: str = ""
    route: str = ""


_AMOUNT = ("kind", "amount", "currency", "by", "spread", "units", "imported")


def _records(texts: Texts, kind: Any, values: Sequence[Any], *names: str) -> List[Any]:
    return [kind(**{name: texts.text(getattr(value, name)) for name in names}) for value in values]


def _amounts(texts: Texts, values: Sequence[Amount]) -> Any:
    return texts.array(_api.tariff_declared_amount,
                       _records(texts, _api.tariff_declared_amount, values, *_AMOUNT))


def item_struct(texts: Texts, item: GoodsItem) -> Any:
    made = _api.tariff_goods_item(number=item.number)
    for name in ("tariff", "date", "currency", "code", "origin", "preferential_origin", "export_country", "price", "price_currency",
                 "customs_value", "net_mass", "gross_mass", "preference", "quota", "vat_adjustment", "time", "valuation_method"):
        setattr(made, name, texts.text(getattr(item, name)))
    lists = {
        "quantities": (_api.tariff_declared_quantity, ("unit", "quantity")),
        "documents": (_api.tariff_declared_document, ("code", "reference", "status", "issued", "valid_to")),
        "claims": (_api.tariff_declared_claim, ("scheme", "code")),
        "facts": (_api.tariff_declared_fact, ("name", "value")),
        "additions": (_api.tariff_declared_amount, _AMOUNT),
        "deductions": (_api.tariff_declared_amount, _AMOUNT),
        "sales": (_api.tariff_declared_sale, ("quantity", "unit_price")),
    }
    counts = {"quantities": "quantity_count", "documents": "document_count", "claims": "claim_count", "facts": "fact_count",
              "additions": "addition_count", "deductions": "deduction_count", "sales": "sale_count"}
    for name, (kind, members) in lists.items():
        values = getattr(item, name)
        setattr(made, name, texts.array(kind, _records(texts, kind, values, *members)))
        setattr(made, counts[name], len(values))
    made.additional_codes = texts.array(_api.tariff_text, [texts.text(code) for code in item.additional_codes])
    made.additional_code_count = len(item.additional_codes)
    return made


def declaration_struct(texts: Texts, d: Declaration) -> Any:
    made = _api.tariff_declaration(
        movement=_api.TARIFF_MOVEMENT_EXPORT if d.export else _api.TARIFF_MOVEMENT_IMPORT, item_count=len(d.items),
        rate_count=len(d.exchange_rates), quota_count=len(d.quotas), addition_count=len(d.additions),
        deduction_count=len(d.deductions), date_count=len(d.dates), fact_count=len(d.facts))
    for name in ("id", "tariff", "date", "export_date", "as_published", "currency", "incoterm", "place", "time", "entry_type", "dataset",
                 "kind", "transport_mode"):
        setattr(made, name, texts.text(getattr(d, name)))
    made.items = texts.array(_api.tariff_goods_item, [item_struct(texts, item) for item in d.items])
    made.exchange_rates = texts.array(_api.tariff_declared_rate,
                                      _records(texts, _api.tariff_declared_rate, d.exchange_rates, "currency", "per_unit", "source"))
    quotas = _records(texts, _api.tariff_declared_quota, d.quotas, "order_number", "balance", "unit", "as_of")
    for quota, state in zip(quotas, d.quotas):
        quota.flags = _api.TARIFF_QUOTA_CRITICAL if state.critical else 0
    made.quotas = texts.array(_api.tariff_declared_quota, quotas)
    made.dates = texts.array(_api.tariff_declared_date,
                             [_api.tariff_declared_date(name=texts.text(name), when=texts.text(when)) for name, when in d.dates.items()])
    made.facts = texts.array(_api.tariff_declared_fact, _records(texts, _api.tariff_declared_fact, d.facts, "name", "value"))
    made.additions, made.deductions = _amounts(texts, d.additions), _amounts(texts, d.deductions)
    return made


def options_struct(texts: Texts, options: Optional[AssessOptions]) -> Any:
    options = options or AssessOptions()
    return _api.tariff_assess_options(
        flags=_api.TARIFF_ASSESS_EXPLAIN if options.explain else 0, rounding=texts.text(options.rounding),
        conditions=texts.text(options.conditions), exchange=texts.text(options.exchange), route=texts.text(options.route))
