# SPDX-License-Identifier: Apache-2.0
"""Contexts: limits, memory and callbacks."""
import ctypes
from typing import Callable, Optional

from . import _api
from ._library import Handle, lib, new

Progress = Callable[[str, int, int], bool]
Log = Callable[[int, str], None]


class Context(Handle):
    """Limits and callbacks of a host; may be shared by threads. Limits can only be lowered; 0 is the default.

    progress(stage, done, total) is called during long work and stops it by returning False (CancelledError); log(level, text) hears
    one line about each finding. Both may be called from any thread that uses the context.
    """

    _free = "tariff_context_free"

    def __init__(self, *, input_bytes: int = 0, request_bytes: int = 0, text_bytes: int = 0, xml_depth: int = 0, json_depth: int = 0,
                 inflate_ratio: int = 0, findings: int = 0, items: int = 0, progress: Optional[Progress] = None,
                 log: Optional[Log] = None) -> None:
        self._address = None
        options = _api.tariff_context_options(
            input_bytes=input_bytes, request_bytes=request_bytes, text_bytes=text_bytes, xml_depth=xml_depth, json_depth=json_depth,
            inflate_ratio=inflate_ratio, findings=findings, items=items)
        if progress:
            def report(_user: int, stage: bytes, done: int, total: int) -> int:
                return 0 if progress(stage.decode("utf-8"), done, total) is not False else 1
            options.progress = _api.tariff_progress_fn(report)
        if log:
            def hear(_user: int, level: int, text: bytes, _size: int) -> None:
                log(level, text.decode("utf-8"))
            options.log = _api.tariff_log_fn(hear)
        self._callbacks = options  # as long as the context may call them
        super().__init__(new(lib.tariff_context_new, ctypes.byref(options)))
