"""Where the figures stand in what model providers answer. Their formats move; this is the one file that knows them.

Values are found by shape, in dicts and in objects with attributes alike; no provider's SDK is imported.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tallygate.event import Usage

_LEGAL_ID = re.compile(r"[\x21-\x7e]{1,64}")

CHARACTERS_PER_TOKEN = 4
"""For an estimate from text, where the provider gave no figure."""


@dataclass(frozen=True)
class Shape:
    """How one kind of answer names its figures. A whole is the sum of the places that it names."""

    name: str
    tokens_in: tuple[str, ...]
    tokens_out: tuple[str, ...] = ()
    tokens_in_cached: tuple[str, ...] = ()
    tokens_in_cache_write: tuple[str, ...] = ()
    tokens_out_reasoning: tuple[str, ...] = ()
    provider: str = ""

    @cached_property
    def places(self) -> tuple[str, ...]:
        return (
            *self.tokens_in,
            *self.tokens_out,
            *self.tokens_in_cached,
            *self.tokens_in_cache_write,
            *self.tokens_out_reasoning,
        )


# OpenAI Chat Completions, Completions and Embeddings; vLLM and others answer the same.
CHAT = Shape(
    "chat",
    tokens_in=("prompt_tokens",),
    tokens_out=("completion_tokens",),
    tokens_in_cached=("prompt_tokens_details.cached_tokens",),
    tokens_out_reasoning=("completion_tokens_details.reasoning_tokens",),
)
# OpenAI Responses.
RESPONSES = Shape(
    "responses",
    tokens_in=("input_tokens",),
    tokens_out=("output_tokens",),
    tokens_in_cached=("input_tokens_details.cached_tokens",),
    tokens_out_reasoning=("output_tokens_details.reasoning_tokens",),
)
# Anthropic Messages: input_tokens is only what was neither read from a cache nor written to one.
MESSAGES = Shape(
    "messages",
    tokens_in=("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"),
    tokens_out=("output_tokens",),
    tokens_in_cached=("cache_read_input_tokens",),
    tokens_in_cache_write=("cache_creation_input_tokens",),
    provider="anthropic",
)

_PROVIDER_BY_ID = {"msg_bdrk_": "aws.bedrock", "msg_vrtx_": "gcp.vertex_ai"}
"""Anthropic's ids say when somebody else served the model."""


@dataclass
class Reading:
    """What one answer says of itself."""

    shape: Shape | None = None
    response_id: str = ""
    model: str = ""
    figures: dict[str, int] = field(default_factory=dict)
    """The provider's own figures by place: the latest of each, since a stream repeats them cumulatively."""
    characters: int = 0
    """Length of the text that was seen, for an estimate."""

    @property
    def provider(self) -> str:
        for beginning, provider in _PROVIDER_BY_ID.items():
            if self.response_id.startswith(beginning):
                return provider
        return self.shape.provider if self.shape else ""

    def usage(self) -> Usage | None:
        """The figures in the ledger's terms. None if the answer has none."""
        if self.shape is None or not self.figures:
            return None
        return Usage(
            tokens_in=self._sum(self.shape.tokens_in),
            tokens_out=self._sum(self.shape.tokens_out),
            tokens_in_cached=self._sum(self.shape.tokens_in_cached),
            tokens_in_cache_write=self._sum(self.shape.tokens_in_cache_write),
            tokens_out_reasoning=self._sum(self.shape.tokens_out_reasoning),
        )

    def estimate(self, tokens_in: int | None) -> Usage:
        """What is known, with the output estimated from its text where that is more than the provider said so far."""
        known = self.usage() or Usage()
        by_text = math.ceil(self.characters / CHARACTERS_PER_TOKEN)
        return Usage(
            tokens_in=known.tokens_in if known.tokens_in is not None else tokens_in,
            tokens_out=max(known.tokens_out or 0, by_text) or known.tokens_out,
            tokens_in_cached=known.tokens_in_cached,
            tokens_in_cache_write=known.tokens_in_cache_write,
            tokens_out_reasoning=known.tokens_out_reasoning,
        )

    def take_usage(self, usage: Any, whole: Any) -> None:
        """Takes the figures that `usage` has; one that it leaves out stays as it was."""
        shape = shape_of(usage, whole)
        if shape is not None:
            self.shape = shape
            self.figures.update(figures_of(usage, shape))

    def _sum(self, places: tuple[str, ...]) -> int | None:
        if len(places) == 1:
            return self.figures.get(places[0])
        known = [self.figures[place] for place in places if place in self.figures]
        return sum(known) if known else None

    def take_identity(self, whole: Any) -> None:
        self.response_id = text(whole, "id") or self.response_id
        self.model = text(whole, "model") or self.model


def read(response: Any) -> Reading:
    """Reads a whole answer. What it does not say stays empty."""
    reading = Reading()
    reading.take_identity(response)
    usage = get(response, "usage")
    reading.take_usage(response if usage is None else usage, response)
    if not reading.figures:
        reading.characters = _characters(response)
    return reading


def shape_of(usage: Any, whole: Any) -> Shape | None:
    """Which shape a usage has. input_tokens alone is said by two providers: what stands beside it tells them apart."""
    if number(usage, "prompt_tokens") is not None:
        return CHAT
    if number(usage, "input_tokens") is None and number(usage, "output_tokens") is None:
        return None
    if text(whole, "type") in _MESSAGE_TYPES:
        return MESSAGES
    if text(whole, "object") == "response":
        return RESPONSES
    if any(number(usage, place) is not None for place in MESSAGES.tokens_in[1:]):
        return MESSAGES
    return RESPONSES


_MESSAGE_TYPES = {"message", "message_start", "message_delta"}

MODEL_OBJECTS = {"chat.completion", "text_completion", "response", "chat.completion.chunk"}


def is_model_answer(body: Any) -> bool:
    """Whether a JSON body that passes by is a model's answer: it says its kind, and has usage or an id."""
    if not isinstance(body, Mapping):
        return False
    if body.get("object") in MODEL_OBJECTS or (body.get("type") == "message" and "content" in body):
        return bool(body.get("id"))
    is_embeddings = body.get("object") == "list" and isinstance(body.get("data"), list) and "model" in body
    return is_embeddings and number(body.get("usage"), "prompt_tokens") is not None


def figures_of(usage: Any, shape: Shape) -> dict[str, int]:
    return {place: value for place in shape.places if (value := number(usage, place)) is not None}


def event_id_of(response_id: str) -> str:
    """The provider's response id as an event id. One that is no legal id is replaced by its hash, always the same."""
    if not response_id or _LEGAL_ID.fullmatch(response_id):
        return response_id
    digest = hashlib.sha256(response_id.encode("utf-8", "surrogatepass")).digest()
    return "sha256-" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def get(holder: Any, name: str) -> Any:
    if isinstance(holder, dict) or isinstance(holder, Mapping):  # noqa: SIM101 - the first is quick
        return holder.get(name)
    return getattr(holder, name, None)


def text(holder: Any, name: str) -> str:
    value = get(holder, name)
    return value if isinstance(value, str) else ""


def number(holder: Any, place: str) -> int | None:
    if "." in place:
        for name in place.split("."):
            holder = get(holder, name)
    else:
        holder = get(holder, place)
    return holder if isinstance(holder, int) and not isinstance(holder, bool) and holder >= 0 else None


def items(holder: Any, name: str) -> list[Any]:
    value = get(holder, name)
    return value if isinstance(value, list) else []


def _characters(response: Any) -> int:
    """Length of the text in a whole answer that has no usage."""
    count = sum(len(text(block, "text")) for block in items(response, "content"))
    for choice in items(response, "choices"):
        count += len(text(choice, "text")) + len(text(get(choice, "message"), "content"))
    for item in items(response, "output"):
        count += sum(len(text(block, "text")) for block in items(item, "content"))
    return count
