"""Server-sent events, taken apart as their bytes pass by."""

from __future__ import annotations

import json
from typing import Any

LINE_BYTES_MAX = 1024 * 1024


class SseLines:
    """Gives the JSON of each `data:` line. Holds at most one line; a longer one is left out."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_skipping = False

    def feed(self, data: bytes | bytearray | str) -> list[Any]:
        """What the bytes complete. A text without a line break is taken as a whole line, as line iterators give it."""
        if isinstance(data, str):
            data = (data if "\n" in data else data + "\n").encode()
        lines = (self._rest + bytes(data)).replace(b"\r\n", b"\n").split(b"\n")
        self._rest = lines.pop()
        if self._is_skipping and lines:
            self._is_skipping = False
            lines.pop(0)
        if len(self._rest) > LINE_BYTES_MAX or self._is_skipping:
            self._rest = b""
            self._is_skipping = True
        return [message for line in lines if (message := _message(line)) is not None]


def _message(line: bytes) -> Any:
    if not line.startswith(b"data:"):
        return None
    try:
        message = json.loads(line[5:])
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
