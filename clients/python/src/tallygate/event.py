"""A usage event: one reported fact, as it is spooled and as it is sent."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from typing import Any, cast

from google.protobuf.timestamp_pb2 import Timestamp

from tallygate.v1 import usage_pb2

_INT64_MAX = 2**63 - 1
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def new_event_id() -> str:
    """A UUIDv7: time first, so that ids made later sort later."""
    millis = time.time_ns() // 1_000_000
    raw = bytearray(millis.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True)
class Usage:
    """Token figures in the ledger's terms: parts are included in their whole. None = not known."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_in_cached: int | None = None
    tokens_in_cache_write: int | None = None
    tokens_out_reasoning: int | None = None


@dataclass(frozen=True)
class Event:
    """What is sent. The field names are those of the contract; the server judges the values."""

    event_id: str
    customer_id: str
    usage_micros: int
    """When it was used: microseconds since 1970, UTC."""
    model_id: str = ""
    model_provider: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_in_cached: int | None = None
    tokens_in_cache_write: int | None = None
    tokens_out_reasoning: int | None = None
    compute_millis: int | None = None
    quantities: Mapping[str, int] | None = None
    subject: str = ""
    reservation_id: str = ""
    labels: Mapping[str, str] | None = None
    latency_millis: int | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        for name in _TEXTS:
            value = getattr(self, name)
            if not isinstance(value, str):
                raise ValueError(f"{name}: {value!r} (expected: text)")
        for name in _NUMBERS:
            _check_number(name, getattr(self, name))
        for meter, quantity in (self.quantities or {}).items():
            _check_number(f"quantities.{meter}", quantity)
        for key, value in (self.labels or {}).items():
            if not isinstance(key, str) or not isinstance(value, str):
                raise ValueError(f"labels.{key}: {value!r} (expected: text)")

    def to_json(self) -> bytes:
        """One line without a line break, without what is empty."""
        values = {name: getattr(self, name) for name in _NAMES}
        known = {
            name: value for name, value in values.items() if value is not None and value is not False and value != ""
        }
        for name in ("quantities", "labels"):
            if name in known:
                known[name] = dict(known[name])
        return _to_json(known).encode()

    @staticmethod
    def from_json(line: bytes) -> Event:
        return Event(**cast("dict[str, Any]", json.loads(line)))

    def to_proto(self) -> usage_pb2.UsageEvent:
        stamp = Timestamp(seconds=self.usage_micros // 1_000_000, nanos=self.usage_micros % 1_000_000 * 1000)
        figures = {name: value for name in _NUMBERS if (value := getattr(self, name)) is not None}
        return usage_pb2.UsageEvent(
            **{name: getattr(self, name) for name in _TEXTS},
            **figures,
            usage_time=stamp,
            quantities=self.quantities,
            labels=self.labels,
            estimated=self.estimated,
        )


_NAMES = [f.name for f in fields(Event)]
_TEXTS = ["event_id", "customer_id", "model_id", "model_provider", "subject", "reservation_id"]
_NUMBERS = [
    "tokens_in",
    "tokens_out",
    "tokens_in_cached",
    "tokens_in_cache_write",
    "tokens_out_reasoning",
    "compute_millis",
    "latency_millis",
]


def _check_number(name: str, value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _INT64_MAX:
        raise ValueError(f"{name}: {value!r} (expected: a whole number)")


def micros(when: datetime | None) -> int:
    """Microseconds since 1970 of a time; of now if there is none. A time must say its zone."""
    if when is None:
        return time.time_ns() // 1000
    if when.tzinfo is None:
        raise ValueError(f"usage_time: {when} (expected: a time with its zone, such as datetime.now(timezone.utc))")
    since = when - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
