"""Who is being served: what track and record know without being told."""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any


@dataclass
class Scope:
    """One request or one job. It is shared by all tasks and threads that serve it."""

    customer: str | None
    """None until somebody knows."""
    subject: str = ""
    started: float | None = None
    """Monotonic seconds; None where there is no request to measure."""
    outer: Scope | None = None
    tracked: int = field(default=0, compare=False)
    """Events recorded in it, and streams begun."""
    reservations: list[str] = field(default_factory=list, compare=False)
    """Ids of reservations of its customer that no event has named yet."""
    streams: weakref.WeakSet[Any] = field(default_factory=weakref.WeakSet, compare=False)
    """Recordings of streams that were begun in it."""

    def count(self) -> None:
        self.tracked += 1
        if self.outer is not None:
            self.outer.count()

    def take_reservation(self, customer: str) -> str:
        """The reservation that the next event of the customer commits; empty = there is none (any more)."""
        if self.customer == customer:
            try:
                return self.reservations.pop()  # atomic: of two threads one gets it
            except IndexError:
                pass
        return self.outer.take_reservation(customer) if self.outer is not None else ""

    def latency_millis(self) -> int | None:
        """Since the request began."""
        if self.started is None:
            return self.outer.latency_millis() if self.outer else None
        return round((time.monotonic() - self.started) * 1000)


_scope: ContextVar[Scope | None] = ContextVar("tallygate_scope", default=None)


def current() -> Scope | None:
    return _scope.get()


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        with suppress(ValueError):  # left in another context than entered, as a threaded generator dependency is
            _scope.reset(token)


def adopt(scope: Scope) -> None:
    """Makes the scope the current one, for the rest of the task."""
    _scope.set(scope)


class customer:
    """Says who pays for what is tracked inside: `with customer("acme"):`, or the same with async."""

    def __init__(self, customer_id: str, *, subject: str = "") -> None:
        if not isinstance(customer_id, str) or not customer_id:
            raise ValueError(f"customer: {customer_id!r} (expected: 1 to 64 bytes of 0x21-0x7E)")
        self._customer_id = customer_id
        self._subject = subject
        self._entered: list[object] = []

    def __enter__(self) -> Scope:
        outer = current()
        context = entered(Scope(self._customer_id, self._subject, outer=outer))
        self._entered.append(context)
        return context.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        context = self._entered.pop()
        context.__exit__(kind, error, trace)  # type: ignore[attr-defined]

    async def __aenter__(self) -> Scope:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)
