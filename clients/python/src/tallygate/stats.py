"""What this process did so far."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class Stats:
    """Counters of one process, since it started."""

    accepted: int = 0
    """Events taken by track, record and stream, and spooled."""
    recorded: int = 0
    """Verdict RECORDED."""
    duplicate: int = 0
    """Verdict DUPLICATE: counted once, by an earlier sending."""
    conflict: int = 0
    """Verdict CONFLICT: in the dead-letter file."""
    rejected: int = 0
    """Verdict REJECTED: in the dead-letter file."""
    pending: int = 0
    """Spooled, without a verdict yet; left-behind ones of other processes included."""
    adopted: int = 0
    """Left-behind events of other processes that were taken over."""
    dropped: int = 0
    """Not kept, because the spool was full or could not be written. Each is in the log as an error."""
    repeated: int = 0
    """The same response tracked again in this process: not sent a second time."""
    estimated: int = 0
    """Events without the provider's own final figures."""
    untracked: int = 0
    """Requests of a known customer that were answered with success and recorded nothing."""
    damaged: int = 0
    """Lines of left-behind files that a machine's crash has damaged: in the dead-letter file."""
    dead_letter_full: int = 0
    """Refused events that are only in the log, since the dead-letter file is full."""
    failed_calls: int = 0
    """Calls with events that had no answer; they are sent again."""
    checks: int = 0
    """Checks made."""
    denied: int = 0
    """Checks that were denied with 402 or 403."""
    failed_checks: int = 0
    """Checks that had no answer; on_error decided."""


@dataclass
class Counters:
    """The counters, to be added to by any thread."""

    _counts: dict[str, int] = field(default_factory=lambda: {f.name: 0 for f in fields(Stats)})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, count: int = 1) -> None:
        with self._lock:
            self._counts[name] += count

    def snapshot(self, pending: int, adopted: int) -> Stats:
        with self._lock:
            return Stats(**{**self._counts, "pending": pending, "adopted": adopted})
