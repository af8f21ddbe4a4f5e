"""Track and record, from the call to the verdict."""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timezone
from typing import Any

import grpc
import pytest

import tallygate
from tallygate import Client
from tests.unit.conftest import FakeServer, Fault

CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "model": "gpt-4o-2024-08-06",
    "choices": [{"message": {"content": "hello"}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
}


def test_tracked_answer_is_recorded_under_its_own_id(server: FakeServer, client: Client) -> None:
    assert tallygate.track(CHAT, customer="acme", labels={"feature": "chat"}) == "chatcmpl-1"

    assert tallygate.flush(10)
    event = server.only()
    assert (event.event_id, event.customer_id, event.model_id) == ("chatcmpl-1", "acme", "gpt-4o-2024-08-06")
    assert (event.tokens_in, event.tokens_out, event.estimated) == (1000, 200, False)
    assert dict(event.labels) == {"feature": "chat"}
    assert server.keys == {"Bearer tg_test_key"}
    assert tallygate.stats().recorded == 1


def test_recorded_quantities_are_sent_as_given(server: FakeServer, client: Client) -> None:
    when = datetime(2026, 11, 25, 12, 0, 0, 123456, tzinfo=timezone.utc)
    event_id = tallygate.record(
        "acme",
        model="whisper",
        compute_millis=1237,
        quantities={"audio_millis": 60_000},
        subject="user-7",
        usage_time=when,
        latency_millis=0,
    )

    assert tallygate.flush(10)
    event = server.only()
    assert event.event_id == event_id
    assert event.event_id[14] == "7", "a UUIDv7"
    assert (event.compute_millis, dict(event.quantities), event.subject) == (1237, {"audio_millis": 60_000}, "user-7")
    assert event.usage_time.ToJsonString() == "2026-11-25T12:00:00.123456Z"
    assert event.HasField("latency_millis")
    assert not event.HasField("tokens_in")


def test_same_answer_tracked_twice_is_counted_once(server: FakeServer, client: Client) -> None:
    tallygate.track(CHAT, customer="acme")
    tallygate.track(CHAT, customer="acme")

    assert tallygate.flush(10)
    assert len(server.events) == 1
    assert tallygate.stats().repeated == 1


def test_other_content_under_a_known_id_is_a_conflict_and_kept(server: FakeServer, client: Client) -> None:
    tallygate.track(CHAT, customer="acme")
    tallygate.track({**CHAT, "usage": {"prompt_tokens": 7, "completion_tokens": 1}}, customer="acme")

    assert tallygate.flush(10)
    kept = [json.loads(line) for line in dead_letters(client)]
    assert [(each["verdict"], each["event"]["tokens_in"]) for each in kept] == [("CONFLICT", 7)]
    assert server.only().tokens_in == 1000


def test_rejected_event_is_kept_with_its_reason(
    server: FakeServer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    server.reject = lambda event: "CUSTOMER_UNKNOWN" if event.customer_id == "nobody" else ""
    with caplog.at_level(logging.WARNING, "tallygate"):
        tallygate.record("nobody", tokens_in=1)
        tallygate.record("acme", tokens_in=2)
        assert tallygate.flush(10)

    kept = [json.loads(line) for line in dead_letters(client)]
    assert len(kept) == 1
    assert (kept[0]["reason"], kept[0]["field"], kept[0]["event"]["customer_id"]) == (
        "CUSTOMER_UNKNOWN",
        "customer_id",
        "nobody",
    )
    assert server.only().customer_id == "acme"
    assert (tallygate.stats().rejected, tallygate.stats().recorded) == (1, 1)
    assert "CUSTOMER_UNKNOWN" in caplog.text
    assert "tg_test_key" not in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        Fault(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE"),
        Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL", 0.05),
        Fault(grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_PASSED"),
        Fault(grpc.StatusCode.INTERNAL, "INTERNAL"),
        Fault(grpc.StatusCode.UNAUTHENTICATED, "API_KEY_INVALID"),
    ],
    ids=lambda fault: fault.code.name,
)
def test_call_without_an_answer_is_made_again_with_the_same_ids(
    server: FakeServer, client: Client, fault: Fault
) -> None:
    server.faults = [fault, fault]
    sent = [tallygate.record("acme", tokens_in=n) for n in range(1, 4)]

    assert tallygate.flush(20)
    assert [event_id for _, event_id in server.events] == sent
    assert tallygate.stats().failed_calls == 2


def test_answer_that_got_lost_is_asked_for_again_and_counted_once(server: FakeServer, client: Client) -> None:
    server.loses_answers = 1
    sent = tallygate.record("acme", tokens_in=5)

    assert tallygate.flush(20)
    assert [each for call in server.calls for each in call] == [sent, sent]
    assert len(server.events) == 1
    assert tallygate.stats().duplicate == 1


def test_retry_info_is_waited_for(server: FakeServer, client: Client) -> None:
    server.faults = [Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL", 0.9)]
    began = time.monotonic()
    tallygate.record("acme", tokens_in=1)

    assert not tallygate.flush(0.2), "it waits as long as the server asked, also when somebody flushes"
    assert tallygate.flush(20)
    assert time.monotonic() - began >= 0.9


def test_many_events_go_in_calls_of_at_most_a_thousand(server: FakeServer, client: Client) -> None:
    sent = {tallygate.record("acme", tokens_in=1) for _ in range(2500)}

    assert tallygate.flush(30)
    assert {event_id for _, event_id in server.events} == sent
    assert max(len(call) for call in server.calls) <= 1000
    assert len(server.calls) < 100


def test_usage_without_a_customer_is_refused_with_a_sentence(client: Client) -> None:
    with pytest.raises(tallygate.CustomerMissing, match="no customer: pass customer="):
        tallygate.track(CHAT)


def test_customer_of_the_block_is_taken(server: FakeServer, client: Client) -> None:
    with tallygate.customer("acme", subject="night-job"):
        tallygate.track(CHAT)
        with tallygate.customer("globex"):
            tallygate.record(tokens_in=3, event_id="inner")

    assert tallygate.flush(10)
    assert server.events["acme", "chatcmpl-1"].subject == "night-job"
    assert server.events["globex", "inner"].tokens_in == 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tokens_in": "5"}, "tokens_in: '5' (expected: a whole number)"),
        ({"tokens_out": True}, "tokens_out: True (expected: a whole number)"),
        ({"quantities": {"images": 1.5}}, "quantities.images: 1.5 (expected: a whole number)"),
        ({"labels": {"a": 1}}, "labels.a: 1 (expected: text)"),
        ({"usage_time": datetime(2026, 1, 1)}, "usage_time: 2026-01-01 00:00:00 (expected: a time"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(client: Client, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        tallygate.record("acme", **given)
    assert message in str(refused.value)


def test_text_that_is_no_utf8_is_kept_and_blocks_nobody(server: FakeServer, client: Client) -> None:
    tallygate.record("acme", tokens_in=1, subject="\ud800", event_id="bad")
    tallygate.record("acme", tokens_in=2, event_id="good")

    assert tallygate.flush(10)
    assert list(server.events) == [("acme", "good")]
    assert [json.loads(line)["verdict"] for line in dead_letters(client)] == ["UNREADABLE"]


def dead_letters(client: Client) -> list[str]:
    return (client.settings.spool / "dead-letter.jsonl").read_text().splitlines()


def test_verdict_that_is_not_known_yet_is_kept_and_blocks_nobody(server: FakeServer, client: Client) -> None:
    server.strange_verdicts = 1
    tallygate.record("acme", tokens_in=1, event_id="strange")
    tallygate.record("acme", tokens_in=2, event_id="good")

    assert tallygate.flush(10)
    assert list(server.events) == [("acme", "good")]
    assert [json.loads(line)["verdict"] for line in dead_letters(client)] == ["VERDICT 77"]
