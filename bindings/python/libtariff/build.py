# SPDX-License-Identifier: Apache-2.0
"""Building images from native XML and TARIC3."""
import ctypes
import os
from dataclasses import dataclass
from typing import Iterator, Optional, Union

from . import _api
from ._library import Handle, check, lib, new, text_of
from .context import Context
from .snapshot import Snapshot

Path = Union[str, "os.PathLike[str]"]
OK = 0


@dataclass(frozen=True)
class Finding:
    """Something in the data that a rule does not allow and that did not stop reading."""

    rule: str
    record: str
    file: str
    line: int
    text: str


class Build(Handle):
    """An image in the making: inputs in order, then write() or open()."""

    _free = "tariff_build_free"

    def __init__(self, context: Context, after: Optional[Snapshot] = None) -> None:
        """after: an image that keeps its records; what is read comes after them."""
        self._address = None
        self._context = context
        with context.held() as in_context:
            if after is None:
                made = new(lib.tariff_build_new, in_context)
            else:
                with after.held() as kept:
                    made = new(lib.tariff_build_from_snapshot, in_context, kept)
        super().__init__(made)

    def add(self, path: Path, tariff: Optional[str] = None) -> bool:
        """Read a file; tariff is the id of the tariff of a TARIC3 envelope. False: something was reported as a finding."""
        error = ctypes.c_void_p()
        return check(lib.tariff_build_add_file(self.address, os.fsencode(path), tariff.encode() if tariff else None,
                                               ctypes.byref(error)), error) == OK

    def add_bytes(self, data: bytes, name: str, tariff: Optional[str] = None) -> bool:
        """Read a document in memory; name stands in errors and findings."""
        error = ctypes.c_void_p()
        return check(lib.tariff_build_add_memory(self.address, data, len(data), name.encode(), tariff.encode() if tariff else None,
                                                 ctypes.byref(error)), error) == OK

    def write(self, path: Path) -> bool:
        """Write the image; it takes the name when it is complete. False: there are findings."""
        error = ctypes.c_void_p()
        return check(lib.tariff_build_write(self.address, os.fsencode(path), ctypes.byref(error)), error) == OK

    def check(self) -> bool:
        """The consistency rules of TARIC over what was read; True where none found anything. What they found is in findings."""
        error = ctypes.c_void_p()
        return check(lib.tariff_build_check(self.address, ctypes.byref(error)), error) == OK

    def open(self) -> Snapshot:
        """The image in memory, opened."""
        return Snapshot(self._context, new(lib.tariff_build_open, self.address))

    @property
    def findings(self) -> Iterator[Finding]:
        for index in range(lib.tariff_build_finding_count(self.address)):
            out, error = _api.tariff_finding(), ctypes.c_void_p()
            if check(lib.tariff_build_finding(self.address, index, ctypes.byref(out), ctypes.byref(error)), error) != OK:
                return  # past what the context keeps
            yield Finding(text_of(out.rule), text_of(out.record), text_of(out.file), out.line, text_of(out.text))
