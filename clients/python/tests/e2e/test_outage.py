"""The server is killed while requests flow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Start
from tests.e2e.home import Home, listens
from tests.e2e.load import load
from tests.e2e.program import uvicorn
from tests.e2e.rows import ids, tokens

APP = "tests.e2e.apps.plain:app"


@pytest.fixture(autouse=True)
def server(home: Home) -> Iterator[None]:
    """The tests kill it; whoever comes after finds it running."""
    yield
    if not listens(home.grpc_port):
        home.start_server()


def test_allow_answers_every_request_and_every_event_arrives_once(home: Home, customer: str, start: Start) -> None:
    product = start(uvicorn, APP, TALLYGATE_ON_ERROR="allow")

    with load(product.url, customer) as asked:
        asked.wait_for(50, status=200)
        home.kill_server()
        asked.wait_for(100, status=200)
        home.start_server()
        asked.wait_for(50, status=200)

    assert not asked.failures
    assert len(asked.of(200)) == len(asked.answers)
    rows = home.wait_for_events(customer, len(asked.answers))
    assert sorted(ids(rows)) == sorted(asked.answers)
    assert all(tokens(row) == {"tokens_in": 100, "tokens_out": 10} for row in rows)


def test_deny_answers_503_and_loses_nothing(home: Home, customer: str, start: Start) -> None:
    product = start(uvicorn, APP, TALLYGATE_ON_ERROR="deny")

    with load(product.url, customer) as asked:
        asked.wait_for(50, status=200)
        home.kill_server()
        asked.wait_for(20, status=503)
        home.start_server()
        asked.wait_for(50, status=200)

    refusal = asked.answers[asked.of(503)[0]]
    assert refusal.headers["content-type"] == "application/problem+json"
    assert int(refusal.headers["retry-after"]) > 0
    assert refusal.json()["reason"] == "METERING_UNAVAILABLE"
    assert not asked.failures
    assert set(asked.of(200)) | set(asked.of(503)) == set(asked.answers)
    rows = home.wait_for_events(customer, len(asked.of(200)))
    assert sorted(ids(rows)) == sorted(asked.of(200))


def test_last_known_answers_as_the_server_did(home: Home, customer: str, start: Start) -> None:
    product = start(uvicorn, APP, TALLYGATE_ON_ERROR="last_known", TALLYGATE_CHECK_TIMEOUT="30")
    capped = home.new_customer("capped")

    with load(product.url, capped) as spent:
        spent.wait_for(1, status=402)
    with load(product.url, customer) as asked:
        asked.wait_for(1, status=200)
        home.kill_server()
        asked.wait_for(20, status=200)
    with load(product.url, capped) as stopped:
        stopped.wait_for(5, status=402)

    assert set(asked.of(200)) == set(asked.answers)
    assert set(stopped.of(402)) == set(stopped.answers)
    home.start_server()
    assert sorted(ids(home.wait_for_events(customer, len(asked.answers)))) == sorted(asked.answers)
