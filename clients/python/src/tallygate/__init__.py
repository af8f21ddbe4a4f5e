"""Meter what your customers use of AI models, and stop at a cap.

The functions here are those of one client for the process, made on first use from the environment or by `configure`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from tallygate.answer import Answer
from tallygate.client import Client
from tallygate.context import customer
from tallygate.corrections import Correction
from tallygate.dependency import problem_response, quota
from tallygate.errors import (
    CallFailed,
    CorrectionRefused,
    CustomerMissing,
    QuotaDenied,
    SettingInvalid,
    TallygateError,
)
from tallygate.event import Event, Usage, new_event_id
from tallygate.middleware import Middleware
from tallygate.settings import OnError, Settings
from tallygate.stats import Stats
from tallygate.streams import AsyncStream, Recording, Stream

__all__ = [
    "Answer",
    "AsyncStream",
    "CallFailed",
    "Client",
    "Correction",
    "CorrectionRefused",
    "CustomerMissing",
    "Event",
    "Middleware",
    "OnError",
    "QuotaDenied",
    "SettingInvalid",
    "Settings",
    "Stats",
    "Stream",
    "TallygateError",
    "TallygateMiddleware",
    "Usage",
    "amend",
    "check",
    "check_async",
    "configure",
    "customer",
    "default_client",
    "flush",
    "new_event_id",
    "problem_response",
    "quota",
    "record",
    "stats",
    "stream",
    "track",
    "void",
]

TallygateMiddleware = Middleware

T = TypeVar("T")

_lock = threading.Lock()
_default: Client | None = None


def _renew_lock() -> None:
    """In a forked child: a thread of the parent may have held it."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


def configure(
    *,
    address: str | None = None,
    api_key: str | None = None,
    spool: str | Path | None = None,
    on_error: OnError | None = None,
    check_timeout: float | None = None,
    last_known_max_age: float | None = None,
    send_timeout: float | None = None,
    shutdown_timeout: float | None = None,
    spool_bytes_max: int | None = None,
    spool_events_max: int | None = None,
    dead_letter_bytes_max: int | None = None,
    adopt: Literal["same_address", "any_address"] | None = None,
) -> Client:
    """Sets the process's client. What is not given comes from the environment: see Settings."""
    given = dict(locals())
    global _default
    settings = Settings.read(**given)
    with _lock:
        before, _default = _default, Client(settings)
        made = _default
    if before is not None:
        before.close()
    return made


def default_client() -> Client:
    """The process's client."""
    global _default
    if _default is None:
        with _lock:
            if _default is None:
                _default = Client(Settings.read())
    return _default


def track(
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
    """Records what a model's answer says it used. Returns the event's id at once; sending is not waited for."""
    return default_client().track(**locals())


def record(
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
    return default_client().record(**locals())


def void(event_id: str, *, customer: str | None = None) -> Correction:
    """Takes a recorded event away, now. Raises CorrectionRefused, or CallFailed where no answer came."""
    return default_client().void(event_id, customer=customer)


def amend(
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
    """Puts what really was used, all given anew, in the place of a recorded event, now. Raises as `void` does."""
    return default_client().amend(**locals())


@overload
def stream(
    response: AsyncIterable[T],
    *,
    customer: str | None = None,
    tokens_in: int | None = None,
    event_id: str | None = None,
    model: str | None = None,
    model_provider: str | None = None,
    subject: str | None = None,
    labels: Mapping[str, str] | None = None,
    client: Client | None = None,
) -> AsyncStream[T]: ...
@overload
def stream(
    response: Iterable[T],
    *,
    customer: str | None = None,
    tokens_in: int | None = None,
    event_id: str | None = None,
    model: str | None = None,
    model_provider: str | None = None,
    subject: str | None = None,
    labels: Mapping[str, str] | None = None,
    client: Client | None = None,
) -> Stream[T]: ...
def stream(
    response: AsyncIterable[T] | Iterable[T],
    *,
    customer: str | None = None,
    tokens_in: int | None = None,
    event_id: str | None = None,
    model: str | None = None,
    model_provider: str | None = None,
    subject: str | None = None,
    labels: Mapping[str, str] | None = None,
    client: Client | None = None,
) -> AsyncStream[T] | Stream[T]:
    """Passes the chunks on at once and records their usage at the end.

    tokens_in: the prompt by your own count; used only where the stream gives no usage.
    """
    recording = Recording(
        client or default_client(),
        customer=customer,
        tokens_in=tokens_in,
        event_id=event_id,
        model=model,
        model_provider=model_provider,
        subject=subject,
        labels=labels,
    )
    if isinstance(response, AsyncIterable):
        return AsyncStream(response, recording)
    return Stream(response, recording)


def check(
    customer: str | None = None,
    *,
    model: str = "",
    subject: str = "",
    quantities: Mapping[str, int] | None = None,
) -> Answer:
    """Whether the customer may use more, now. A denial is an answer. Waits at most check_timeout."""
    return default_client().check(customer, model=model, subject=subject, quantities=quantities)


async def check_async(
    customer: str | None = None,
    *,
    model: str = "",
    subject: str = "",
    quantities: Mapping[str, int] | None = None,
) -> Answer:
    """The same for async code: it does not hold up the event loop."""
    return await default_client().check_async(customer, model=model, subject=subject, quantities=quantities)


def flush(timeout: float | None = None) -> bool:
    """Waits until every event taken so far by this process has its verdict. False if time ran out."""
    return default_client().flush(timeout)


def stats() -> Stats:
    """Counters of this process."""
    return default_client().stats()
