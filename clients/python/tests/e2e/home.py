"""An installation of Tallygate in a folder of its own, driven through ./tallygate: real processes, as in production."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import grpc

from tallygate.v1 import (
    billing_pb2,
    billing_service_pb2,
    billing_service_pb2_grpc,
    metering_service_pb2,
    metering_service_pb2_grpc,
    quota_pb2,
    usage_pb2,
)

PROJECT = Path(__file__).resolve().parents[4]
PATIENCE = 60.0
"""Seconds within which what has to happen happens; nothing waits this long when all is well."""
COMMAND_PATIENCE = 600.0
"""Seconds for a command, which may have to build first."""

PLANS = """
plan: metered
currency: USD
grace: 0h
charges:
  - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 0.01}
---
plan: capped
currency: USD
grace: 0h
spend_cap: {amount: 0.02, kind: hard}
charges:
  - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 0.01}
"""


class Home:
    """One seller. Customers are made by the tests, each its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.grpc_port = free_port()
        self.http_port = free_port()
        self._customers = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.grpc_port}"

    @property
    def key(self) -> str:
        return (self.folder / "admin.key").read_text().strip()

    def run(self, *words: str) -> str:
        """Runs a command of the launcher to its end; it has to be done (0). Its reports go into the home."""
        environment = {
            **os.environ,
            "TALLYGATE_HOME": str(self.folder),
            "TALLYGATE_GRPC_PORT": str(self.grpc_port),
            "TALLYGATE_HTTP_PORT": str(self.http_port),
        }
        ended = subprocess.run(
            [PROJECT / "tallygate", *words],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert ended.returncode == 0, f"./tallygate {' '.join(words)}\n{ended.stdout}{ended.stderr}"
        return ended.stdout

    def usage(self, customer: str) -> dict[str, Any]:
        """What ./tallygate usage says."""
        said: dict[str, Any] = json.loads(self.run("usage", customer, "--json"))
        return said

    def start_server(self) -> None:
        self.run("server", "--background")

    def kill_server(self) -> None:
        """Ends the server as a crash does."""
        os.kill(int((self.folder / "server.pid").read_text()), signal.SIGKILL)
        wait_until(lambda: not listens(self.grpc_port), "the server is gone")

    def prepare(self) -> None:
        self.start_server()
        self._billing(lambda stub: stub.ApplyPlan(billing_service_pb2.ApplyPlanRequest(definition=PLANS)))

    def end(self) -> None:
        self.run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_customer(self, plan: str = "metered", customer_id: str | None = None) -> str:
        """A customer on a plan since the last month."""
        self._customers += 1
        name = customer_id or f"customer-{self._customers}"
        customer = billing_pb2.Customer(customer_id=name, currency_code="USD", email="pay@customer.example")
        subscription = billing_service_pb2.CreateSubscriptionRequest(
            customer_id=name, subscription_id=plan, plan_id=plan
        )
        subscription.start_time.FromDatetime(start_of_last_month())
        self._billing(lambda stub: stub.CreateCustomer(billing_service_pb2.CreateCustomerRequest(customer=customer)))
        self._billing(lambda stub: stub.CreateSubscription(subscription))
        return name

    def events(self, customer: str) -> list[usage_pb2.RecordedEvent]:
        """The rows of usage_events of one customer, in the order in which they were counted."""
        rows: list[usage_pb2.RecordedEvent] = []
        request = billing_service_pb2.ListUsageEventsRequest(customer_id=customer, page_size=1000)
        while True:
            page = self._billing(lambda stub: stub.ListUsageEvents(request))
            rows.extend(page.events)
            if not page.next_page_token:
                return rows
            request.page_token = page.next_page_token

    def wait_for_events(self, customer: str, count: int) -> list[usage_pb2.RecordedEvent]:
        """The rows once there are so many; a minute without them is a failure."""
        wait_until(lambda: len(self.events(customer)) >= count, lambda: f"{count} events: {self.events(customer)}")
        return self.events(customer)

    def wait_for_event(self, customer: str) -> usage_pb2.RecordedEvent:
        """The one row of a customer that has one."""
        rows = self.wait_for_events(customer, 1)
        assert len(rows) == 1, rows
        return rows[0]

    def reservation_state(self, customer: str, reservation_id: str) -> str:
        """Where a reservation stands; one that still lives is given back by asking."""
        request = metering_service_pb2.ReleaseReservationRequest(customer_id=customer, reservation_id=reservation_id)
        with grpc.insecure_channel(self.address) as channel:
            stub = _Authorized(metering_service_pb2_grpc.MeteringServiceStub(channel), self.key)
            return quota_pb2.ReservationState.Name(stub.ReleaseReservation(request).state)

    def _billing(self, call: Callable[[Any], Any]) -> Any:
        with grpc.insecure_channel(self.address) as channel:
            return call(_Authorized(billing_service_pb2_grpc.BillingServiceStub(channel), self.key))


class _Authorized:
    """A stub whose calls carry the key and a deadline."""

    def __init__(self, stub: Any, key: str) -> None:
        self._stub = stub
        self._metadata = (("authorization", f"Bearer {key}"),)

    def __getattr__(self, name: str) -> Callable[[Any], Any]:
        call = getattr(self._stub, name)
        return lambda request: call(request, metadata=self._metadata, timeout=PATIENCE, wait_for_ready=True)


def start_of_month() -> datetime:
    return datetime.now(timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def start_of_last_month() -> datetime:
    return (start_of_month() - timedelta(days=1)).replace(day=1)


def wait_until(condition: Callable[[], bool], what: str | Callable[[], str]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {PATIENCE:.0f} s: {what if isinstance(what, str) else what()}")
        time.sleep(0.02)


def listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as connection:
        connection.bind(("127.0.0.1", 0))
        port: int = connection.getsockname()[1]
        return port
