"""An app that hands on what a provider answers: metered as it passes by, and never held up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from e2e import program
from e2e.home import PATIENCE, Home
from e2e.rows import tokens

FIGURES = "in=1000 out=200 cached=300 reasoning=50 written=100"
OPENAI = {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_out_reasoning": 50}
ANTHROPIC = {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_in_cache_write": 100}


def body(prompt: str, **further: Any) -> dict[str, Any]:
    return {"model": "any", "messages": [{"role": "user", "content": prompt}], **further}


@pytest.fixture(scope="module")
def proxy(home: Home, model_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("proxy")
    environment = {
        "TALLYGATE_ADDRESS": home.address,
        "TALLYGATE_API_KEY": home.key,
        "TALLYGATE_SPOOL": str(folder / "spool"),
        "MODEL_URL": model_url,
    }
    started = program.uvicorn("e2e.apps.proxy:app", environment, folder / "log")
    yield started.url
    started.kill_all()


@pytest.fixture
def http(proxy: str, customer: str) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {customer}"}
    with httpx.Client(base_url=proxy, timeout=PATIENCE, headers=headers) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "asked", "figures"),
    [
        ("/v1/chat/completions", body(f"{FIGURES} id=passed"), OPENAI),
        ("/v1/chat/completions", body(f"{FIGURES} id=passed", stream=True, stream_options={"include_usage": 1}), OPENAI),
        ("/v1/responses", {"model": "any", "input": f"{FIGURES} id=passed"}, OPENAI),
        ("/v1/responses", {"model": "any", "input": f"{FIGURES} id=passed", "stream": True}, OPENAI),
        ("/v1/messages", body(f"{FIGURES} id=passed"), ANTHROPIC),
        ("/v1/messages", body(f"{FIGURES} id=passed", stream=True), ANTHROPIC),
    ],
)
def test_answer_that_passes_by(
    home: Home, customer: str, http: httpx.Client, path: str, asked: dict[str, Any], figures: dict[str, int]
) -> None:
    response = http.post(path, json=asked)

    assert "word" in response.text
    row = home.wait_for_event(customer)
    assert row.event.event_id == "passed"
    assert tokens(row) == figures
    assert not row.event.estimated


def test_stream_that_is_left_has_arrived_piece_by_piece(home: Home, customer: str, http: httpx.Client) -> None:
    """An endless answer: what waited for its end would never see a byte of it."""
    asked = body("in=1000 endless=1 id=left", stream=True, stream_options={"include_usage": True})
    with http.stream("POST", "/v1/chat/completions", json=asked) as response:
        pieces = response.iter_text()
        for _ in range(3):
            assert "word" in next(pieces)

    row = home.wait_for_event(customer)
    assert row.event.event_id == "left"
    assert row.event.estimated
    assert row.event.tokens_out > 0


def test_answer_that_is_tracked_and_passes_by_is_one_event(home: Home, customer: str, http: httpx.Client) -> None:
    http.post("/tracked", json=body("in=10 out=1 id=tracked")).raise_for_status()
    http.post("/v1/chat/completions", json=body("in=20 out=2 id=after")).raise_for_status()

    rows = home.wait_for_events(customer, 2)
    assert [(row.event.event_id, row.event.tokens_in) for row in rows] == [("tracked", 10), ("after", 20)]
