"""The thread that sends what is spooled, until each event has its verdict."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections.abc import Callable

from tallygate.deadletter import append_dead_letter
from tallygate.errors import CallFailed
from tallygate.event import Event
from tallygate.remote import Remote
from tallygate.segment import Line
from tallygate.seldom import Seldom
from tallygate.settings import Settings
from tallygate.spool import Batch, Spool
from tallygate.stats import Counters
from tallygate.v1 import usage_pb2

log = logging.getLogger("tallygate")

EVENTS_MAX = 1000
LINGER_SECONDS = 0.02
IDLE_SECONDS = 1.0
ADOPT_SECONDS = 5.0
BACKOFF_FIRST_SECONDS = 0.1
BACKOFF_MAX_SECONDS = 5.0
LOG_AGAIN_SECONDS = 60.0
LARGE_BYTES = 1024 * 1024

_VERDICTS: dict[int, str] = {number: name.removeprefix("VERDICT_") for name, number in usage_pb2.Verdict.items()}


class Sender:
    """One call at a time, at most 1,000 events each. A call without an answer is made again with the same bytes."""

    def __init__(
        self,
        settings: Settings,
        spool: Spool,
        remote: Callable[[], Remote],
        counters: Counters,
        housekeeping: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._spool = spool
        self._remote = remote
        self._counters = counters
        self._housekeeping = housekeeping
        self._wake = threading.Condition()
        self._has_work = False
        self._is_hurried = False
        self._is_stopped = False
        self._events_max = EVENTS_MAX
        self._failures = 0
        self._seldom = Seldom(LOG_AGAIN_SECONDS)
        self._adopted_at = 0.0
        self._thread = threading.Thread(target=self._run, name="tallygate-sender", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the interpreter is ending: what is spooled is sent by the next process
            log.warning("nothing is sent any more by this process: %s", error)

    def nudge(self) -> None:
        """Something was appended."""
        if not self._has_work:
            with self._wake:
                self._has_work = True
                self._wake.notify_all()

    def flush(self, timeout: float) -> bool:
        """Waits until all own events of now have their verdicts. False if time ran out."""
        goal = self._spool.appended
        end = time.monotonic() + timeout
        with self._wake:
            self._has_work = self._is_hurried = True
            self._wake.notify_all()
            while self._spool.settled < goal:
                left = end - time.monotonic()
                if left <= 0 or not self._thread.is_alive():
                    return False
                self._wake.wait(min(left, 0.1))
        return True

    def stop(self) -> None:
        with self._wake:
            self._is_stopped = True
            self._wake.notify_all()

    def join(self, timeout: float) -> None:
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._is_stopped:
            try:
                self._step()
            except Exception:
                if self._is_stopped:
                    return
                log.exception("the sender met an error of its own and goes on")
                self._pause(BACKOFF_MAX_SECONDS)

    def _step(self) -> None:
        self._housekeeping()
        if time.monotonic() - self._adopted_at > ADOPT_SECONDS or self._adopted_at == 0:
            self._adopted_at = time.monotonic()
            self._spool.adopt()
        self._has_work = False
        batch = self._spool.read(self._events_max)
        if batch is None:
            self._idle()
            return
        if len(batch.lines) < self._events_max and batch.is_own and not self._is_hurried:
            self._pause(LINGER_SECONDS)
            batch = self._spool.read(self._events_max) or batch
        self._deliver(batch)

    def _idle(self) -> None:
        with self._wake:
            self._is_hurried = False
            if not self._has_work and not self._is_stopped:
                self._wake.wait(IDLE_SECONDS)

    def _pause(self, seconds: float, at_least: float = 0.0) -> None:
        """Waits; if somebody flushes, only as long as it must; not at all if the process ends."""
        now = time.monotonic()
        end, earliest = now + max(seconds, at_least), now + at_least
        with self._wake:
            while not self._is_stopped and (now := time.monotonic()) < (earliest if self._is_hurried else end):
                self._wake.wait((earliest if self._is_hurried else end) - now)

    def _deliver(self, batch: Batch) -> None:
        readable: list[tuple[Line, usage_pb2.UsageEvent]] = []
        for line in batch.lines:
            message = self._to_proto(line)
            if message is not None:
                readable.append((line, message))
        try:
            results = self._record([message for _, message in readable])
        except CallFailed as failure:
            self._failed(failure, batch)
            return
        for (line, _), result in zip(readable, results, strict=True):
            self._judged(line, result)
        self._spool.settle(batch)
        self._succeeded()

    def _to_proto(self, line: Line) -> usage_pb2.UsageEvent | None:
        if not line.is_intact:
            self._counters.add("damaged")
            self._keep(line, {"verdict": "DAMAGED", "message": "the checksum of the spooled line does not fit"})
            return None
        try:
            return Event.from_json(line.payload).to_proto()
        except (ValueError, TypeError) as error:
            self._counters.add("rejected")
            self._keep(line, {"verdict": "UNREADABLE", "message": str(error)})
            return None

    def _record(self, messages: list[usage_pb2.UsageEvent]) -> list[usage_pb2.EventResult]:
        if not messages:
            return []
        results = list(self._remote().record(messages, self._settings.send_timeout).results)
        if len(results) != len(messages):
            raise CallFailed("INTERNAL", "", f"{len(messages)} events were sent, {len(results)} verdicts came", None)
        return results

    def _judged(self, line: Line, result: usage_pb2.EventResult) -> None:
        verdict = _VERDICTS.get(result.verdict, f"VERDICT {result.verdict}")
        if verdict in ("RECORDED", "DUPLICATE"):
            self._counters.add(verdict.lower())
            return
        self._counters.add("conflict" if verdict == "CONFLICT" else "rejected")
        rejection = result.rejection
        why = {"reason": rejection.reason, "field": rejection.field, "message": rejection.message}
        if verdict == "CONFLICT":
            why["message"] = "another content was counted under this event_id before"
        self._keep(line, {"verdict": verdict, **{name: value for name, value in why.items() if value}})

    def _keep(self, line: Line, why: dict[str, str]) -> None:
        """Puts a refused event into the dead-letter file."""
        event = line.payload.decode(errors="replace")
        try:
            known = json.loads(event)
        except ValueError:
            known = event
        event_id = known.get("event_id") if isinstance(known, dict) else "?"
        count = self._seldom.may_say(why.get("reason", why["verdict"]))
        if count is not None:
            text = "%d event(s) not counted and kept in the dead-letter file in %s, last %s: %s"
            log.warning(text, count, self._settings.spool, event_id, why)
        kept = json.dumps({**why, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": known})
        if not append_dead_letter(self._settings, kept.encode() + b"\n"):
            self._counters.add("dead_letter_full")
            log.error("the dead-letter file is full or cannot be written; lost: %s", kept)

    def _failed(self, failure: CallFailed, batch: Batch) -> None:
        # The transport refuses a message that is too large without giving a reason.
        is_too_large = failure.code == "RESOURCE_EXHAUSTED" and not failure.reason and failure.retry_after is None
        if len(batch.lines) > 1 and (failure.code == "INVALID_ARGUMENT" or is_too_large):
            self._events_max = len(batch.lines) // 2
            return
        if failure.code == "INVALID_ARGUMENT" or (is_too_large and len(batch.lines[0].payload) > LARGE_BYTES):
            self._counters.add("rejected")
            self._keep(batch.lines[0], {"verdict": "REFUSED", "reason": failure.reason, "message": str(failure)})
            self._spool.settle(batch)
            return
        self._counters.add("failed_calls")
        self._log_failure(failure)
        ceiling = min(BACKOFF_MAX_SECONDS, BACKOFF_FIRST_SECONDS * 2 ** min(self._failures, 10))
        self._failures += 1
        with self._wake:
            self._is_hurried = False
        self._pause(ceiling * random.uniform(0.5, 1), failure.retry_after or 0)  # noqa: S311

    def _log_failure(self, failure: CallFailed) -> None:
        if self._seldom.may_say(failure.code) is None:
            return
        level = logging.ERROR if failure.is_permanent else logging.WARNING
        where, pending = self._settings.address, self._spool.pending
        log.log(level, "%s does not record: %s; %d events wait in %s", where, failure, pending, self._settings.spool)

    def _succeeded(self) -> None:
        if self._failures:
            log.info("%s records again", self._settings.address)
        self._failures = 0
        self._events_max = EVENTS_MAX
        with self._wake:
            self._wake.notify_all()
