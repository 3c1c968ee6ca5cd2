# SPDX-License-Identifier: Apache-2.0
"""Lines of the goods nomenclature."""
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional, Union

from . import _api
from ._library import Texts, date_of, text_of


@dataclass(frozen=True)
class GoodsNomenclature:
    """A line on a date."""

    line: int
    """stable id within the tariff: the published sid, or one assigned by order"""
    parent: int
    """line of the parent; 0 none"""
    suffix: int
    level: int
    """digits of the code proper; 0 a section"""
    indent: int
    children: int
    code: str
    description: str
    lang: str
    """language of the description"""
    valid_from: Optional[date]
    valid_to: Optional[date]
    declarable: bool

    @classmethod
    def of(cls, c: Any) -> "GoodsNomenclature":
        return cls(c.line, c.parent, c.suffix, c.level, c.indent, c.children, text_of(c.code), text_of(c.description), text_of(c.lang),
                   date_of(c.valid_from), date_of(c.valid_to), bool(c.flags & _api.TARIFF_LINE_DECLARABLE))


def query(texts: Texts, code: str, tariff: str, on: Union[date, str, None], lang: str, suffix: int) -> Any:
    return _api.tariff_goods_nomenclature_query(suffix=suffix, tariff=texts.text(tariff), code=texts.text(code), date=texts.text(on),
                                                lang=texts.text(lang))
