"""Events that have no verdict yet, on disk: this process's own, and those of processes that are gone."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from tallygate.errors import SettingInvalid
from tallygate.segment import SUFFIX, Line, Segment
from tallygate.settings import Settings

log = logging.getLogger("tallygate")

SEGMENT_BYTES = 8 * 1024 * 1024
BATCH_BYTES = 1024 * 1024
EMPTY_BYTES = 256 * 1024


@dataclass(frozen=True)
class Batch:
    """Events that stand one behind the other in one file."""

    segment: Segment
    lines: list[Line]
    is_own: bool


class Spool:
    """The order of a file is the order of sending. One thread sends, any may append."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._own: list[Segment] = []
        self._adopted: list[Segment] = []
        self._foreign: set[Path] = set()
        self.appended = 0
        """Own events so far."""
        self.settled = 0
        """Own events that have their verdict."""
        self.adopted = 0
        """Events of others so far."""
        self._adopted_settled = 0
        try:
            settings.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own.append(self._new_segment())
        except OSError as failure:
            raise SettingInvalid(
                f"TALLYGATE_SPOOL: '{settings.spool}' cannot be written: {failure.strerror} "
                "(expected: a folder that this process may write to)"
            ) from None

    @property
    def pending(self) -> int:
        return self.appended - self.settled + self.adopted - self._adopted_settled

    @property
    def is_closed(self) -> bool:
        return not self._own

    @property
    def is_full(self) -> bool:
        unsent = sum(segment.unsettled_bytes for segment in self._own)
        is_over = unsent >= self._settings.spool_bytes_max
        return is_over or self.appended - self.settled >= self._settings.spool_events_max

    def append(self, payload: bytes) -> bool:
        """Puts an event on disk. False if there is no room: it is not kept.

        The bytes have been handed to the operating system when this returns: they outlive the process, however it
        ends. They are not flushed to the disk: they may not outlive the machine.
        """
        with self._lock:
            if self.is_closed or self.is_full:
                return False
            try:
                if self._own[-1].size >= SEGMENT_BYTES:
                    self._own.append(self._new_segment())
                self._own[-1].append(payload)
            except OSError as failure:
                log.error("an event cannot be spooled in %s: %s", self._settings.spool, failure.strerror)
                return False
            self.appended += 1
            return True

    def read(self, lines_max: int) -> Batch | None:
        """The next events to send: own ones first. Only the sending thread reads, and nobody waits for it."""
        with self._lock:
            candidates = [(segment, True) for segment in self._own] + [(segment, False) for segment in self._adopted]
        for segment, is_own in candidates:
            lines = segment.read(lines_max, BATCH_BYTES) if segment.unsettled_bytes else []
            if lines:
                return Batch(segment, lines, is_own)
        return None

    def settle(self, batch: Batch) -> None:
        """All events of the batch have their verdicts."""
        with self._lock:
            batch.segment.settle(batch.lines[-1].end)
            if batch.is_own:
                self.settled += len(batch.lines)
                self._tidy()
            else:
                self._adopted_settled += len(batch.lines)
                self._drop_if_done(batch.segment)

    def adopt(self) -> int:
        """Takes over files whose owners are gone. Answers the events found."""
        found = 0
        known = {segment.path for segment in (*self._own, *self._adopted)}
        for path in sorted(self._settings.spool.glob(f"*{SUFFIX}")):
            segment = None if path in known else Segment.take(path)
            if segment is not None:
                found += self._adopt(segment)
        return found

    def close(self) -> None:
        """Gives all files up; a settled one is removed."""
        with self._lock:
            for segment in (*self._own, *self._adopted):
                if segment.read(1, BATCH_BYTES):
                    segment.close()
                else:
                    segment.remove()
            self._own, self._adopted = [], []

    def leave(self) -> None:
        """In a forked child: the files and their locks are the parent's."""
        for segment in (*self._own, *self._adopted):
            segment.close()

    def _adopt(self, segment: Segment) -> int:
        is_meant = segment.address == self._settings.target or self._settings.adopt == "any_address"
        if not is_meant:
            if segment.path not in self._foreign:
                self._foreign.add(segment.path)
                log.warning(
                    "%s holds events for %s and is left alone: start a process with that TALLYGATE_ADDRESS, "
                    "or set TALLYGATE_ADOPT=any_address to send them to %s",
                    segment.path,
                    segment.address,
                    self._settings.target,
                )
            segment.close()
            return 0
        count = len(segment.read(10**9, SEGMENT_BYTES * 2))
        with self._lock:
            self._adopted.append(segment)
            self.adopted += count
            self._drop_if_done(segment)
        if count:
            log.info("%d events were left behind in %s: they are sent now", count, segment.path)
        return count

    def _tidy(self) -> None:
        while len(self._own) > 1 and self._own[0].unsettled_bytes == 0:
            self._own.pop(0).remove()
        last = self._own[-1]
        if last.unsettled_bytes == 0 and last.size > EMPTY_BYTES:
            last.empty()

    def _drop_if_done(self, adopted: Segment) -> None:
        if not adopted.read(1, BATCH_BYTES):
            self._adopted.remove(adopted)
            adopted.remove()

    def _new_segment(self) -> Segment:
        return Segment.create(self._settings.spool, self._settings.target)
