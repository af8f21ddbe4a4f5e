"""The calls to the server, over one channel per process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2

from tallygate.errors import CallFailed
from tallygate.settings import Settings
from tallygate.v1 import metering_service_pb2 as calls
from tallygate.v1 import metering_service_pb2_grpc, usage_pb2

_OPTIONS: list[tuple[str, Any]] = [
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.enable_http_proxy", 0),
    # Channels of one process do not share connections, so that a forked child never meets its parent's.
    ("grpc.use_local_subchannel_pool", 1),
]


class Remote:
    """Made on first use in a process, never before a fork."""

    def __init__(self, settings: Settings) -> None:
        self._metadata = (("authorization", f"Bearer {settings.api_key}"),)
        if settings.is_tls:
            self._channel = grpc.secure_channel(settings.target, grpc.ssl_channel_credentials(), options=_OPTIONS)
        else:
            self._channel = grpc.insecure_channel(settings.target, options=_OPTIONS)
        self._under_way: set[Any] = set()
        self._stub = metering_service_pb2_grpc.MeteringServiceStub(self._channel)

    def record(self, events: Sequence[usage_pb2.UsageEvent], timeout: float) -> calls.RecordUsageResponse:
        """Raises CallFailed: then it is unknown whether anything was recorded."""
        try:
            return self._stub.RecordUsage(
                calls.RecordUsageRequest(events=events), timeout=timeout, metadata=self._metadata
            )
        except grpc.RpcError as error:
            raise _failure(error) from None

    def check(self, request: calls.CheckQuotaRequest, timeout: float) -> calls.CheckQuotaResponse:
        try:
            return self._stub.CheckQuota(request, timeout=timeout, metadata=self._metadata)
        except grpc.RpcError as error:
            raise _failure(error) from None

    async def check_async(self, request: calls.CheckQuotaRequest, timeout: float) -> calls.CheckQuotaResponse:
        """The same without holding up the event loop."""
        call = self._stub.CheckQuota.future(request, timeout=timeout, metadata=self._metadata)
        response: calls.CheckQuotaResponse = await _answer(call)
        return response

    async def reserve_async(self, request: calls.ReserveQuotaRequest, timeout: float) -> calls.ReserveQuotaResponse:
        call = self._stub.ReserveQuota.future(request, timeout=timeout, metadata=self._metadata)
        response: calls.ReserveQuotaResponse = await _answer(call)
        return response

    def release(self, request: calls.ReleaseReservationRequest, timeout: float) -> None:
        """Begins the call and does not wait for it."""
        call = self._stub.ReleaseReservation.future(request, timeout=timeout, metadata=self._metadata)
        self._under_way.add(call)  # a call that nobody refers to is cancelled
        call.add_done_callback(self._under_way.discard)

    def close(self) -> None:
        self._channel.close()


async def _answer(call: Any) -> Any:
    """The answer of a call that is under way, without holding up the event loop."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[None] = loop.create_future()

    def wake() -> None:
        if not answered.done():
            answered.set_result(None)

    def done(_: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(wake)

    call.add_done_callback(done)
    try:
        await answered
    except asyncio.CancelledError:
        call.cancel()
        raise
    try:
        return call.result()
    except grpc.RpcError as error:
        raise _failure(error) from None


def _failure(error: Any) -> CallFailed:
    """The status of a failed call with its reason and the time to wait, where the server gave them."""
    code: grpc.StatusCode = error.code()
    reason, wait = "", None
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            reason, wait = _details(value)
    return CallFailed(code.name, reason, error.details() or "", wait)


def _details(raw: bytes) -> tuple[str, float | None]:
    reason, wait = "", None
    for detail in status_pb2.Status.FromString(raw).details:
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            reason = error_details_pb2.ErrorInfo.FromString(detail.value).reason
        if detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            delay = error_details_pb2.RetryInfo.FromString(detail.value).retry_delay
            wait = delay.seconds + delay.nanos / 1e9
    return reason, wait
