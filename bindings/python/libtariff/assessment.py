# SPDX-License-Identifier: Apache-2.0
"""Finished assessments: what is owed, why, and what became of every measure."""
import ctypes
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Callable, List, Optional, Tuple

from . import _api
from ._library import Handle, date_of, decimal_of, lib, new, text_of

STATUSES = {_api.TARIFF_ASSESSMENT_COMPLETE: "complete", _api.TARIFF_ASSESSMENT_INCOMPLETE: "incomplete",
            _api.TARIFF_ASSESSMENT_REFUSED: "refused"}


@dataclass(frozen=True)
class Charge:
    """One charge; amount is None where it is not known."""

    charge: str
    role: str
    measure: str
    measure_type: str
    area: str
    order_number: str
    expression: str
    state: str
    settlement: str
    official: str
    base: Optional[Decimal]
    unrounded: Optional[Decimal]
    amount: Optional[Decimal]
    by: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """Something that the declarant must know; needs say what would change it."""

    code: str
    effect: str
    measure: str
    needs: Tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A measure that was considered, and what became of it."""

    measure: str
    measure_type: str
    role: str
    area: str
    disposition: str
    by: str


@dataclass(frozen=True)
class ItemResult:
    """One goods item; a sum is None where not all that belongs to it is known."""

    number: int
    status: str
    code: str
    customs_value: Optional[Decimal]
    duty: Optional[Decimal]
    taxes: Optional[Decimal]
    fees: Optional[Decimal]
    total: Optional[Decimal]
    charges: Tuple[Charge, ...]
    outcomes: Tuple[Outcome, ...]
    candidates: Tuple[Candidate, ...]


def _each(call: Callable[[int, Any], int], kind: Any) -> List[Any]:
    found: List[Any] = []
    while True:
        out = kind()
        if call(len(found), ctypes.byref(out)) != 0:
            return found
        found.append(out)


def _charge(c: Any) -> Charge:
    return Charge(text_of(c.charge), text_of(c.role), text_of(c.measure), text_of(c.measure_type), text_of(c.area),
                  text_of(c.order_number), text_of(c.expression), text_of(c.state), text_of(c.settlement), text_of(c.official),
                  decimal_of(c.base), decimal_of(c.unrounded), decimal_of(c.amount), text_of(c.by), text_of(c.source))


class Assessment(Handle):
    """An assessment of its own, independent of the session that made it. Read it as long as you like; several threads may."""

    _free = "tariff_assessment_free"

    def __init__(self, borrowed: int) -> None:
        self._address = None
        super().__init__(new(lib.tariff_assessment_detach, borrowed))

    @cached_property
    def _summary(self) -> Any:
        out = _api.tariff_assessment_summary()
        with self.held() as address:
            lib.tariff_assessment_get(address, ctypes.byref(out))
        return out

    @property
    def status(self) -> str:
        """complete, incomplete or refused"""
        return STATUSES[self._summary.status]

    @property
    def id(self) -> str:
        return text_of(self._summary.id)

    @property
    def tariff(self) -> str:
        return text_of(self._summary.tariff)

    @property
    def date(self) -> Optional[date]:
        return date_of(self._summary.date)

    @property
    def currency(self) -> str:
        """of all amounts"""
        return text_of(self._summary.currency)

    @property
    def image(self) -> str:
        """Content hash of the image."""
        return text_of(self._summary.image)

    @property
    def data_as_of(self) -> Optional[date]:
        return date_of(self._summary.data_as_of)

    @property
    def customs_value(self) -> Optional[Decimal]:
        return decimal_of(self._summary.customs_value)

    @property
    def duty(self) -> Optional[Decimal]:
        return decimal_of(self._summary.duty)

    @property
    def taxes(self) -> Optional[Decimal]:
        return decimal_of(self._summary.taxes)

    @property
    def fees(self) -> Optional[Decimal]:
        return decimal_of(self._summary.fees)

    @property
    def security(self) -> Optional[Decimal]:
        return decimal_of(self._summary.security)

    @property
    def payable(self) -> Optional[Decimal]:
        """What is settled by payment."""
        return decimal_of(self._summary.payable)

    @property
    def range(self) -> Tuple[Optional[Decimal], Optional[Decimal]]:
        """What the whole comes to at least and at most while something is not known; None: no such end."""
        return decimal_of(self._summary.range_least), decimal_of(self._summary.range_most)

    @property
    def decided_by(self) -> str:
        """The fact that decides most money."""
        return text_of(self._summary.decided_by)

    @cached_property
    def items(self) -> Tuple[ItemResult, ...]:
        with self.held() as address:
            return tuple(self._item(address, at, out) for at, out in enumerate(_each(
                lambda at, out: lib.tariff_assessment_item(address, at, out), _api.tariff_item_summary)))

    def _item(self, address: int, at: int, s: Any) -> ItemResult:
        def of(function: Any, kind: Any) -> List[Any]:
            return _each(lambda index, out: function(address, at, index, out), kind)

        charges = tuple(_charge(c) for c in of(lib.tariff_assessment_charge, _api.tariff_charge))
        outcomes = tuple(Outcome(text_of(o.code), text_of(o.effect), text_of(o.measure), tuple(text_of(o.needs).split()))
                         for o in of(lib.tariff_assessment_outcome, _api.tariff_outcome))
        candidates = tuple(Candidate(text_of(c.measure), text_of(c.measure_type), text_of(c.role), text_of(c.area),
                                     text_of(c.disposition), text_of(c.by))
                           for c in of(lib.tariff_assessment_candidate, _api.tariff_candidate))
        return ItemResult(s.number, STATUSES[s.status], text_of(s.code), decimal_of(s.customs_value), decimal_of(s.duty),
                          decimal_of(s.taxes), decimal_of(s.fees), decimal_of(s.total), charges, outcomes, candidates)
