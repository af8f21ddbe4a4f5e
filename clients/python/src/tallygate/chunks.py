"""Reads usage out of a stream of chunks while others use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tallygate.event import Usage
from tallygate.mapping import CHAT, MESSAGES, RESPONSES, Reading, get, items, number, text
from tallygate.sse import SseLines


class ChunkReader:
    """Sees every chunk of one stream: objects of an SDK, dicts, or the bytes of server-sent events."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.is_recognised = False
        """True once a chunk had a shape that we know."""
        self.unknown = 0
        """Chunks of no shape that we know."""
        self._is_final = False
        self._lines = SseLines()

    def see(self, chunk: Any) -> None:
        if isinstance(chunk, (bytes, bytearray, str)):
            for message in self._lines.feed(chunk):
                self.see(message)
            return
        kind = text(chunk, "type")
        if kind == "chunk" and get(chunk, "chunk") is not None:  # OpenAI's own helper wraps what it was sent
            self.see(get(chunk, "chunk"))
            return
        step = _MESSAGE_STEPS.get(kind)
        if step is not None:
            self.is_recognised = True
            step(self, chunk)
        elif kind.startswith("response."):
            self.is_recognised = True
            self._see_responses(kind, chunk)
        elif text(chunk, "object") in ("chat.completion.chunk", "text_completion") or get(chunk, "choices") is not None:
            self.is_recognised = True
            self._see_chat(chunk)
        else:
            self.unknown += 1

    def ended(self) -> None:
        """The stream came to its own end: the usage seen so far is all of it."""
        self._is_final = self._is_final or (self.reading.shape is CHAT and bool(self.reading.figures))

    @property
    def has_final_usage(self) -> bool:
        """True if the provider's own, final figures were seen."""
        return self._is_final

    def usage(self, tokens_in: int | None) -> Usage:
        """The provider's final figures; else what is known and estimated."""
        final = self.reading.usage() if self._is_final else None
        return final or self.reading.estimate(tokens_in)

    def _see_chat(self, chunk: Any) -> None:
        self.reading.take_identity(chunk)
        choices = items(chunk, "choices")
        for choice in choices:
            self.reading.characters += len(text(choice, "text")) + _delta_characters(get(choice, "delta"))
        usage = get(chunk, "usage")
        if number(usage, "prompt_tokens") is not None:
            self.reading.take_usage(usage, chunk)
            self._is_final = not choices

    def _see_responses(self, kind: str, event: Any) -> None:
        if kind.endswith(".delta"):
            self.reading.characters += len(text(event, "delta"))
        response = get(event, "response")
        if response is None:
            return
        self.reading.take_identity(response)
        self.reading.shape = self.reading.shape or RESPONSES
        if kind in ("response.completed", "response.incomplete", "response.failed"):
            self.reading.take_usage(get(response, "usage"), response)
            self._is_final = bool(self.reading.figures)

    def _see_message_start(self, event: Any) -> None:
        message = get(event, "message")
        self.reading.take_identity(message)
        self.reading.shape = MESSAGES
        self.reading.take_usage(get(message, "usage"), event)

    def _see_block_start(self, event: Any) -> None:
        self.reading.characters += len(text(get(event, "content_block"), "text"))

    def _see_block_delta(self, event: Any) -> None:
        delta = get(event, "delta")
        self.reading.characters += sum(len(text(delta, name)) for name in ("text", "partial_json", "thinking"))

    def _see_message_delta(self, event: Any) -> None:
        usage = get(event, "usage")
        self.reading.take_usage(usage, event)
        if number(usage, "output_tokens") is not None and text(get(event, "delta"), "stop_reason"):
            self._is_final = True

    def _see_nothing(self, event: Any) -> None:
        pass


_MESSAGE_STEPS: dict[str, Callable[[ChunkReader, Any], None]] = {
    "message_start": ChunkReader._see_message_start,
    "content_block_start": ChunkReader._see_block_start,
    "content_block_delta": ChunkReader._see_block_delta,
    "content_block_stop": ChunkReader._see_nothing,
    "message_delta": ChunkReader._see_message_delta,
    "message_stop": ChunkReader._see_nothing,
}


def _delta_characters(delta: Any) -> int:
    count = len(text(delta, "content")) + len(text(delta, "reasoning_content")) + len(text(delta, "refusal"))
    for call in items(delta, "tool_calls"):
        count += len(text(get(call, "function"), "arguments"))
    return count
