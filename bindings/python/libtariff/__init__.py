# SPDX-License-Identifier: Apache-2.0
"""Customs tariffs: measures, duties and their explanation, exactly. The binding of libtariff for Python.

    with Context() as context, Snapshot.open(context, "my.tariff") as snapshot, Session(context, snapshot) as session:
        result = session.assess(GoodsItem(tariff="UK", code="6109100010", origin="CN", date=date(2026, 1, 15),
                                          price=Decimal("1200"), price_currency="GBP"))
        print(result.items[0].total)

Amounts are decimal.Decimal, dates datetime.date; what is not known is None. A Context and a Snapshot may be shared by threads; each
thread has a Session of its own. Calls release the interpreter lock while the library works.
"""
from ._library import library_path, version
from .assessment import Assessment, Candidate, Charge, ItemResult, Outcome
from .build import Build, Finding
from .context import Context
from .declaration import (Amount, AssessOptions, Claim, Declaration, Document, ExchangeRate, Fact, GoodsItem, Quantity, QuotaState,
                          Sale)
from .errors import (CancelledError, ImageError, InputError, InvalidError, LimitError, MemoryRefusedError, RangeError, StorageError,
                     TariffError, UnsupportedError)
from .nomenclature import GoodsNomenclature
from .session import Reply, Session
from .snapshot import Snapshot, SnapshotFacts

__all__ = [
    "Amount", "AssessOptions", "Assessment", "Build", "CancelledError", "Candidate", "Charge", "Claim", "Context", "Declaration",
    "Document", "ExchangeRate", "Fact", "Finding", "GoodsItem", "GoodsNomenclature", "ImageError", "InputError", "InvalidError",
    "ItemResult", "LimitError", "MemoryRefusedError", "Outcome", "Quantity", "QuotaState", "RangeError", "Reply", "Sale",
    "Session",
    "Snapshot", "SnapshotFacts", "StorageError", "TariffError", "UnsupportedError", "library_path", "version",
]
