"""What a process has once it has begun to meter: files, a thread, a channel. A forked child begins anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from queue import SimpleQueue

from tallygate.checks import Checks
from tallygate.event import Event
from tallygate.remote import Remote
from tallygate.sender import Sender
from tallygate.settings import Settings
from tallygate.spool import Spool
from tallygate.stats import Counters

SEEN_MAX = 10_000

_abandoned: list[object] = []
"""A parent's channels: closing them in a child could hang."""


class Live:
    """One per process and client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.counters = Counters()
        self.spool = Spool(settings)
        self.late: SimpleQueue[Event] = SimpleQueue()
        """Events from finalizers, which must not wait for a lock; the sending thread takes them."""
        self.checks = Checks(settings, self.remote, self.counters)
        self._remote: Remote | None = None
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[str, str], int] = OrderedDict()
        self.sender = Sender(settings, self.spool, self.remote, self.counters, self.take_late)

    def remote(self) -> Remote:
        with self._lock:
            if self._remote is None:
                self._remote = Remote(self.settings)
            return self._remote

    def put(self, event: Event) -> bool:
        """Spools an event. The same event again in this process is left out; False if there is no room."""
        if self._is_repeated(event):
            self.counters.add("repeated")
            return True
        if not self.spool.append(event.to_json()):
            return False
        self._remember(event)
        self.counters.add("accepted")
        if event.estimated:
            self.counters.add("estimated")
        self.sender.nudge()
        return True

    def close(self, timeout: float) -> None:
        self.take_late()
        self.sender.flush(timeout)
        self.sender.stop()
        if self._remote is not None:
            self._remote.close()  # ends a call that still waits
        self.sender.join(1.0)
        self.spool.close()

    def leave(self) -> None:
        """In a forked child: gives up what is the parent's without touching it."""
        self.spool.leave()
        _abandoned.append(self)

    def _is_repeated(self, event: Event) -> bool:
        """Same id, customer and figures. The time differs, so the server would call it a conflict."""
        with self._lock:
            return self._seen.get((event.customer_id, event.event_id)) == _content(event)

    def _remember(self, event: Event) -> None:
        with self._lock:
            self._seen[event.customer_id, event.event_id] = _content(event)
            if len(self._seen) > SEEN_MAX:
                self._seen.popitem(last=False)

    def take_late(self) -> None:
        while not self.late.empty():
            if not self.put(self.late.get()):
                self.counters.add("dropped")


def _content(event: Event) -> int:
    quantities = tuple(sorted((event.quantities or {}).items()))
    return hash((event.model_id, event.tokens_in, event.tokens_out, event.compute_millis, event.subject, quantities))
