# SPDX-License-Identifier: Apache-2.0
"""The shared library, opened once: functions with their types, texts, and handles that end."""
import ctypes
import ctypes.util
import os
import threading
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, Iterator, List, Optional

from . import _api
from .errors import BY_STATUS, TariffError


def library_path() -> str:
    """Where the library is taken from: the environment variable TARIFF_LIBRARY, else where the system finds it."""
    path = os.environ.get("TARIFF_LIBRARY") or ctypes.util.find_library("tariff")
    if not path:
        raise ImportError("libtariff was not found (TARIFF_LIBRARY can name the shared library)")
    return path


def _load() -> ctypes.CDLL:
    dll = ctypes.CDLL(library_path())
    for name, (result, arguments) in _api.FUNCTIONS.items():
        function = getattr(dll, name)
        function.restype, function.argtypes = result, arguments
    return dll


lib = _load()


def version() -> str:
    """Version of the library that runs."""
    return lib.tariff_version().decode("ascii")


def text_of(text: Any) -> str:
    """A tariff_text as str; empty where it is empty."""
    return ctypes.string_at(text.data, text.size).decode("utf-8") if text.size else ""


def decimal_of(text: Any) -> Optional[Decimal]:
    return Decimal(text_of(text)) if text.size else None


def date_of(text: Any) -> Optional[date]:
    return date.fromisoformat(text_of(text)) if text.size else None


DIGITS_TOLD = 100


def plain(value: Decimal) -> str:
    """A decimal with all its digits; one that has more than the library takes anyway stays as it is written."""
    return format(value, "f") if value.is_finite() and abs(value.adjusted()) <= DIGITS_TOLD else str(value)


class Texts:
    """Makes C texts and arrays out of Python values, and keeps what they point at alive as long as itself."""

    def __init__(self) -> None:
        self._kept: List[Any] = []

    def text(self, value: Any) -> Any:
        """str, Decimal, int, date or None as a tariff_text. Binary floating point is refused: it is not exact."""
        if value is None or value == "":
            return _api.tariff_text()
        if isinstance(value, float):
            raise TypeError("%r is a binary floating point number (expected Decimal, int or str)" % value)
        if isinstance(value, Decimal):
            value = plain(value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, date):
            value = value.isoformat()
        data = str(value).encode("utf-8")
        buffer = ctypes.create_string_buffer(data, len(data))
        self._kept.append(buffer)
        return _api.tariff_text(ctypes.addressof(buffer), len(data), 0)

    def array(self, kind: Any, values: List[Any]) -> Any:
        """A C array of structs; None (NULL) for none."""
        if not values:
            return None
        made = (kind * len(values))(*values)
        self._kept.append(made)
        return made


class Handle:
    """A handle of the library: ends by close(), by `with`, or with the object."""

    _free = ""

    def __init__(self, address: Optional[int]) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._users = 0

    @property
    def address(self) -> int:
        if not self._address:
            raise ValueError("%s is closed" % type(self).__name__)
        return self._address

    @contextmanager
    def held(self) -> Iterator[int]:
        """The address during a call: where another thread closes meanwhile, the handle ends with the last call that holds it."""
        with self._lock:
            address = self.address
            self._users += 1
        try:
            yield address
        finally:
            with self._lock:
                self._users -= 1
                if self._address is None and self._users == 0:
                    getattr(lib, self._free)(address)

    def close(self) -> None:
        """Give it back. Nothing happens where it is closed already."""
        with self._lock:
            address, self._address = self._address, None
            if address and self._users == 0:
                getattr(lib, self._free)(address)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_address", None):
            self.close()


def new(function: Any, *arguments: Any) -> int:
    """Calls a function of which the two last arguments are a handle and an error to be written; the handle."""
    handle, error = ctypes.c_void_p(), ctypes.c_void_p()
    check(function(*arguments, ctypes.byref(handle), ctypes.byref(error)), error)
    assert handle.value is not None
    return handle.value


def exception_of(status: int, error: Any) -> TariffError:
    """The exception for a status and its error object, which stays whose it is."""
    return BY_STATUS.get(status, TariffError)(
        status, lib.tariff_status_name(status).decode("ascii"), text_of(lib.tariff_error_message(error)),
        text_of(lib.tariff_error_file(error)), text_of(lib.tariff_error_subject(error)), lib.tariff_error_line(error),
        lib.tariff_error_column(error))


def check(status: int, error: Any) -> int:
    """The status where it is an answer; raises where it is an error, and gives the error back."""
    if status < 0:
        try:
            raise exception_of(status, error)
        finally:
            lib.tariff_error_free(error)
    return status
