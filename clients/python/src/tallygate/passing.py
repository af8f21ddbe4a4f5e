"""Reads usage out of a response body that passes by: an app that hands on what OpenAI or Anthropic answered."""

from __future__ import annotations

import json
import logging
import re
import zlib
from collections.abc import Iterable

from tallygate import mapping
from tallygate.chunks import ChunkReader
from tallygate.event import Usage
from tallygate.mapping import Reading

log = logging.getLogger("tallygate")

JSON_BYTES_MAX = 4 * 1024 * 1024
PIECE_BYTES = 64 * 1024
UNKNOWN_CHUNKS_MAX = 16
_MARK = re.compile(rb'"(?:object|type)"\s*:\s*"(?:chat\.completion|text_completion|response|message|list)"')
_HEAD_BYTES = 4096


class PassingBody:
    """Sees the bytes after they were sent on. Holds at most 4 MiB of a JSON body, one line of an event stream."""

    def __init__(self, content_type: str, encoding: str) -> None:
        self._is_stream = content_type == "text/event-stream"
        self._inflate = zlib.decompressobj(31) if encoding == "gzip" else None
        self._chunks = ChunkReader()
        self._body = bytearray()
        self._is_given_up = False
        """It is something else than a model's answer."""
        self._is_broken = False
        """It cannot be unpacked any further."""
        self._is_too_large = False

    @staticmethod
    def of(status: int, headers: Iterable[tuple[bytes, bytes]]) -> PassingBody | None:
        """What reads a response with this head. None if it can be no model's answer, or cannot be read."""
        known = {name.lower(): value for name, value in headers}
        content_type = known.get(b"content-type", b"").split(b";")[0].strip().lower().decode("latin-1")
        encoding = known.get(b"content-encoding", b"").strip().lower().decode("latin-1")
        if not 200 <= status < 300 or content_type not in ("application/json", "text/event-stream"):
            return None
        if encoding not in ("", "identity", "gzip"):
            log.debug("a response with content-encoding %s is not looked into", encoding)
            return None
        return PassingBody(content_type, encoding)

    def see(self, data: bytes) -> None:
        if self._is_given_up or self._is_broken:
            return
        if self._inflate is None:
            self._see(data)
            return
        try:
            while data:
                self._see(self._inflate.decompress(data, PIECE_BYTES))
                data = self._inflate.unconsumed_tail
        except zlib.error:
            self._is_broken = True

    def _see(self, data: bytes) -> None:
        if self._is_stream:
            self._see_events(data)
        elif not self._is_too_large:
            self._body += data
            if len(self._body) > JSON_BYTES_MAX:
                self._is_too_large = True
                del self._body[_HEAD_BYTES:]

    def usage(self, is_whole: bool) -> tuple[Reading, Usage, bool] | None:
        """What the body says, and whether it is estimated. None if it is no model's answer."""
        if self._is_given_up:
            return None
        is_whole = is_whole and not self._is_broken
        return self._usage_of_stream(is_whole) if self._is_stream else self._usage_of_json(is_whole)

    def _see_events(self, data: bytes) -> None:
        self._chunks.see(data)
        self._is_given_up = not self._chunks.is_recognised and self._chunks.unknown > UNKNOWN_CHUNKS_MAX

    def _usage_of_stream(self, is_whole: bool) -> tuple[Reading, Usage, bool] | None:
        if not self._chunks.is_recognised:
            return None
        if is_whole:
            self._chunks.ended()
        return self._chunks.reading, self._chunks.usage(None), not self._chunks.has_final_usage

    def _usage_of_json(self, is_whole: bool) -> tuple[Reading, Usage, bool] | None:
        if self._is_too_large or not is_whole:
            if not _MARK.search(self._body[:_HEAD_BYTES]):
                return None
            log.warning("a model's answer was %s: recorded as estimated", "cut off" if not is_whole else "over 4 MiB")
            return Reading(), Usage(), True
        try:
            body = json.loads(self._body) if self._body else None
        except ValueError:
            return None
        if not mapping.is_model_answer(body):
            return None
        reading = mapping.read(body)
        usage = reading.usage()
        return reading, usage or reading.estimate(None), usage is None
