"""How the tests look at rows."""

from __future__ import annotations

from tallygate.v1 import usage_pb2

QUANTITIES = ("tokens_in", "tokens_out", "tokens_in_cached", "tokens_in_cache_write", "tokens_out_reasoning")


def tokens(row: usage_pb2.RecordedEvent) -> dict[str, int]:
    """The quantities of a row that are not 0."""
    return {name: value for name in QUANTITIES if (value := getattr(row.event, name))}


def ids(rows: list[usage_pb2.RecordedEvent]) -> list[str]:
    return [row.event.event_id for row in rows]
