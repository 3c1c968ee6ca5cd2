# SPDX-License-Identifier: Apache-2.0
"""Snapshots: opened images."""
import ctypes
import os
from dataclasses import dataclass
from typing import Optional, Union

from . import _api
from ._library import Handle, check, lib, new
from .context import Context


@dataclass(frozen=True)
class SnapshotFacts:
    """Size, content hash and counts of an image."""

    layout: int
    tariff_count: int
    line_count: int
    measure_count: int
    bytes: int
    content_hash: str
    """SHA-256 over all sections, 64 hexadecimal digits"""


class Snapshot(Handle):
    """An opened image, immutable; may be shared by threads."""

    _free = "tariff_snapshot_release"

    def __init__(self, context: Context, address: int) -> None:
        super().__init__(address)
        self._context = context  # whose callbacks must live as long

    @classmethod
    def open(cls, context: Context, path: Union[str, "os.PathLike[str]"]) -> "Snapshot":
        """Open an image file: a map and a check of its header, however large it is."""
        with context.held() as address:
            return cls(context, new(lib.tariff_snapshot_open, address, os.fsencode(path)))

    @classmethod
    def from_bytes(cls, context: Context, data: bytes) -> "Snapshot":
        """Open an image that lies in memory; the library takes a copy."""
        words = ctypes.create_string_buffer(len(data) + 8)  # the bytes have to begin at a multiple of 8
        at = -ctypes.addressof(words) % 8
        ctypes.memmove(ctypes.addressof(words) + at, data, len(data))
        with context.held() as address:
            return cls(context, new(lib.tariff_snapshot_open_memory, address, ctypes.addressof(words) + at, len(data),
                                    _api.TARIFF_OPEN_COPY))

    @classmethod
    def from_xml(cls, context: Context, data: bytes, tariff: Optional[str] = None) -> "Snapshot":
        """Compile one XML document (native or TARIC3, may be gzip or xz) and open the result."""
        with context.held() as address:
            return cls(context, new(lib.tariff_snapshot_open_xml, address, data, len(data), tariff.encode() if tariff else None))

    def share(self) -> "Snapshot":
        """One more reference on the same image: whoever holds one may close it without asking the others."""
        with self.held() as address:
            lib.tariff_snapshot_retain(address)
            return Snapshot(self._context, address)

    def verify(self) -> None:
        """Check everything: layout, content hash, each reference of each record. Raises ImageError."""
        error = ctypes.c_void_p()
        with self.held() as address:
            check(lib.tariff_snapshot_verify(address, ctypes.byref(error)), error)

    @property
    def facts(self) -> SnapshotFacts:
        out, error = _api.tariff_snapshot_facts(), ctypes.c_void_p()
        with self.held() as address:
            check(lib.tariff_snapshot_info(address, ctypes.byref(out), ctypes.byref(error)), error)
        return SnapshotFacts(out.layout, out.tariff_count, out.line_count, out.measure_count, out.bytes,
                             bytes(out.content_hash).hex())
