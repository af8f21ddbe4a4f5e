"""A metering server of our own, for what the real one does not do on demand: to be slow, full, or gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2

import tallygate
from tallygate import Client, Settings
from tallygate.v1 import metering_service_pb2 as calls
from tallygate.v1 import metering_service_pb2_grpc, quota_pb2, usage_pb2


class Fault(Exception):
    """A status that the next call is answered with."""

    def __init__(self, code: grpc.StatusCode, reason: str = "", wait: float | None = None) -> None:
        super().__init__(code.name)
        self.code, self.reason, self.wait = code, reason, wait

    def trailers(self) -> tuple[tuple[str, bytes], ...]:
        details = []
        if self.reason:
            details.append(error_details_pb2.ErrorInfo(reason=self.reason, domain="tallygate.dev"))
        if self.wait is not None:
            delay = duration_pb2.Duration(nanos=int(self.wait * 1e9))
            details.append(error_details_pb2.RetryInfo(retry_delay=delay))
        packed = []
        for detail in details:
            packed.append(any_pb2.Any())
            packed[-1].Pack(detail)
        status = status_pb2.Status(code=self.code.value[0], message=self.reason, details=packed)
        return (("grpc-status-details-bin", status.SerializeToString()),) if details else ()


class FakeServer(metering_service_pb2_grpc.MeteringServiceServicer):
    """Judges as the ledger does where identity and corrections are concerned, and as `reject` says."""

    def __init__(self) -> None:
        self.events: dict[tuple[str, str], usage_pb2.UsageEvent] = {}
        self.faults: list[Fault] = []
        self.check_faults: list[Fault] = []
        self.calls: list[list[str]] = []
        self.voids: dict[tuple[str, str], str] = {}
        """The id of the void, by customer and event."""
        self.costs: dict[str, str] = {}
        """What an event is answered to have cost, in USD."""
        self.keys: set[str] = set()
        self.reject: Callable[[usage_pb2.UsageEvent], str] = lambda event: ""
        self.denials: dict[str, calls.CheckQuotaResponse] = {}
        self.checked: list[calls.CheckQuotaRequest] = []
        self.reserved: list[calls.ReserveQuotaRequest] = []
        self.released: list[str] = []
        self.loses_answers = 0
        self.strange_verdicts = 0
        self.check_seconds = 0.0
        self._lock = threading.Lock()
        self._server: grpc.Server | None = None
        self.port = 0

    def start(self, port: int = 0) -> None:
        self._server = grpc.server(futures.ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        metering_service_pb2_grpc.add_MeteringServiceServicer_to_server(self, self._server)
        self.port = self._server.add_insecure_port(f"127.0.0.1:{port or self.port}")
        self._server.start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop(0).wait()
            self._server = None

    def RecordUsage(self, request: Any, context: Any) -> calls.RecordUsageResponse:
        with self._lock:
            self.keys.update(value for key, value in context.invocation_metadata() if key == "authorization")
            if self.faults:
                _abort(context, self.faults.pop(0))
            self.calls.append([event.event_id for event in request.events])
            response = calls.RecordUsageResponse(results=self._judge_all(list(request.events)))
            if self.loses_answers:
                self.loses_answers -= 1
                _abort(context, Fault(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE"))
            return response

    def CheckQuota(self, request: Any, context: Any) -> calls.CheckQuotaResponse:
        self.checked.append(request)
        if self.check_faults:
            _abort(context, self.check_faults.pop(0))
        if self.check_seconds:
            time.sleep(self.check_seconds)
        allowed = calls.CheckQuotaResponse(allowed=True, http_status=200)
        return self.denials.get(request.customer_id, allowed)

    def ReserveQuota(self, request: Any, context: Any) -> calls.ReserveQuotaResponse:
        self.reserved.append(request)
        if self.check_faults:
            _abort(context, self.check_faults.pop(0))
        denial = self.denials.get(request.customer_id)
        if denial is None:
            return calls.ReserveQuotaResponse(granted=True, http_status=200)
        return calls.ReserveQuotaResponse(
            deny_reason=denial.deny_reason,
            http_status=denial.http_status,
            quota=denial.quota,
            as_of_time=denial.as_of_time,
            overdue_invoice=denial.overdue_invoice if denial.HasField("overdue_invoice") else None,
        )

    def ReleaseReservation(self, request: Any, context: Any) -> calls.ReleaseReservationResponse:
        self.released.append(request.reservation_id)
        return calls.ReleaseReservationResponse(state=quota_pb2.RESERVATION_STATE_RELEASED)

    def StreamUsage(self, request_iterator: Any, context: Any) -> Iterator[calls.StreamUsageResponse]:
        for request in request_iterator:
            results = self._judge_all(list(request.events))
            yield calls.StreamUsageResponse(tag=request.tag, results=results)

    def GetUsage(self, request: Any, context: Any) -> calls.GetUsageResponse:
        return calls.GetUsageResponse(customer_id=request.customer_id)

    def _judge_all(self, events: list[usage_pb2.UsageEvent]) -> list[usage_pb2.EventResult]:
        return [self._judge(event, events[:number]) for number, event in enumerate(events)]

    def _flaw(self, event: usage_pb2.UsageEvent, before: list[usage_pb2.UsageEvent]) -> str:
        """What is wrong with a correction: a second of an amend stands behind its void in the same call."""
        corrected = (event.customer_id, event.corrects_event_id)
        if not event.corrects_event_id or (event.customer_id, event.event_id) in self.events:
            return ""
        if event.HasField("usage_time"):
            void = self.voids.get(corrected)
            return "" if void in [each.event_id for each in before] else "FIELD_INVALID"
        if corrected not in self.events:
            return "EVENT_UNKNOWN"
        if corrected in self.voids:
            return "ALREADY_VOIDED"
        self.voids[corrected] = event.event_id
        return ""

    def _judge(self, event: usage_pb2.UsageEvent, before_it: list[usage_pb2.UsageEvent]) -> usage_pb2.EventResult:
        reason = self.reject(event) or self._flaw(event, before_it)
        if reason:
            rejection = usage_pb2.Rejection(reason=reason, field="customer_id", message="as the test asks")
            return usage_pb2.EventResult(
                event_id=event.event_id, verdict=usage_pb2.VERDICT_REJECTED, rejection=rejection
            )
        if self.strange_verdicts:
            self.strange_verdicts -= 1
            strange: Any = 77
            return usage_pb2.EventResult(event_id=event.event_id, verdict=strange)
        before = self.events.setdefault((event.customer_id, event.event_id), event)
        if before is not event and before != event:
            return usage_pb2.EventResult(event_id=event.event_id, verdict=usage_pb2.VERDICT_CONFLICT)
        verdict = usage_pb2.VERDICT_RECORDED if before is event else usage_pb2.VERDICT_DUPLICATE
        cost, currency = self.costs.get(event.event_id, ""), "USD" if event.event_id in self.costs else ""
        return usage_pb2.EventResult(event_id=event.event_id, verdict=verdict, cost=cost, currency_code=currency)

    def deny(self, customer: str, reason: str, status: int) -> None:
        quota = quota_pb2.Quota(plan_id="standard", plan_version=1, currency_code="USD", spend="5", held="0")
        quota.spend_cap, quota.remaining = "5.00", "0"
        quota.period_end.FromJsonString("2026-12-01T00:00:00Z")
        denial = calls.CheckQuotaResponse(http_status=status, quota=quota)
        denial.deny_reason = quota_pb2.DenyReason.Value(f"DENY_REASON_{reason}")
        denial.as_of_time.FromJsonString("2026-11-25T12:00:00.250Z")
        self.denials[customer] = denial

    def deny_overdue(self, customer: str) -> None:
        self.deny(customer, "PAYMENT_OVERDUE", 402)
        denial = self.denials[customer]
        denial.quota.resolve_url = denial.overdue_invoice.pay_url = "https://pay.example/in_1"
        denial.overdue_invoice.invoice_id = "inv_7_20261001_P1"
        denial.overdue_invoice.due_time.FromJsonString("2026-11-01T00:00:00Z")

    def only(self) -> usage_pb2.UsageEvent:
        assert len(self.events) == 1, list(self.events)
        return next(iter(self.events.values()))


def _abort(context: Any, fault: Fault) -> None:
    context.set_trailing_metadata(fault.trailers())
    context.abort(fault.code, fault.reason or "as the test asks")


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture
def settings(server: FakeServer, tmp_path: Path) -> Settings:
    return Settings.read({}, address=f"127.0.0.1:{server.port}", api_key="tg_test_key", spool=tmp_path / "spool")


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    """The client of the process, so that the functions of the package use it."""
    made = tallygate.configure(address=settings.address, api_key=settings.api_key, spool=settings.spool)
    yield made
    made.close(1)


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    """Waits for what must come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)
