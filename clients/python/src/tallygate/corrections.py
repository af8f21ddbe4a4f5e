"""Corrections of what is recorded: a void takes an event away, an amend puts what really was used in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from tallygate.errors import CallFailed, CorrectionRefused
from tallygate.event import Event
from tallygate.v1 import usage_pb2

ID_BYTES_MAX = 64
HASH_CHARACTERS = 32

Counted = Literal["RECORDED", "DUPLICATE"]

_PREFIX = "VERDICT_"


@dataclass(frozen=True)
class Correction:
    """A correction that is counted."""

    event_id: str
    """Of the event that was made: the void, or what stands in the place of the wrong one. To amend again, name it."""
    verdict: Counted
    """RECORDED by this call, or DUPLICATE: the same correction was counted before."""
    cost: Decimal
    """What the correction added to the customer's cost: below zero where it took something away."""
    currency_code: str
    late: bool
    """True if a closed month was corrected: the difference is billed by a later invoice."""


def derived_id(prefix: str, event_id: str) -> str:
    """The id of an event that is made of another: the same each time, and the same that `./tallygate usage` takes."""
    made = prefix + event_id
    if len(made.encode()) <= ID_BYTES_MAX:
        return made
    return prefix + hashlib.sha256(event_id.encode()).hexdigest()[:HASH_CHARACTERS]


def voiding(customer_id: str, event_id: str) -> usage_pb2.UsageEvent:
    """The void of an event: ids, and nothing else."""
    return usage_pb2.UsageEvent(
        event_id=derived_id("void-", event_id), customer_id=customer_id, corrects_event_id=event_id
    )


def amending(event: Event, event_id: str) -> usage_pb2.UsageEvent:
    """What really was used, in the place of an event whose void stands before it in the call."""
    message = event.to_proto()
    message.corrects_event_id = event_id
    return message


def judged(sent: Sequence[usage_pb2.UsageEvent], results: Sequence[usage_pb2.EventResult]) -> Correction:
    """What became of the events of one correction. Raises CorrectionRefused where one is not counted."""
    if len(results) != len(sent):
        raise CallFailed("INTERNAL", "", f"{len(sent)} events were sent, {len(results)} verdicts came", None)
    refused = [result for result in results if _verdict(result) not in ("RECORDED", "DUPLICATE")]
    if refused:
        # Where the two of an amend are refused together, one has the cause and the other only names it.
        raise _refusal(next((each for each in refused if _verdict(each) == "CONFLICT"), refused[0]))
    last = results[-1]
    return Correction(
        event_id=last.event_id,
        verdict=cast("Counted", _verdict(last)),
        cost=sum((Decimal(result.cost or "0") for result in results), Decimal(0)),
        currency_code=last.currency_code,
        late=any(result.late for result in results),
    )


def _verdict(result: usage_pb2.EventResult) -> str:
    try:
        return usage_pb2.Verdict.Name(result.verdict).removeprefix(_PREFIX)
    except ValueError:
        return f"VERDICT {result.verdict}"


def _refusal(result: usage_pb2.EventResult) -> CorrectionRefused:
    verdict, rejection = _verdict(result), result.rejection
    message = rejection.message
    if verdict == "CONFLICT":
        message = f"{result.event_id}: another content was counted under this id before"
    return CorrectionRefused(verdict, rejection.reason, rejection.field, message)
