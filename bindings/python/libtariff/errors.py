# SPDX-License-Identifier: Apache-2.0
"""Exceptions, one for each error status of the library. Answers that are no value (nothing found, incomplete) are no exceptions."""
from typing import Dict, Type


class TariffError(Exception):
    """A call failed. status and name say how, file, subject, line and column where; 0 and "" are unknown."""

    def __init__(self, status: int, name: str, message: str, file: str, subject: str, line: int, column: int) -> None:
        super().__init__(message or name)
        self.status, self.name, self.message = status, name, message
        self.file, self.subject, self.line, self.column = file, subject, line, column


class InvalidError(TariffError, ValueError):
    """An argument, a field of a declaration or of a request is wrong; subject names it."""


class MemoryRefusedError(TariffError, MemoryError):
    """Memory was refused."""


class RangeError(TariffError, ValueError):
    """A number has more digits than the context allows."""


class InputError(TariffError):
    """Input data cannot be read; file and line say where."""


class StorageError(TariffError, OSError):
    """A file cannot be opened, read, written or renamed."""


class ImageError(TariffError):
    """Not an image, a damaged one, or one that needs what this library lacks."""


class LimitError(TariffError):
    """A limit of the context was reached."""


class UnsupportedError(TariffError):
    """This build or version does not do that."""


class CancelledError(TariffError):
    """A callback asked to stop."""


BY_STATUS: Dict[int, Type[TariffError]] = {
    -1: InvalidError, -2: MemoryRefusedError, -3: RangeError, -4: InputError, -5: StorageError, -6: ImageError, -7: LimitError,
    -8: UnsupportedError, -9: CancelledError,
}
