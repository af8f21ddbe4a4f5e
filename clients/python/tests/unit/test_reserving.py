"""Requests that name the most that they may use: held before, committed by their usage, or given back."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

import tallygate
from tallygate import Client, Settings, reserving
from tests.unit.asgi import Exchange, call
from tests.unit.conftest import FakeServer, Fault, eventually
from tests.unit.test_client import CHAT
from tests.unit.test_middleware import user_of

ASKED = {"model": "gpt-4o", "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}


def make_app(**options: Any) -> FastAPI:
    app = FastAPI()
    app.add_middleware(tallygate.Middleware, customer=user_of, **options)

    @app.post("/chat")
    async def chat(request: Request) -> Any:
        tallygate.track(CHAT)
        tallygate.track(CHAT, event_id="second")
        return await request.json()

    @app.post("/pass")
    async def hand_on() -> JSONResponse:
        return JSONResponse(CHAT)

    @app.post("/broken")
    async def broken() -> None:
        raise RuntimeError("the handler fails")

    @app.post("/idle")
    async def idle() -> dict[str, str]:
        return {"answer": "from a cache"}

    @app.post("/for-another")
    async def for_another() -> dict[str, str]:
        with tallygate.customer("globex"):
            tallygate.track(CHAT)
        return {"answer": "hello"}

    return app


def ask(app: Any, path: str, body: Any = ASKED) -> Exchange:
    return asyncio.run(call(app, path, method="POST", user="acme", body=body))


def test_the_first_event_names_what_was_reserved(server: FakeServer, client: Client) -> None:
    answered = ask(make_app(subject=lambda request: "user-7"), "/chat")

    assert (answered.status, answered.json) == (200, ASKED), "the handler sees the whole body"
    assert client.flush(10)
    [asked] = server.reserved
    assert (asked.customer_id, asked.model_id, asked.subject, asked.ttl.seconds) == ("acme", "gpt-4o", "user-7", 600)
    assert asked.quantities["tokens_out"] == 50
    assert asked.quantities["tokens_in"] > len("hello")
    first, second = server.events.values()
    assert [first.reservation_id, second.reservation_id] == [asked.reservation_id, ""]
    assert not server.checked
    assert not server.released


def test_a_body_that_passes_by_commits_too(server: FakeServer, client: Client) -> None:
    ask(make_app(), "/pass")

    assert client.flush(10)
    assert server.only().reservation_id == server.reserved[0].reservation_id


@pytest.mark.parametrize("path", ["/broken", "/idle", "/for-another", "/no-such-route"])
def test_what_nobody_used_is_given_back(server: FakeServer, client: Client, path: str) -> None:
    app = make_app()
    if path == "/broken":
        with pytest.raises(RuntimeError):
            ask(app, path)
    else:
        ask(app, path)

    if path == "/for-another":
        assert client.flush(10)
        assert server.only().reservation_id == "", "a reservation is its customer's"
    eventually(lambda: server.released == [server.reserved[0].reservation_id])


def test_an_unpaid_invoice_is_named_where_a_reservation_is_denied_for_it(server: FakeServer, client: Client) -> None:
    server.deny_overdue("acme")

    answered = ask(make_app(), "/chat")

    assert (answered.status, answered.json["reason"]) == (402, "PAYMENT_OVERDUE")
    assert answered.json["invoice_id"] == "inv_7_20261001_P1"
    assert answered.json["resolve_url"] == "https://pay.example/in_1"
    assert not server.checked


def test_a_denied_request_never_reaches_the_handler(server: FakeServer, client: Client) -> None:
    server.deny("acme", "SPEND_CAP_REACHED", 402)

    answered = ask(make_app(), "/chat")

    assert (answered.status, answered.json["reason"]) == (402, "SPEND_CAP_REACHED")
    assert client.flush(10)
    assert not server.events
    assert not server.released


def test_what_was_not_answered_is_given_back_where_the_request_does_not_run(
    server: FakeServer, client: Client, settings: Settings
) -> None:
    server.check_faults = [Fault(grpc.StatusCode.UNAVAILABLE)]
    denying = tallygate.configure(
        address=settings.address, api_key=settings.api_key, spool=settings.spool, on_error="deny"
    )

    assert ask(make_app(client=denying), "/chat").status == 503
    eventually(lambda: server.released == [server.reserved[0].reservation_id])
    denying.close(1)


@pytest.mark.parametrize(
    "body", [{"model": "gpt-4o"}, {"max_tokens": "many"}, {"max_tokens": True}, ["max_tokens"], None]
)
def test_other_requests_are_checked(server: FakeServer, client: Client, body: Any) -> None:
    ask(make_app(), "/idle", body)

    assert len(server.checked) == 1
    assert not server.reserved


def test_reserving_can_be_switched_off(server: FakeServer, client: Client) -> None:
    ask(make_app(reserve=False), "/chat")

    assert len(server.checked) == 1
    assert not server.reserved


def test_a_server_without_reservations_is_asked(server: FakeServer, client: Client) -> None:
    server.check_faults = [Fault(grpc.StatusCode.UNIMPLEMENTED)]

    assert ask(make_app(), "/chat").status == 200
    assert len(server.checked) == 1


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (b'{"max_completion_tokens": 7}', 7),
        (b'{"max_output_tokens": 7}', 7),
        (b'{"max_tokens": 7, "n": 3}', 21),
        (b'{"max_tokens": 7, "n": 0}', 7),
        (b'{"max_tokens": 0}', None),
        (b'{"max_tokens": null}', None),
        (b"not json", None),
    ],
)
def test_the_most_output_is_what_the_body_names(body: bytes, most: int | None) -> None:
    found = reserving.most_of(body)

    assert (found.quantities["tokens_out"] if found else None) == most
