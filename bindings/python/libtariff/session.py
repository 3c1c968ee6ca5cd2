# SPDX-License-Identifier: Apache-2.0
"""Sessions: what one thread asks."""
import ctypes
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Dict, Iterable, List, Optional, Union

from . import _api
from ._library import Handle, Texts, check, exception_of, lib, new, plain, text_of
from .assessment import Assessment
from .context import Context
from .declaration import AssessOptions, Declaration, GoodsItem, declaration_struct, item_struct, options_struct
from .errors import TariffError
from .nomenclature import GoodsNomenclature, query
from .snapshot import Snapshot

LEVELS_MAX = 32


@dataclass(frozen=True)
class Reply:
    """An answer of the JSON door: status is the name of the answer (ok, not_found, findings, incomplete, negative)."""

    status: str
    value: Dict[str, Any]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("%r is a binary floating point number (expected Decimal, int or str)" % value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(member) for member in value] if isinstance(value, (list, tuple)) else value


class Session(Handle):
    """Questions of one thread over a snapshot. Another thread that calls meanwhile waits."""

    _free = "tariff_session_free"

    def __init__(self, context: Context, snapshot: Optional[Snapshot] = None) -> None:
        """Without a snapshot it serves what needs none: compile, import, rate.parse …"""
        self._address = None
        self._context = context
        with context.held() as in_context:
            if snapshot is None:
                made = new(lib.tariff_session_new, in_context, None, None)
            else:
                with snapshot.held() as over:
                    made = new(lib.tariff_session_new, in_context, over, None)
        super().__init__(made)

    # ---- the goods nomenclature
    def find(self, code: str, *, tariff: str = "", on: Union[date, str, None] = None, lang: str = "",
             suffix: int = 0) -> Optional[GoodsNomenclature]:
        """The line of a code on a date; None where there is none."""
        return self.find_many([code], tariff=tariff, on=on, lang=lang, suffix=suffix)[0]

    def find_many(self, codes: Iterable[str], *, tariff: str = "", on: Union[date, str, None] = None, lang: str = "",
                  suffix: int = 0) -> List[Optional[GoodsNomenclature]]:
        """Many lines in one call."""
        texts, asked = Texts(), list(codes)
        if not asked:
            return []
        if len(asked) == 1:
            line, error = _api.tariff_goods_nomenclature(), ctypes.c_void_p()
            with self._lock:
                status = check(lib.tariff_goods_nomenclature_find(
                    self.address, ctypes.byref(query(texts, asked[0], tariff, on, lang, suffix)), ctypes.byref(line),
                    ctypes.byref(error)), error)
                return [GoodsNomenclature.of(line) if status == 0 else None]
        queries = (_api.tariff_goods_nomenclature_query * len(asked))(*(query(texts, c, tariff, on, lang, suffix) for c in asked))
        lines = (_api.tariff_goods_nomenclature * len(asked))(*(_api.tariff_goods_nomenclature() for _ in asked))
        statuses, error = (ctypes.c_int32 * len(asked))(), ctypes.c_void_p()
        with self._lock:
            check(lib.tariff_goods_nomenclature_find_many(self.address, len(asked), queries, lines, statuses, ctypes.byref(error)),
                  error)
            found = [GoodsNomenclature.of(line) if status == 0 else None for line, status in zip(lines, statuses)]
        for code, status in zip(asked, statuses):
            if status < 0:  # asked alone, it says what is wrong with it
                self.find(code, tariff=tariff, on=on, lang=lang, suffix=suffix)
        return found

    def ancestors(self, code: str, *, tariff: str = "", on: Union[date, str, None] = None, lang: str = "",
                  suffix: int = 0) -> Optional[List[GoodsNomenclature]]:
        """The lines above a code, nearest first; None where the code has no line on the date."""
        texts, count, error = Texts(), ctypes.c_uint32(), ctypes.c_void_p()
        lines = (_api.tariff_goods_nomenclature * LEVELS_MAX)(*(_api.tariff_goods_nomenclature() for _ in range(LEVELS_MAX)))
        with self._lock:
            status = check(lib.tariff_goods_nomenclature_ancestors(
                self.address, ctypes.byref(query(texts, code, tariff, on, lang, suffix)), LEVELS_MAX, lines, ctypes.byref(count),
                ctypes.byref(error)), error)
            return [GoodsNomenclature.of(lines[i]) for i in range(min(count.value, LEVELS_MAX))] if status == 0 else None

    # ---- assessment
    def assess(self, item: GoodsItem, options: Optional[AssessOptions] = None) -> Assessment:
        """Assess one goods item. What is missing is an outcome of the assessment, no exception."""
        if not isinstance(item, GoodsItem):
            raise TypeError("assess: a GoodsItem is expected, not %s" % type(item).__name__)
        texts = Texts()
        return self._assess(lib.tariff_assess, item_struct(texts, item), options_struct(texts, options))

    def assess_declaration(self, declaration: Declaration, options: Optional[AssessOptions] = None) -> Assessment:
        """Assess goods items with the costs that they share."""
        if not isinstance(declaration, Declaration):
            raise TypeError("assess_declaration: a Declaration is expected, not %s" % type(declaration).__name__)
        texts = Texts()
        return self._assess(lib.tariff_assess_declaration, declaration_struct(texts, declaration), options_struct(texts, options))

    def _assess(self, function: Any, declared: Any, options: Any) -> Assessment:
        result, error = ctypes.c_void_p(), ctypes.c_void_p()
        with self._lock:
            check(function(self.address, ctypes.byref(declared), ctypes.byref(options), ctypes.byref(result), ctypes.byref(error)),
                  error)
            return Assessment(result.value or 0)

    def assess_many(self, items: Iterable[GoodsItem],
                    options: Optional[AssessOptions] = None) -> List[Union[Assessment, TariffError]]:
        """Assess many goods items, each on its own, in one call: an assessment or the error of each."""
        texts = Texts()
        structs = [item_struct(texts, item) for item in items]
        array = texts.array(_api.tariff_goods_item, structs)
        found: List[Union[Assessment, TariffError]] = []
        raised: List[BaseException] = []

        def visit(_user: int, _index: int, assessment: int, error: int) -> int:
            try:
                if assessment:
                    found.append(Assessment(assessment))
                else:
                    found.append(exception_of(lib.tariff_error_status(error), error))
                return 0
            except BaseException as exception:  # it must not pass through the library
                raised.append(exception)
                return 1

        callback, error = _api.tariff_assessment_fn(visit), ctypes.c_void_p()
        if not structs:
            return found
        with self._lock:
            status = lib.tariff_assess_many(self.address, array, len(structs), ctypes.byref(options_struct(texts, options)), callback,
                                            None, ctypes.byref(error))
        if raised:
            lib.tariff_error_free(error)
            raise raised[0]
        check(status, error)
        return found

    def explain(self, assessment: Assessment, *, lang: str = "") -> str:
        """The assessment for people; assess with AssessOptions(explain=True) for the way each figure was reached."""
        texts = Texts()
        with assessment.held() as of:
            return self._text(lambda out, error: lib.tariff_assessment_explain(self.address, of, texts.text(lang), 0, out, error))

    def as_json(self, assessment: Assessment, *, trace: bool = False, dispositions: bool = False) -> str:
        """The assessment in JSON, one object on one line."""
        flags = (_api.TARIFF_EXPLAIN_TRACE if trace else 0) | (_api.TARIFF_EXPLAIN_DISPOSITIONS if dispositions else 0)
        with assessment.held() as of:
            return self._text(lambda out, error: lib.tariff_assessment_json(self.address, of, flags, out, error))

    def _text(self, function: Any) -> str:
        out, error = _api.tariff_text(), ctypes.c_void_p()
        with self._lock:
            check(function(ctypes.byref(out), ctypes.byref(error)), error)
            return text_of(out)

    # ---- the JSON door
    def call(self, method: str, request: Optional[Dict[str, Any]] = None, **members: Any) -> Reply:
        """Ask a method of the JSON door (`tariff introspect` lists them). Decimal and date become texts; numbers come back as Decimal."""
        data = json.dumps(_plain(dict(request or {}, **members)), ensure_ascii=False).encode("utf-8")
        reply, size, error = ctypes.c_char_p(), ctypes.c_uint64(), ctypes.c_void_p()
        with self._lock:
            status = check(lib.tariff_call_json(self.address, method.encode(), data, len(data), ctypes.byref(reply), ctypes.byref(size),
                                                ctypes.byref(error)), error)
            text = ctypes.string_at(reply, size.value)
        return Reply(lib.tariff_status_name(status).decode(), json.loads(text, parse_float=Decimal))
