"""The client: takes usage, asks for quota. The functions of the package are those of one client for the process."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tallygate import context, corrections, mapping
from tallygate.answer import Answer
from tallygate.corrections import Correction
from tallygate.errors import CustomerMissing
from tallygate.event import Event, Usage, micros, new_event_id
from tallygate.live import Live
from tallygate.mapping import Reading
from tallygate.seldom import Seldom
from tallygate.settings import Settings
from tallygate.stats import Stats
from tallygate.v1 import usage_pb2

log = logging.getLogger("tallygate")

_clients: weakref.WeakSet[Client] = weakref.WeakSet()


class Client:
    """Makes files, thread and channel on first use in a process, so it may be made before a fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._live: Live | None = None
        self._warned: set[str] = set()
        self._seldom = Seldom(10)
        _clients.add(self)

    def start(self) -> Live:
        """Begins to meter in this process: also sends what gone processes left behind."""
        live = self._live
        if live is not None:
            return live
        with self._lock:
            if self._live is None:
                self._live = Live(self.settings)
            return self._live

    def track(
        self,
        response: Any,
        *,
        customer: str | None = None,
        model: str | None = None,
        model_provider: str | None = None,
        subject: str | None = None,
        labels: Mapping[str, str] | None = None,
        event_id: str | None = None,
        usage_time: datetime | None = None,
        latency_millis: int | None = None,
    ) -> str:
        """Records what an answer of a model says it used. Returns the event's id at once; sending is not waited for."""
        reading = mapping.read(response)
        usage = reading.usage()
        if usage is None:
            self.warn_once(
                f"no usage in {type(response).__name__}",
                "a %s has no usage: recorded as estimated, from its text",
                type(response).__name__,
            )
        return self.put(
            self.event(
                reading,
                usage or reading.estimate(None),
                estimated=usage is None,
                customer=customer,
                model=model,
                model_provider=model_provider,
                subject=subject,
                labels=labels,
                event_id=event_id,
                usage_time=usage_time,
                latency_millis=latency_millis,
            )
        )

    def record(
        self,
        customer: str | None = None,
        *,
        model: str = "",
        model_provider: str = "",
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        tokens_in_cached: int | None = None,
        tokens_in_cache_write: int | None = None,
        tokens_out_reasoning: int | None = None,
        compute_millis: int | None = None,
        quantities: Mapping[str, int] | None = None,
        subject: str | None = None,
        labels: Mapping[str, str] | None = None,
        event_id: str | None = None,
        usage_time: datetime | None = None,
        latency_millis: int | None = None,
        estimated: bool = False,
    ) -> str:
        """Records quantities that the caller knows. Returns the event's id at once; sending is not waited for."""
        usage = Usage(tokens_in, tokens_out, tokens_in_cached, tokens_in_cache_write, tokens_out_reasoning)
        event = self.event(
            Reading(),
            usage,
            estimated=estimated,
            customer=customer,
            model=model,
            model_provider=model_provider,
            subject=subject,
            labels=labels,
            event_id=event_id,
            usage_time=usage_time,
            latency_millis=latency_millis,
        )
        return self.put(replace(event, compute_millis=compute_millis, quantities=quantities))

    def void(self, event_id: str, *, customer: str | None = None) -> Correction:
        """Takes a recorded event away, after what this process has tracked. The same void again is counted once.

        Raises CorrectionRefused where there is no such event or it is voided already, and CallFailed where no answer
        came: then it is unknown whether it was counted, and the same call may be made again.
        """
        customer_id = _customer(customer, context.current())
        return self._correct([corrections.voiding(customer_id, event_id)])

    def amend(
        self,
        event_id: str,
        *,
        usage_time: datetime,
        customer: str | None = None,
        model: str = "",
        model_provider: str = "",
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        tokens_in_cached: int | None = None,
        tokens_in_cache_write: int | None = None,
        tokens_out_reasoning: int | None = None,
        compute_millis: int | None = None,
        quantities: Mapping[str, int] | None = None,
        subject: str = "",
        labels: Mapping[str, str] | None = None,
        latency_millis: int | None = None,
        estimated: bool = False,
    ) -> Correction:
        """Puts what really was used in the place of a recorded event. The same amend again is counted once.

        All of it is given anew, nothing is taken over from the wrong event; usage_time is the wrong event's, unless
        that was wrong. Raises as `void` does; of the two events of an amend both are recorded or neither.
        """
        customer_id = _customer(customer, context.current())
        event = Event(
            event_id=corrections.derived_id("amend-", event_id),
            customer_id=customer_id,
            usage_micros=micros(usage_time),
            model_id=model,
            model_provider=model_provider,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            tokens_in_cached=tokens_in_cached,
            tokens_in_cache_write=tokens_in_cache_write,
            tokens_out_reasoning=tokens_out_reasoning,
            compute_millis=compute_millis,
            quantities=quantities,
            subject=subject,
            labels=labels,
            latency_millis=latency_millis,
            estimated=estimated,
        )
        return self._correct([corrections.voiding(customer_id, event_id), corrections.amending(event, event_id)])

    def _correct(self, events: Sequence[usage_pb2.UsageEvent]) -> Correction:
        """Past the spool: both events of an amend go in one call, and the caller hears what became of them."""
        self.flush()
        results = self.start().remote().record(events, self.settings.send_timeout).results
        return corrections.judged(events, results)

    def check(
        self,
        customer: str | None = None,
        *,
        model: str = "",
        subject: str = "",
        quantities: Mapping[str, int] | None = None,
    ) -> Answer:
        """Whether the customer may use more, now. A denial is an answer. Waits at most check_timeout."""
        customer = _customer(customer, context.current())
        return self._or_full(self.start().checks.check(customer, model, subject, quantities))

    async def check_async(
        self,
        customer: str | None = None,
        *,
        model: str = "",
        subject: str = "",
        quantities: Mapping[str, int] | None = None,
    ) -> Answer:
        """The same for async code: it does not hold up the event loop."""
        customer = _customer(customer, context.current())
        return self._or_full(await self.start().checks.check_async(customer, model, subject, quantities))

    async def reserve_async(
        self,
        customer: str,
        reservation_id: str,
        *,
        quantities: Mapping[str, int],
        model: str = "",
        subject: str = "",
    ) -> Answer:
        """As `check_async`, and what is allowed is held under the id until usage names it, at most 10 minutes."""
        checks = self.start().checks
        return self._or_full(await checks.reserve_async(customer, reservation_id, model, subject, quantities))

    def release(self, customer: str, reservation_id: str) -> None:
        """Gives back what is held. Does not wait; what gets lost on the way comes back with the time."""
        self.start().checks.release(customer, reservation_id)

    def send(self, events: Sequence[Event]) -> list[usage_pb2.EventResult]:
        """Sends at most 1,000 events now, past the spool, and returns their verdicts. Raises CallFailed: then it is
        unknown whether they were counted, and the same events may be sent again."""
        messages = [event.to_proto() for event in events]
        return list(self.start().remote().record(messages, self.settings.send_timeout).results)

    def flush(self, timeout: float | None = None) -> bool:
        """Waits until every event taken so far by this process has its verdict. False if time ran out."""
        live = self._live
        if live is None:
            return True
        live.take_late()
        return live.sender.flush(self.settings.shutdown_timeout if timeout is None else timeout)

    def stats(self) -> Stats:
        """Counters since this process began to meter."""
        live = self._live
        return Stats() if live is None else live.counters.snapshot(live.spool.pending, live.spool.adopted)

    def close(self, timeout: float | None = None) -> None:
        """Flushes and gives everything up; what has no verdict stays in the spool. The client may be used again."""
        with self._lock:
            live, self._live = self._live, None
        if live is not None:
            live.close(self.settings.shutdown_timeout if timeout is None else timeout)

    def event(
        self,
        reading: Reading,
        usage: Usage,
        *,
        estimated: bool,
        customer: str | None,
        scope: context.Scope | None = None,
        model: str | None = None,
        model_provider: str | None = None,
        subject: str | None = None,
        labels: Mapping[str, str] | None = None,
        event_id: str | None = None,
        usage_time: datetime | None = None,
        latency_millis: int | None = None,
    ) -> Event:
        """The event of one answer, in the scope given or else the current one."""
        scope = scope or context.current()
        customer_id = _customer(customer, scope)
        return Event(
            event_id=event_id or mapping.event_id_of(reading.response_id) or new_event_id(),
            customer_id=customer_id,
            reservation_id=scope.take_reservation(customer_id) if scope is not None else "",
            usage_micros=micros(usage_time),
            model_id=reading.model if model is None else model,
            model_provider=reading.provider if model_provider is None else model_provider,
            tokens_in=usage.tokens_in,
            tokens_out=usage.tokens_out,
            tokens_in_cached=usage.tokens_in_cached,
            tokens_in_cache_write=usage.tokens_in_cache_write,
            tokens_out_reasoning=usage.tokens_out_reasoning,
            subject=(scope.subject if scope else "") if subject is None else subject,
            labels=labels,
            latency_millis=_latency(scope) if latency_millis is None else latency_millis,
            estimated=estimated,
        )

    def put(self, event: Event, scope: context.Scope | None = None) -> str:
        """Spools an event: it is on its way when this returns."""
        scope = scope or context.current()
        if scope is not None:
            scope.count()
        live = self.start()
        is_kept = live.put(event)
        if not is_kept and live.spool.is_closed:  # by another thread, just now
            live = self.start()
            is_kept = live.put(event)
        if not is_kept:
            live.counters.add("dropped")
            self._log_dropped(event)
        return event.event_id

    def _log_dropped(self, event: Event) -> None:
        count = self._seldom.may_say("dropped")
        if count is not None:
            where = self.settings.spool
            log.error("%s is full or cannot be written: %d events are not recorded, last %s", where, count, event)

    def warn_once(self, kind: str, message: str, *values: object) -> None:
        if kind not in self._warned:
            self._warned.add(kind)
            log.warning(message + " (further ones are counted in stats, not logged)", *values)

    def _or_full(self, answer: Answer) -> Answer:
        """With on_error=deny nothing runs that could not be recorded."""
        if answer.allowed and self.settings.on_error == "deny" and self.start().spool.is_full:
            return Answer(False, 503, "METERING_UNAVAILABLE", "on_error")
        return answer

    def _begin_anew(self) -> None:
        """In a forked child."""
        live, self._live = self._live, None
        self._lock = threading.Lock()
        self._seldom = Seldom(10)
        if live is not None:
            live.leave()


def _customer(given: str | None, scope: context.Scope | None) -> str:
    customer = given if given is not None else (scope.customer if scope else None)
    if customer is None or customer == "":
        raise CustomerMissing
    return customer


def _latency(scope: context.Scope | None) -> int | None:
    return scope.latency_millis() if scope else None


def _begin_anew_everywhere() -> None:
    for client in list(_clients):
        client._begin_anew()


def _close_everywhere() -> None:
    for client in list(_clients):
        client.close()


os.register_at_fork(after_in_child=_begin_anew_everywhere)
atexit.register(_close_everywhere)
