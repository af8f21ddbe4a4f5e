"""What is recorded of a stream, in each way that it can end."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

import tallygate
from tallygate import Client
from tests.unit.asgi import call
from tests.unit.conftest import FakeServer
from tests.unit.test_mapping import as_object
from tests.unit.test_middleware import DELTAS, LAST, of, sse, user_of

RESPONSES = [
    {"type": "response.created", "response": {"id": "resp_1", "object": "response", "model": "gpt-5", "usage": None}},
    {"type": "response.output_text.delta", "delta": "hello world!"},
    {
        "type": "response.completed",
        "response": {
            "id": "resp_1",
            "object": "response",
            "model": "gpt-5",
            "usage": {
                "input_tokens": 40,
                "input_tokens_details": {"cached_tokens": 10},
                "output_tokens": 9,
                "output_tokens_details": {"reasoning_tokens": 4},
            },
        },
    },
]
START = {"input_tokens": 25, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 50, "output_tokens": 1}
MESSAGES = [
    {"type": "message_start", "message": {"id": "msg_1", "type": "message", "model": "claude-x", "usage": START}},
    {"type": "content_block_start", "content_block": {"type": "text", "text": ""}},
    {"type": "ping"},
    {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "hello world!"}},
    {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "hello world!"}},
    {
        "type": "message_delta",
        "delta": {"stop_reason": None},
        "usage": {"input_tokens": 25, "cache_read_input_tokens": 100, "output_tokens": 8},
    },
    {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn"},
        "usage": {"input_tokens": 25, "cache_read_input_tokens": 100, "output_tokens": 15},
    },
    {"type": "message_stop"},
]
CHAT = [*DELTAS, LAST]


def drain(chunks: list[Any], **how: Any) -> list[Any]:
    async def run() -> list[Any]:
        return [chunk async for chunk in tallygate.stream(of(chunks), customer="acme", **how)]

    return asyncio.run(run())


@pytest.mark.parametrize("form", ["dict", "object", "bytes", "lines"])
@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        (CHAT, ("chatcmpl-2", "gpt-4o", 30, 6, 0, 0, 0)),
        (RESPONSES, ("resp_1", "gpt-5", 40, 9, 10, 0, 4)),
        (MESSAGES, ("msg_1", "claude-x", 175, 15, 100, 50, 0)),
    ],
    ids=["chat", "responses", "messages"],
)
def test_stream_with_usage(server: FakeServer, client: Client, chunks: list[Any], expected: Any, form: str) -> None:
    if form == "object":
        chunks = [as_object(chunk) for chunk in chunks]
    elif form == "bytes":
        chunks = sse(*chunks)
    elif form == "lines":
        chunks = ["data: " + json.dumps(chunk) for chunk in chunks]

    assert drain(chunks) == chunks

    assert client.flush(10)
    event = server.only()
    assert not event.estimated
    assert (
        event.event_id,
        event.model_id,
        event.tokens_in,
        event.tokens_out,
        event.tokens_in_cached,
        event.tokens_in_cache_write,
        event.tokens_out_reasoning,
    ) == expected


def test_sync_stream(server: FakeServer, client: Client) -> None:
    with tallygate.customer("acme"):
        assert list(tallygate.stream(iter(CHAT))) == CHAT
    assert client.flush(10)
    assert server.only().tokens_in == 30


def test_chunk_is_passed_on_before_the_next_is_asked_for(client: Client) -> None:
    order: list[str] = []

    def source() -> Iterator[Any]:
        for number in range(3):
            order.append(f"made {number}")
            yield DELTAS[0]

    for _ in tallygate.stream(source(), customer="acme"):
        order.append("got")
    assert order == ["made 0", "got", "made 1", "got", "made 2", "got"]


def test_stream_without_usage_is_estimated_and_says_once_what_mends_it(
    server: FakeServer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "tallygate"):
        drain(DELTAS, tokens_in=11, event_id="a")
        drain(DELTAS, event_id="b")

    assert client.flush(10)
    first, second = server.events["acme", "a"], server.events["acme", "b"]
    assert (first.estimated, first.tokens_in, first.tokens_out) == (True, 11, 6)
    assert (second.estimated, second.HasField("tokens_in"), second.tokens_out) == (True, False, 6)
    assert caplog.text.count('stream_options={"include_usage": True}') == 1
    assert client.stats().estimated == 2


async def leave(way: str) -> None:
    stream = tallygate.stream(of(MESSAGES), customer="acme")
    async for chunk in stream:
        if chunk["type"] == "content_block_delta":
            if way == "raise":
                raise ZeroDivisionError
            if way == "close":
                await stream.aclose()
            return


async def be_cancelled() -> None:
    hangs = asyncio.Event()

    async def hanging() -> AsyncIterator[Any]:
        for chunk in MESSAGES[:4]:
            yield chunk
        hangs.set()
        await asyncio.Event().wait()

    async def consume() -> None:
        async for _ in tallygate.stream(hanging(), customer="acme"):
            pass

    task = asyncio.create_task(consume())
    await hangs.wait()
    task.cancel()
    await task


@pytest.mark.parametrize("way", ["return", "raise", "close", "cancel"])
def test_stream_left_early_is_estimated(server: FakeServer, client: Client, way: str) -> None:
    async def run() -> None:
        await asyncio.gather(be_cancelled() if way == "cancel" else leave(way), return_exceptions=True)

    asyncio.run(run())
    gc.collect()

    assert client.flush(10)
    event = server.only()
    assert (event.event_id, event.estimated) == ("msg_1", True)
    assert (event.tokens_in, event.tokens_in_cached, event.tokens_out) == (175, 100, 3)


def test_stream_that_fails_is_recorded_and_still_fails(server: FakeServer, client: Client) -> None:
    def failing() -> Iterator[Any]:
        yield DELTAS[0]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(tallygate.stream(failing(), customer="acme"))
    assert client.flush(10)
    assert server.only().estimated


def test_usage_in_every_chunk_is_not_added_up(server: FakeServer, client: Client) -> None:
    running = [{**DELTAS[0], "usage": {"prompt_tokens": 30, "completion_tokens": n}} for n in (1, 2, 3)]
    drain(running)
    assert client.flush(10)
    assert (server.only().tokens_in, server.only().tokens_out, server.only().estimated) == (30, 3, False)


def test_stream_needs_a_customer_at_its_begin(client: Client) -> None:
    with pytest.raises(tallygate.CustomerMissing):
        tallygate.stream(iter(CHAT))


def test_client_that_leaves_the_app_is_recorded(server: FakeServer, client: Client) -> None:
    app = FastAPI()
    app.add_middleware(tallygate.Middleware, customer=user_of)

    @app.get("/own")
    async def own_stream() -> StreamingResponse:
        async def body() -> AsyncIterator[str]:
            async for chunk in tallygate.stream(of(DELTAS * 1000)):
                yield str(chunk["choices"][0]["delta"]["content"])

        return StreamingResponse(body(), media_type="text/plain")

    asyncio.run(call(app, "/own", user="acme", leave_after=4))

    assert client.flush(10)
    event = server.only()
    assert (event.event_id, event.estimated) == ("chatcmpl-2", True)
    assert 4 <= event.tokens_out < 6000
    assert event.HasField("latency_millis")


def test_object_that_is_neither_is_passed_on(server: FakeServer, client: Client) -> None:
    odd = [SimpleNamespace(), 7, None, {"type": 3}]
    assert drain(odd) == odd
    assert client.flush(10)
    assert server.only().estimated
