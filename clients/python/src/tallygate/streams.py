"""Passes a stream's chunks on at once and records its usage at the end, whichever end it has."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Generic, TypeVar

from tallygate import context
from tallygate.chunks import ChunkReader
from tallygate.client import Client
from tallygate.errors import CustomerMissing

T = TypeVar("T")

NO_USAGE = (
    "a stream ended without usage: recorded as estimated, from its text. OpenAI and vLLM send usage if the request "
    'has stream_options={"include_usage": True}'
)
CUT = "a stream was left before its end: what is known is recorded as estimated"


class Recording:
    """The event that a stream becomes: recorded once, when it ends, is left, or is thrown away."""

    def __init__(
        self,
        client: Client,
        *,
        customer: str | None,
        tokens_in: int | None,
        event_id: str | None,
        model: str | None,
        model_provider: str | None,
        subject: str | None,
        labels: Mapping[str, str] | None,
    ) -> None:
        self._client = client
        self._live = client.start()
        self._scope = context.current()
        self._customer = customer or (self._scope.customer if self._scope else None)
        if not self._customer:
            raise CustomerMissing
        self._tokens_in = tokens_in
        self._event_id = event_id
        self._model = model
        self._model_provider = model_provider
        self._subject = subject
        self._labels = labels
        self._is_recorded = False
        self.reader = ChunkReader()
        if self._scope is not None:
            self._scope.count()
            self._scope.streams.add(self)

    @property
    def is_recorded(self) -> bool:
        return self._is_recorded

    def ended(self) -> None:
        """The stream came to its own end."""
        self.reader.ended()
        self._record(is_cut=False)

    def left(self) -> None:
        """The stream failed, or nobody wants the rest of it."""
        self._record(is_cut=True)

    def thrown_away(self) -> None:
        """The same from a finalizer, which may run anywhere: nothing here waits for a lock."""
        if not self._is_recorded:
            self._is_recorded = True
            self._live.late.put(self._event())

    def _record(self, is_cut: bool) -> None:
        if self._is_recorded:
            return
        self._is_recorded = True
        if not self.reader.has_final_usage:
            self._client.warn_once("cut" if is_cut else "no usage", CUT if is_cut else NO_USAGE)
        self._client.put(self._event(), self._scope)

    def _event(self) -> Any:
        return self._client.event(
            self.reader.reading,
            self.reader.usage(self._tokens_in),
            estimated=not self.reader.has_final_usage,
            customer=self._customer,
            scope=self._scope,
            model=self._model,
            model_provider=self._model_provider,
            subject=self._subject,
            labels=self._labels,
            event_id=self._event_id,
        )


class Stream(Generic[T]):
    """A stream for `for`. Use it as a context manager to record at once when it is left early."""

    def __init__(self, chunks: Iterable[T], recording: Recording) -> None:
        self._chunks = chunks
        self._iterator = iter(chunks)
        self._recording = recording

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            chunk = next(self._iterator)
        except StopIteration:
            self._recording.ended()
            raise
        except BaseException:
            self._recording.left()
            raise
        self._recording.reader.see(chunk)
        return chunk

    def close(self) -> None:
        """Ends the stream and records what is known."""
        self._recording.left()
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()

    def __enter__(self) -> Stream[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        recording = getattr(self, "_recording", None)
        if recording is not None:
            recording.thrown_away()


class AsyncStream(Generic[T]):
    """A stream for `async for`. Use it with `async with` to record at once when it is left early."""

    def __init__(self, chunks: AsyncIterable[T], recording: Recording) -> None:
        self._chunks = chunks
        self._iterator = aiter(chunks)
        self._recording = recording

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        try:
            chunk = await anext(self._iterator)
        except StopAsyncIteration:
            self._recording.ended()
            raise
        except BaseException:
            self._recording.left()
            raise
        self._recording.reader.see(chunk)
        return chunk

    async def aclose(self) -> None:
        """Ends the stream and records what is known."""
        self._recording.left()
        close = getattr(self._chunks, "aclose", None) or getattr(self._chunks, "close", None)
        if close is not None:
            closed = close()
            if inspect.isawaitable(closed):
                await closed

    async def __aenter__(self) -> AsyncStream[T]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        recording = getattr(self, "_recording", None)
        if recording is not None:
            recording.thrown_away()
