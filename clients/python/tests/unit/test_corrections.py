"""Voids and amends: what is sent, what the caller hears, and that a repeated one is counted once."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal

import grpc
import pytest

import tallygate
from tallygate import Client
from tests.unit.conftest import FakeServer, Fault

WHEN = datetime(2026, 11, 3, 10, 0, 0, 250, tzinfo=timezone.utc)


def test_void_carries_ids_alone_and_is_sent_after_what_was_tracked(server: FakeServer, client: Client) -> None:
    server.costs["void-e1"] = "-0.500000000001"
    tallygate.record("acme", tokens_in=5, event_id="e1", subject="user-7")

    made = tallygate.void("e1", customer="acme")

    assert (made.event_id, made.verdict, made.late) == ("void-e1", "RECORDED", False)
    assert (made.cost, made.currency_code) == (Decimal("-0.500000000001"), "USD")
    void = server.events["acme", "void-e1"]
    assert void.corrects_event_id == "e1"
    assert {field.name for field, _ in void.ListFields()} == {"event_id", "customer_id", "corrects_event_id"}


def test_same_void_again_is_counted_once(server: FakeServer, client: Client) -> None:
    tallygate.record("acme", tokens_in=5, event_id="e1")

    assert [tallygate.void("e1", customer="acme").verdict for _ in range(2)] == ["RECORDED", "DUPLICATE"]
    assert list(server.events) == [("acme", "e1"), ("acme", "void-e1")]


def test_amend_is_the_void_and_what_was_used_in_one_call(server: FakeServer, client: Client) -> None:
    server.costs.update({"void-e1": "-2.5", "amend-e1": "0.75"})
    tallygate.record("acme", model="gpt-4o", tokens_in=5000, event_id="e1", usage_time=WHEN)

    made = tallygate.amend(
        "e1",
        customer="acme",
        usage_time=WHEN,
        model="gpt-4o-mini",
        tokens_in=900,
        tokens_out=200,
        tokens_in_cached=100,
        quantities={"images": 2},
        subject="user-7",
        labels={"why": "model"},
    )

    assert server.calls[-1] == ["void-e1", "amend-e1"]
    assert (made.event_id, made.verdict, made.cost) == ("amend-e1", "RECORDED", Decimal("-1.75"))
    second = server.events["acme", "amend-e1"]
    assert (second.corrects_event_id, second.model_id, second.subject) == ("e1", "gpt-4o-mini", "user-7")
    assert (second.tokens_in, second.tokens_out, second.tokens_in_cached) == (900, 200, 100)
    assert (dict(second.quantities), dict(second.labels)) == ({"images": 2}, {"why": "model"})
    assert second.usage_time.ToJsonString() == "2026-11-03T10:00:00.000250Z"


def test_amend_of_an_amend_names_what_took_the_place(server: FakeServer, client: Client) -> None:
    tallygate.record("acme", tokens_in=5, event_id="e1", usage_time=WHEN)
    first = tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=4)

    second = tallygate.amend(first.event_id, customer="acme", usage_time=WHEN, tokens_in=3)

    assert second.event_id == "amend-amend-e1"
    assert server.events["acme", "amend-amend-e1"].tokens_in == 3


def test_same_amend_again_is_counted_once_and_another_is_a_conflict(server: FakeServer, client: Client) -> None:
    tallygate.record("acme", tokens_in=5, event_id="e1", usage_time=WHEN)
    assert tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=4).verdict == "RECORDED"
    assert tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=4).verdict == "DUPLICATE"

    with pytest.raises(tallygate.CorrectionRefused, match="CONFLICT: amend-e1: another content") as refused:
        tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=3)

    assert (refused.value.verdict, refused.value.reason) == ("CONFLICT", "")
    assert server.events["acme", "amend-e1"].tokens_in == 4


def test_refusal_says_why_and_nothing_of_an_amend_is_recorded(server: FakeServer, client: Client) -> None:
    with pytest.raises(tallygate.CorrectionRefused, match="EVENT_UNKNOWN: as the test asks") as unknown:
        tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=3)
    assert (unknown.value.verdict, unknown.value.reason, unknown.value.field) == (
        "REJECTED",
        "EVENT_UNKNOWN",
        "customer_id",
    )
    assert not server.events

    tallygate.record("acme", tokens_in=5, event_id="e1")
    tallygate.flush(10)
    server.voids["acme", "e1"] = "by-somebody-else"
    with pytest.raises(tallygate.CorrectionRefused) as voided:
        tallygate.void("e1", customer="acme")
    assert voided.value.reason == "ALREADY_VOIDED"


def test_call_without_an_answer_may_be_made_again(server: FakeServer, client: Client) -> None:
    tallygate.record("acme", tokens_in=5, event_id="e1", usage_time=WHEN)
    assert tallygate.flush(10)
    server.loses_answers = 1

    with pytest.raises(tallygate.CallFailed, match="DATABASE_UNAVAILABLE"):
        tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=4)

    assert tallygate.amend("e1", customer="acme", usage_time=WHEN, tokens_in=4).verdict == "DUPLICATE"
    assert len(server.events) == 3


def test_refused_key_is_told(server: FakeServer, client: Client) -> None:
    server.faults = [Fault(grpc.StatusCode.PERMISSION_DENIED, "SCOPE_MISSING")]

    with pytest.raises(tallygate.CallFailed) as failed:
        tallygate.void("e1", customer="acme")

    assert failed.value.is_permanent


def test_customer_of_the_block_is_taken_and_one_is_needed(server: FakeServer, client: Client) -> None:
    with tallygate.customer("acme", subject="night-job"):
        tallygate.record(tokens_in=3, event_id="e1", usage_time=WHEN)
        tallygate.amend("e1", usage_time=WHEN, tokens_in=2)

    assert server.events["acme", "amend-e1"].subject == "", "all of it is given anew"
    with pytest.raises(tallygate.CustomerMissing):
        tallygate.void("e1")


def test_long_id_is_derived_the_same_each_time(server: FakeServer, client: Client) -> None:
    event_id = "x" * 64
    tallygate.record("acme", tokens_in=3, event_id=event_id)

    made = [tallygate.void(event_id, customer="acme") for _ in range(2)]

    # As ./tallygate usage void makes it: the first 32 hex digits of the SHA-256.
    assert made[0].event_id == "void-7ce100971f64e7001e8fe5a51973ecdf"
    assert made[1].verdict == "DUPLICATE"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tokens_in": "5"}, "tokens_in: '5' (expected: a whole number)"),
        ({"usage_time": datetime(2026, 1, 1)}, "usage_time: 2026-01-01 00:00:00 (expected: a time"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(client: Client, given: dict[str, object], message: str) -> None:
    amend: dict[str, object] = {"usage_time": WHEN, **given}
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        tallygate.amend("e1", customer="acme", **amend)  # type: ignore[arg-type]
    assert message in str(refused.value)
