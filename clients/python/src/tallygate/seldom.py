"""Keeps a log readable while the same thing goes wrong a thousand times a second."""

from __future__ import annotations

import threading
import time


class Seldom:
    """Lets the first of each kind through, then one in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kinds: dict[str, tuple[float, int]] = {}

    def may_say(self, kind: str) -> int | None:
        """None = stay quiet. Else how many times it happened, this time included, since it was last said."""
        now = time.monotonic()
        with self._lock:
            said, silent = self._kinds.get(kind, (float("-inf"), 0))
            if now - said < self._seconds:
                self._kinds[kind] = (said, silent + 1)
                return None
            self._kinds[kind] = (now, 0)
            return silent + 1
