"""What a request may use at most, as its body says it: what is reserved before the handler runs."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

BODY_BYTES_MAX = 1024 * 1024
"""A larger body is not looked into."""
MOST_TOKENS = ("max_completion_tokens", "max_output_tokens", "max_tokens")
"""Where OpenAI, its Responses API, Anthropic and those who speak like them name the most output."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


@dataclass(frozen=True)
class Most:
    """The most that a request may use of a model."""

    model: str
    quantities: dict[str, int]


def may_name_most(scope: MutableMapping[str, Any]) -> bool:
    """Whether the request has a JSON body that is small enough to be read before the handler sees it."""
    headers = {name.lower(): value for name, value in scope.get("headers", ())}
    content_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    length = headers.get(b"content-length", b"")
    is_plain = headers.get(b"content-encoding", b"identity").strip().lower() == b"identity"
    return content_type == b"application/json" and is_plain and length.isdigit() and int(length) <= BODY_BYTES_MAX


async def read(receive: Receive) -> tuple[bytes, Receive]:
    """The body, and a `receive` for the handler that gives it again message by message."""
    messages: list[Message] = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    body = b"".join(message.get("body", b"") for message in messages)
    again = iter(messages)

    async def replayed() -> Message:
        message = next(again, None)
        return message if message is not None else await receive()

    return body, replayed


def most_of(body: bytes) -> Most | None:
    """None where the body names no most output. A token is at least one byte, so the body's size bounds its text."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict):
        return None
    most = next((value for name in MOST_TOKENS if _is_count(value := asked.get(name))), None)
    if most is None:
        return None
    answers = asked.get("n")
    model = asked.get("model")
    return Most(
        model if isinstance(model, str) else "",
        {"tokens_in": len(body), "tokens_out": most * (answers if _is_count(answers) else 1)},
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10**9
