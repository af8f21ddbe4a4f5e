"""An app that hands on what a provider answers: metered as it passes by, and never held up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e import program
from tests.e2e.home import PATIENCE, Home
from tests.e2e.rows import tokens

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
        "TALLYGATE_CHECK_TIMEOUT": "30",
        "MODEL_URL": model_url,
    }
    started = program.uvicorn("tests.e2e.apps.proxy:app", environment, folder / "log")
    yield started.url
    started.kill_all()


@pytest.fixture
def http(proxy: str, customer: str) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {customer}"}
    with httpx.Client(base_url=proxy, timeout=PATIENCE, headers=headers) as client:
        yield client


CHAT, RESPONSES, MESSAGES = "/v1/chat/completions", "/v1/responses", "/v1/messages"
PROMPT = f"{FIGURES} id=passed"


@pytest.mark.parametrize(
    ("path", "asked", "figures"),
    [
        (CHAT, body(PROMPT), OPENAI),
        (RESPONSES, {"model": "any", "input": PROMPT}, OPENAI),
        (MESSAGES, body(PROMPT), ANTHROPIC),
    ],
)
def test_proxied_json_answer(
    home: Home, customer: str, http: httpx.Client, path: str, asked: dict[str, Any], figures: dict[str, int]
) -> None:
    passes_by(home, customer, http.post(path, json=asked), figures)


@pytest.mark.parametrize(
    ("path", "asked", "figures"),
    [
        (CHAT, body(PROMPT, stream=True, stream_options={"include_usage": True}), OPENAI),
        (RESPONSES, {"model": "any", "input": PROMPT, "stream": True}, OPENAI),
        (MESSAGES, body(PROMPT, stream=True), ANTHROPIC),
    ],
)
def test_proxied_event_stream(
    home: Home, customer: str, http: httpx.Client, path: str, asked: dict[str, Any], figures: dict[str, int]
) -> None:
    passes_by(home, customer, http.post(path, json=asked), figures)


def passes_by(home: Home, customer: str, response: httpx.Response, figures: dict[str, int]) -> None:
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


def test_request_that_names_its_most_is_held_and_its_usage_commits_it(home: Home, proxy: str) -> None:
    """The cap is 2,000 tokens. A check could not tell: nothing is used yet."""
    customer = home.new_customer("capped")
    with httpx.Client(base_url=proxy, timeout=PATIENCE, headers={"authorization": f"Bearer {customer}"}) as http:
        too_much = http.post(CHAT, json=body("in=100 out=50 id=never", max_tokens=2001))
        fits = http.post(CHAT, json=body("in=100 out=50 id=held", max_tokens=1000))

    assert (too_much.status_code, too_much.json()["reason"]) == (402, "SPEND_CAP_REACHED")
    assert fits.status_code == 200
    row = home.wait_for_event(customer)
    assert row.event.event_id == "held"
    assert row.event.reservation_id
    assert home.reservation_state(customer, row.event.reservation_id) == "RESERVATION_STATE_COMMITTED"
