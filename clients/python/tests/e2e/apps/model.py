"""A model provider for tests: answers in the shapes of OpenAI and Anthropic, with the figures that a prompt asks for.

A prompt is words such as `in=1000 out=200 cached=300`. Further words:
  written=N    tokens written to a cache            reasoning=N  tokens of reasoning
  id=X         the answer's id                      chunks=N     pieces of a stream (3)
  endless=1    the stream goes on until it is left  lost=1       the first answer is lost: the SDK asks again
"""

from __future__ import annotations

import asyncio
import itertools
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

MODEL = "gpt-4o-2024-08-06"
CLAUDE = "claude-sonnet-4-5-20250929"
WORD = "word "


class Prompt:
    def __init__(self, body: dict[str, Any]) -> None:
        asked = body.get("input") or body["messages"][-1]["content"]
        self.words = dict(word.split("=") for word in str(asked).split() if "=" in word)
        self.is_stream = bool(body.get("stream"))
        self.with_usage = bool((body.get("stream_options") or {}).get("include_usage"))

    def number(self, name: str, otherwise: int = 0) -> int:
        return int(self.words.get(name, otherwise))

    def id(self, beginning: str) -> str:
        return self.words.get("id") or f"{beginning}{uuid.uuid4().hex}"

    def is_lost(self, request: Request) -> bool:
        return "lost" in self.words and request.headers.get("x-stainless-retry-count", "0") == "0"

    async def pieces(self) -> AsyncIterator[str]:
        """The text of the answer, piece by piece."""
        endless = "endless" in self.words
        for _ in itertools.count() if endless else range(self.number("chunks", 3)):
            yield WORD
            if endless:
                await asyncio.sleep(0.01)


def lost() -> Response:
    return JSONResponse({"error": {"type": "api_error", "message": "lost on the way"}}, 500)


def events(stream: AsyncIterator[dict[str, Any]], done: str = "") -> Response:
    async def lines() -> AsyncIterator[str]:
        async for event in stream:
            name = f"event: {event['type']}\n" if "type" in event else ""
            yield f"{name}data: {json.dumps(event)}\n\n"
        if done:
            yield f"data: {done}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


async def chat(request: Request) -> Response:
    prompt = Prompt(await request.json())
    if prompt.is_lost(request):
        return lost()
    head = {"id": prompt.id("chatcmpl-"), "created": 1, "model": MODEL}
    tokens_in, tokens_out = prompt.number("in"), prompt.number("out")
    usage = {
        "prompt_tokens": tokens_in,
        "completion_tokens": tokens_out,
        "total_tokens": tokens_in + tokens_out,
        "prompt_tokens_details": {"cached_tokens": prompt.number("cached"), "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": prompt.number("reasoning"), "audio_tokens": 0},
    }
    if prompt.is_stream:
        return events(chat_chunks(prompt, {**head, "object": "chat.completion.chunk"}, usage), "[DONE]")
    message = {"role": "assistant", "content": WORD * 3}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": usage})


async def chat_chunks(prompt: Prompt, head: dict[str, Any], usage: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    async for piece in prompt.pieces():
        delta = {"role": "assistant", "content": piece}
        yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    if prompt.with_usage:
        yield {**head, "choices": [], "usage": usage}


async def responses(request: Request) -> Response:
    prompt = Prompt(await request.json())
    tokens_in, tokens_out = prompt.number("in"), prompt.number("out")
    text = {"type": "output_text", "text": WORD * 3, "annotations": []}
    answer = {
        "id": prompt.id("resp_"),
        "object": "response",
        "created_at": 1,
        "model": MODEL,
        "status": "completed",
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "output": [{"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [text]}],
        "usage": {
            "input_tokens": tokens_in,
            "input_tokens_details": {"cached_tokens": prompt.number("cached")},
            "output_tokens": tokens_out,
            "output_tokens_details": {"reasoning_tokens": prompt.number("reasoning")},
            "total_tokens": tokens_in + tokens_out,
        },
    }
    return events(response_events(prompt, answer)) if prompt.is_stream else JSONResponse(answer)


async def response_events(prompt: Prompt, answer: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    number = itertools.count()
    begun = {**answer, "status": "in_progress", "output": [], "usage": None}
    yield {"type": "response.created", "sequence_number": next(number), "response": begun}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
    async for piece in prompt.pieces():
        yield {"type": "response.output_text.delta", "sequence_number": next(number), "delta": piece, **place}
    yield {"type": "response.completed", "sequence_number": next(number), "response": answer}


async def embeddings(request: Request) -> Response:
    tokens_in = Prompt(await request.json()).number("in")
    vector = {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}
    usage = {"prompt_tokens": tokens_in, "total_tokens": tokens_in}
    return JSONResponse({"object": "list", "model": "text-embedding-3-small", "data": [vector], "usage": usage})


async def messages(request: Request) -> Response:
    prompt = Prompt(await request.json())
    if prompt.is_lost(request):
        return lost()
    cached, written = prompt.number("cached"), prompt.number("written")
    usage = {
        "input_tokens": prompt.number("in") - cached - written,
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": written,
        "output_tokens": prompt.number("out"),
    }
    answer = {
        "id": prompt.id("msg_"),
        "type": "message",
        "role": "assistant",
        "model": CLAUDE,
        "content": [{"type": "text", "text": WORD * 3}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": usage,
    }
    return events(message_events(prompt, answer)) if prompt.is_stream else JSONResponse(answer)


async def message_events(prompt: Prompt, answer: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """As Anthropic streams: input and cache counts at the start, repeated by the deltas, which count cumulatively."""
    usage = answer["usage"]
    begun = {**answer, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 1}}
    yield {"type": "message_start", "message": begun}
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    async for piece in prompt.pieces():
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
    yield {"type": "content_block_stop", "index": 0}
    half = {**usage, "output_tokens": usage["output_tokens"] // 2}
    nothing = {"stop_reason": None, "stop_sequence": None}
    yield {"type": "message_delta", "delta": nothing, "usage": half}
    yield {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage}
    yield {"type": "message_stop"}


app = Starlette(
    routes=[
        Route("/v1/chat/completions", chat, methods=["POST"]),
        Route("/v1/responses", responses, methods=["POST"]),
        Route("/v1/embeddings", embeddings, methods=["POST"]),
        Route("/v1/messages", messages, methods=["POST"]),
    ]
)
