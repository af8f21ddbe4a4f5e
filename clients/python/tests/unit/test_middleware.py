"""The middleware on a real FastAPI app."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

import tallygate
from tallygate import Client
from tests.unit.asgi import Exchange, call, lifespan
from tests.unit.conftest import FakeServer, Fault
from tests.unit.test_client import CHAT


def user_of(request: Request) -> str | None:
    return request.headers.get("x-user")


def make_app(**options: Any) -> FastAPI:
    app = FastAPI()
    app.add_middleware(tallygate.Middleware, customer=user_of, **options)
    app.get("/pass")(lambda: JSONResponse(CHAT))

    @app.get("/chat")
    async def chat() -> dict[str, str]:
        tallygate.track(CHAT)
        return {"answer": "hello"}

    @app.get("/sync")
    def chat_in_a_thread() -> dict[str, str]:
        tallygate.track(CHAT)
        return {"answer": "hello"}

    @app.get("/both")
    async def tracked_and_passed() -> JSONResponse:
        tallygate.track(CHAT)
        return JSONResponse(CHAT)

    @app.get("/idle")
    async def nothing() -> dict[str, str]:
        return {"answer": "from a cache"}

    return app


def ask(app: Any, path: str, user: str = "acme", **how: Any) -> Exchange:
    return asyncio.run(call(app, path, user=user, **how))


@pytest.mark.parametrize("path", ["/chat", "/sync", "/both", "/pass"])
def test_request_is_checked_and_its_usage_recorded_once(server: FakeServer, client: Client, path: str) -> None:
    answered = ask(make_app(model="gpt-4o", subject=lambda request: "user-7"), path)

    assert answered.status == 200
    assert client.flush(10)
    event = server.only()
    assert (event.event_id, event.customer_id, event.tokens_in, event.subject) == ("chatcmpl-1", "acme", 1000, "user-7")
    assert event.HasField("latency_millis")
    assert [(each.customer_id, each.model_id) for each in server.checked] == [("acme", "gpt-4o")]


@pytest.mark.parametrize(("reason", "status"), [("SPEND_CAP_REACHED", 402), ("CUSTOMER_SUSPENDED", 403)])
def test_denied_request_never_reaches_the_handler(server: FakeServer, client: Client, reason: str, status: int) -> None:
    server.deny("acme", reason, status)

    answered = ask(make_app(), "/chat")

    assert answered.status == status
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json["reason"] == reason
    assert answered.json["status"] == status
    assert {name: answered.json[name] for name in ("limit_key", "limit", "used", "held", "currency_code")} == {
        "limit_key": "cap",
        "limit": "5.00",
        "used": "5",
        "held": "0",
        "currency_code": "USD",
    }
    assert answered.json["reset_time"] == "2026-12-01T00:00:00Z"
    assert answered.json["as_of_time"] == "2026-11-25T12:00:00.250Z"
    assert client.flush(10)
    assert not server.events
    assert client.stats().denied == 1


def test_unpaid_invoice_is_402_with_the_invoice_and_where_it_is_paid(server: FakeServer, client: Client) -> None:
    server.deny_overdue("acme")
    app = make_app()

    answered = ask(app, "/chat")

    assert answered.status == 402
    assert answered.json["detail"] == "An invoice is overdue."
    assert {name: answered.json[name] for name in ("reason", "invoice_id", "due_time", "resolve_url")} == {
        "reason": "PAYMENT_OVERDUE",
        "invoice_id": "inv_7_20261001_P1",
        "due_time": "2026-11-01T00:00:00Z",
        "resolve_url": "https://pay.example/in_1",
    }
    assert not {"limit_key", "limit", "used", "reset_time"} & answered.json.keys(), "no new period ends this denial"

    del server.denials["acme"]
    assert ask(app, "/chat").status == 200, "paid: the very next request is let in"


def test_cap_that_is_used_up_denies_also_where_the_model_is_not_known(server: FakeServer, client: Client) -> None:
    server.deny("acme", "SPEND_CAP_REACHED", 402)
    server.denials["acme"].allowed = True
    server.denials["acme"].http_status = 200
    server.denials["acme"].ClearField("deny_reason")

    assert ask(make_app(), "/chat").status == 402
    assert ask(make_app(model="free-model"), "/chat").status == 200, "the server's word holds where a model is named"


def test_check_that_cannot_be_made_is_denied_with_its_reason(server: FakeServer, client: Client) -> None:
    server.check_faults = [Fault(grpc.StatusCode.INVALID_ARGUMENT, "MODEL_ID_INVALID")]

    answered = ask(make_app(model=lambda request: "no such"), "/chat")

    assert (answered.status, answered.json["reason"]) == (403, "MODEL_ID_INVALID")


def test_what_the_handler_tracks_goes_before_the_passing_body(server: FakeServer, client: Client) -> None:
    app = make_app()

    @app.get("/mine")
    async def mine() -> JSONResponse:
        tallygate.track(CHAT, event_id="mine")
        return JSONResponse(CHAT)

    ask(app, "/mine")
    assert client.flush(10)
    assert server.only().event_id == "mine"


def test_request_of_nobody_is_left_alone(server: FakeServer, client: Client) -> None:
    assert ask(make_app(), "/pass", user="").status == 200
    assert client.flush(10)
    assert not server.checked
    assert not server.events


def test_preflight_is_never_checked(server: FakeServer, client: Client) -> None:
    ask(make_app(), "/chat", method="OPTIONS")
    assert not server.checked


def test_resolver_may_be_async_and_may_name_an_impossible_customer(server: FakeServer, client: Client) -> None:
    async def resolver(request: Request) -> str:
        await asyncio.sleep(0)
        return "a b"

    app = FastAPI()
    app.add_middleware(tallygate.Middleware, customer=resolver)

    answered = ask(app, "/")

    assert (answered.status, answered.json["reason"]) == (403, "CUSTOMER_UNKNOWN")
    assert not server.checked


def test_request_that_tracks_nothing_is_counted_where_asked(server: FakeServer, client: Client) -> None:
    assert ask(make_app(), "/idle").status == 200
    assert client.stats().untracked == 1
    assert ask(make_app(count_requests=["/other"]), "/idle").status == 200
    assert client.stats().untracked == 2

    ask(make_app(count_requests=["/id"]), "/idle")
    assert client.flush(10)
    assert (server.only().customer_id, server.only().model_id) == ("acme", "")
    assert not server.only().HasField("tokens_in")


def test_failing_handler_is_not_hidden(server: FakeServer, client: Client) -> None:
    app = make_app(count_requests=True)

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(app, "/broken")
    assert client.flush(10)
    assert not server.events


def test_background_task_runs_after_the_answer_and_tracks(server: FakeServer, client: Client) -> None:
    app = make_app()
    order: list[str] = []

    def later() -> None:
        order.append("task")
        tallygate.track(CHAT)

    @app.get("/later")
    async def answer_first(tasks: BackgroundTasks) -> dict[str, str]:
        tasks.add_task(later)
        return {"answer": "hello"}

    ask(app, "/later", on_message=lambda message: order.append(message["type"]))

    assert order == ["http.response.start", "http.response.body", "task"]
    assert client.flush(10)
    assert server.only().customer_id == "acme"


def test_ten_answers_in_one_request_are_ten_events(server: FakeServer, client: Client) -> None:
    app = make_app()

    @app.get("/agent")
    async def agent() -> dict[str, str]:
        for step in range(10):
            tallygate.track({**CHAT, "id": f"step-{step}"})
        return {"answer": "hello"}

    ask(app, "/agent")
    assert client.flush(10)
    assert [event_id for _, event_id in server.events] == [f"step-{step}" for step in range(10)]


async def of(chunks: list[Any]) -> AsyncIterator[Any]:
    for chunk in chunks:
        yield chunk
        await asyncio.sleep(0)


def sse(*chunks: dict[str, Any]) -> list[bytes]:
    return [b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks]


DELTA: dict[str, Any] = {"id": "chatcmpl-2", "object": "chat.completion.chunk", "model": "gpt-4o", "usage": None}
DELTAS = [{**DELTA, "choices": [{"delta": {"content": "four" * 2}}]} for _ in range(3)]
LAST: dict[str, Any] = {**DELTA, "choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 6}}


def streaming(chunks: list[bytes], content_type: str = "text/event-stream") -> FastAPI:
    app = make_app()

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(of(chunks), media_type=content_type)

    return app


def test_passing_event_stream_is_recorded_and_each_chunk_sent_on_at_once(server: FakeServer, client: Client) -> None:
    chunks = [*sse(*DELTAS, LAST), b"data: [DONE]\n\n"]

    answered = ask(streaming(chunks), "/stream")

    assert [message["body"] for message in answered.messages[1:] if message["body"]] == chunks
    assert client.flush(10)
    event = server.only()
    assert (event.event_id, event.tokens_in, event.tokens_out, event.estimated) == ("chatcmpl-2", 30, 6, False)


def test_passing_event_stream_cut_by_the_client_is_estimated(server: FakeServer, client: Client) -> None:
    ask(streaming(sse(*DELTAS * 1000, LAST)), "/stream", leave_after=3)

    assert client.flush(10)
    event = server.only()
    assert (event.event_id, event.estimated) == ("chatcmpl-2", True)
    assert 4 <= event.tokens_out < 6000
    assert client.stats().estimated == 1


def test_passing_event_stream_split_anywhere_is_read(server: FakeServer, client: Client) -> None:
    whole = b"".join(sse(*DELTAS, LAST))
    ask(streaming([whole[at : at + 7] for at in range(0, len(whole), 7)]), "/stream")

    assert client.flush(10)
    assert server.only().tokens_in == 30


def test_other_event_streams_and_json_are_left_alone(server: FakeServer, client: Client) -> None:
    ask(streaming(sse({"progress": 1}, {"usage": {"disk": 5}})), "/stream")
    app = make_app()
    app.get("/own")(lambda: JSONResponse({"answer": "hi", "usage": {"prompt_tokens": 5}}))
    ask(app, "/own")

    assert client.flush(10)
    assert not server.events
    assert client.stats().untracked == 2


def test_passing_gzip_is_read(server: FakeServer, client: Client) -> None:
    app = make_app()
    packed = gzip.compress(json.dumps(CHAT).encode())
    app.get("/gzip")(lambda: Response(packed, media_type="application/json", headers={"content-encoding": "gzip"}))

    assert ask(app, "/gzip").body == packed
    assert client.flush(10)
    assert server.only().tokens_in == 1000


def test_passing_gzip_stream_is_read_and_a_broken_one_is_estimated(server: FakeServer, client: Client) -> None:
    packed = gzip.compress(b"".join(sse(*DELTAS * 2000, LAST)))
    app = make_app()
    head = {"content-encoding": "gzip"}
    app.get("/gzip")(lambda: Response(packed, media_type="text/event-stream", headers=head))
    packer = zlib.compressobj(wbits=31)
    begun = packer.compress(b"".join(sse({**DELTAS[0], "id": "broken"}))) + packer.flush(zlib.Z_SYNC_FLUSH)
    broken = [begun, b"\xff\xff\xff", b"nonsense"]
    app.get("/broken")(lambda: StreamingResponse(of(broken), media_type="text/event-stream", headers=head))

    assert ask(app, "/gzip").body == packed
    assert ask(app, "/broken").body == b"".join(broken)

    assert client.flush(10)
    assert server.events["acme", "chatcmpl-2"].tokens_in == 30
    assert server.events["acme", "broken"].estimated


def test_body_that_cannot_be_read_goes_on(server: FakeServer, client: Client) -> None:
    app = make_app()
    deep = b"[" * 200_000
    app.get("/deep")(lambda: Response(deep, media_type="application/json"))

    assert ask(app, "/deep").body == deep


def test_large_passing_answer_is_estimated_and_never_a_silent_zero(server: FakeServer, client: Client) -> None:
    app = make_app()
    large = json.dumps({**CHAT, "choices": [{"message": {"content": "x" * 5_000_000}}]}).encode()
    app.get("/large")(lambda: Response(large, media_type="application/json"))

    assert ask(app, "/large").body == large
    assert client.flush(10)
    assert server.only().estimated


@pytest.mark.parametrize(("on_error", "status"), [("allow", 200), ("deny", 503), ("last_known", 503)])
def test_without_a_server_on_error_decides(
    server: FakeServer, client: Client, tmp_path: Path, on_error: tallygate.OnError, status: int
) -> None:
    own = tallygate.configure(
        address=client.settings.address, api_key="k", spool=tmp_path, on_error=on_error, shutdown_timeout=0.1
    )
    server.stop()

    answered = ask(make_app(), "/chat")

    assert answered.status == status
    if status == 503:
        assert answered.headers["retry-after"] == "5"
        assert answered.json["reason"] == "METERING_UNAVAILABLE"
    server.start()
    assert own.flush(30)
    assert len(server.events) == (1 if status == 200 else 0)


def test_slow_server_is_not_waited_for(server: FakeServer, client: Client, tmp_path: Path) -> None:
    tallygate.configure(address=client.settings.address, api_key="k", spool=tmp_path, check_timeout=0.05)
    server.check_seconds = 3

    answer = tallygate.check("acme")

    assert (answer.allowed, answer.source) == (True, "on_error")


def test_last_known_answer_is_given_again_while_it_is_young(server: FakeServer, client: Client, tmp_path: Path) -> None:
    tallygate.configure(
        address=client.settings.address, api_key="k", spool=tmp_path, on_error="last_known", check_timeout=5
    )
    server.deny("capped", "SPEND_CAP_REACHED", 402)
    assert tallygate.check("acme").allowed
    assert not tallygate.check("capped").allowed
    server.check_faults = [Fault(grpc.StatusCode.UNAVAILABLE)] * 3

    again = [tallygate.check(customer) for customer in ("acme", "capped", "stranger")]

    assert [(each.allowed, each.http_status, each.source) for each in again] == [
        (True, 200, "last_known"),
        (False, 402, "last_known"),
        (False, 503, "on_error"),
    ]


@pytest.mark.parametrize("mounts_middleware", [True, False])
def test_dependency_checks_the_current_user(server: FakeServer, client: Client, mounts_middleware: bool) -> None:
    app = FastAPI()
    if mounts_middleware:
        app.add_middleware(tallygate.Middleware, customer=lambda request: None)

    def current_user(request: Request) -> str | None:
        return request.headers.get("x-user")

    @app.get("/chat", dependencies=[Depends(tallygate.quota(current_user))])
    async def chat() -> dict[str, str]:
        tallygate.track(CHAT)
        return {"answer": "hello"}

    server.deny("globex", "SPEND_CAP_REACHED", 402)

    assert ask(app, "/chat").status == 200
    refused = ask(app, "/chat", user="globex")

    assert (refused.status, refused.json["reason"]) == (402, "SPEND_CAP_REACHED")
    assert refused.headers["content-type"] == "application/problem+json"
    assert client.flush(10)
    assert server.only().customer_id == "acme"
    assert server.only().HasField("latency_millis")


def test_app_start_flushes_at_its_end(server: FakeServer, client: Client) -> None:
    said = lifespan(make_app(), during=lambda: print(tallygate.record("acme", tokens_in=1)))

    assert [message["type"] for message in said] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert server.only().tokens_in == 1


def test_bad_setting_stops_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch, server: FakeServer) -> None:
    monkeypatch.setattr(tallygate, "_default", None)
    monkeypatch.delenv("TALLYGATE_API_KEY", raising=False)

    said = lifespan(make_app())

    assert said == [
        {
            "type": "lifespan.startup.failed",
            "message": "TALLYGATE_API_KEY is not set (expected: a key with the scopes ingest and check)",
        }
    ]
