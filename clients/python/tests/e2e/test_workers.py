"""Several processes serve one product: each event is counted once, and what track() returned for is not lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.conftest import Start
from tests.e2e.home import Home, listens
from tests.e2e.load import Load, load
from tests.e2e.program import Program, gunicorn, uvicorn
from tests.e2e.rows import ids

APP = "tests.e2e.apps.plain:app"
PREFORK = ("--workers", "4", "--preload")


@pytest.fixture(autouse=True)
def server(home: Home) -> Iterator[None]:
    yield
    if not listens(home.grpc_port):
        home.start_server()


def pids(asked: Load) -> set[int]:
    return {asked.answers[name].json()["pid"] for name in asked.of(200)}


@pytest.mark.parametrize(
    ("web_server", "options"), [(uvicorn, ("--workers", "4")), (gunicorn, PREFORK), (gunicorn, PREFORK[:2])]
)
def test_four_workers_then_sigterm(
    home: Home, customer: str, start: Start, web_server: Callable[..., Program], options: tuple[str, ...]
) -> None:
    product = start(web_server, APP, *options)

    with load(product.url, customer) as asked:
        asked.wait_for(400, status=200)
    product.terminate()

    assert len(pids(asked)) > 1
    assert set(asked.of(200)) == set(asked.answers)
    assert sorted(ids(home.events(customer))) == sorted(asked.answers)  # nothing is left to wait for


def test_kill_of_a_worker_whose_events_are_not_sent_yet(home: Home, customer: str, start: Start) -> None:
    """The server is away, so each worker has unsent events in its spool; the others adopt those of the killed one."""
    product = start(gunicorn, APP, *PREFORK)
    home.kill_server()

    with load(product.url, customer) as asked:
        asked.wait_for(100, status=200)
        victim = min(pids(asked))
        os.kill(victim, signal.SIGKILL)
        asked.wait_for(100, status=200)
    home.start_server()

    assert [name for name in asked.of(200) if asked.answers[name].json()["pid"] == victim]
    rows = home.wait_for_events(customer, len(asked.of(200)))
    assert len(ids(rows)) == len(set(ids(rows)))
    assert set(asked.of(200)) <= set(ids(rows)) <= set(asked.of(200)) | set(asked.failures)


def test_kill_of_all_workers_while_requests_flow(home: Home, customer: str, start: Start) -> None:
    """What was answered is in the spool or counted; the next start sends the rest."""
    product = start(uvicorn, APP, "--workers", "4")

    with load(product.url, customer) as asked:
        asked.wait_for(200, status=200)
        product.kill_all()
        product.start()
        asked.wait_for(1, status=200)

    rows = home.wait_for_events(customer, len(asked.of(200)))
    assert len(ids(rows)) == len(set(ids(rows)))
    assert set(asked.of(200)) <= set(ids(rows)) <= set(asked.of(200)) | set(asked.failures)


def test_sigterm_while_the_server_is_away(home: Home, customer: str, start: Start) -> None:
    """The end does not wait for ever, and the next process sends what was left."""
    product = start(uvicorn, APP)
    home.kill_server()

    with load(product.url, customer) as asked:
        asked.wait_for(50, status=200)
    product.terminate()
    home.start_server()
    assert home.events(customer) == []
    product.start()

    rows = home.wait_for_events(customer, len(asked.answers))
    assert sorted(ids(rows)) == sorted(asked.answers)
