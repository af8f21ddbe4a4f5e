"""What is recorded in each case of the table in the package's README, with the real SDKs under a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx

from tests.e2e.home import PATIENCE, Home, wait_until
from tests.e2e.program import Program
from tests.e2e.rows import tokens


def post(http: httpx.Client, customer: str, path: str, **params: str) -> httpx.Response:
    response = http.post(path, params=params, headers={"authorization": f"Bearer {customer}"})
    assert response.status_code == 200, response.text
    return response


def leave_early(http: httpx.Client, customer: str, path: str, **params: str) -> None:
    """Reads a few pieces of an endless answer, then hangs up."""
    with http.stream("POST", path, params=params, headers={"authorization": f"Bearer {customer}"}) as response:
        pieces = response.iter_text()
        for _ in range(3):
            assert "word" in next(pieces)


def test_stream_with_usage(home: Home, customer: str, http: httpx.Client) -> None:
    said = post(http, customer, "/chat/stream", prompt="in=1000 out=200 cached=300 reasoning=50 id=chatcmpl-usage").text

    row = home.wait_for_event(customer)
    assert said == "word word word "
    assert row.event.event_id == "chatcmpl-usage"
    assert row.event.model_id == "gpt-4o-2024-08-06"
    assert tokens(row) == {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_out_reasoning": 50}
    assert not row.event.estimated


def test_stream_of_responses(home: Home, customer: str, http: httpx.Client) -> None:
    said = post(http, customer, "/responses/stream", prompt="in=1000 out=200 cached=300 reasoning=50 id=resp_s").text

    row = home.wait_for_event(customer)
    assert said == "word word word "
    assert row.event.event_id == "resp_s"
    assert tokens(row) == {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_out_reasoning": 50}
    assert not row.event.estimated


def test_stream_without_usage(home: Home, customer: str, http: httpx.Client, product: Program) -> None:
    """Its text is 40 times five letters: 50 tokens of four. The way to mend it is said once, however often it is so."""
    for _ in range(3):
        post(http, customer, "/chat/stream", prompt="in=1000 out=200 chunks=40", usage="false")

    rows = home.wait_for_events(customer, 3)
    assert [tokens(row) for row in rows] == [{"tokens_out": 50}] * 3
    assert all(row.event.estimated for row in rows)
    assert product.said().count("include_usage") == 1


def test_stream_cut_by_the_client(home: Home, customer: str, http: httpx.Client) -> None:
    leave_early(http, customer, "/chat/stream", prompt="in=1000 endless=1 id=chatcmpl-cut")

    row = home.wait_for_event(customer)
    assert row.event.event_id == "chatcmpl-cut"
    assert row.event.estimated
    assert row.event.tokens_out > 0


def test_stream_of_anthropic_deltas(home: Home, customer: str, http: httpx.Client) -> None:
    """The deltas repeat the input and cache counts, and count the output cumulatively."""
    said = post(http, customer, "/messages/stream", prompt="in=1000 out=200 cached=300 written=100 id=msg_s").text

    row = home.wait_for_event(customer)
    assert said == "word word word "
    assert row.event.event_id == "msg_s"
    assert row.event.model_id == "claude-sonnet-4-5-20250929"
    assert row.event.model_provider == "anthropic"
    assert tokens(row) == {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_in_cache_write": 100}
    assert not row.event.estimated


def test_anthropic_stream_cut_by_the_client(home: Home, customer: str, http: httpx.Client) -> None:
    """The start of the stream said what went in; what came out is estimated from the text."""
    leave_early(http, customer, "/messages/stream", prompt="in=1000 out=200 cached=300 written=100 endless=1")

    row = home.wait_for_event(customer)
    assert row.event.estimated
    assert (row.event.tokens_in, row.event.tokens_in_cached, row.event.tokens_in_cache_write) == (1000, 300, 100)
    assert row.event.tokens_out >= 3


def test_answer_as_a_plain_dict(home: Home, customer: str, http: httpx.Client) -> None:
    post(http, customer, "/dict", id="ours-1")

    row = home.wait_for_event(customer)
    assert (row.event.event_id, row.event.model_id) == ("ours-1", "our-llama")
    assert tokens(row) == {"tokens_in": 70, "tokens_out": 7}


def test_ten_model_calls_in_one_request(home: Home, customer: str, http: httpx.Client) -> None:
    post(http, customer, "/agent", prompt="in=100 out=10")

    rows = home.wait_for_events(customer, 10)
    assert [tokens(row) for row in rows] == [{"tokens_in": 100, "tokens_out": 10}] * 10


def test_background_task_after_the_answer(home: Home, customer: str, http: httpx.Client) -> None:
    assert post(http, customer, "/later", prompt="in=100 out=10 id=chatcmpl-later").json() == {"answer": "soon"}

    row = home.wait_for_event(customer)
    assert row.event.event_id == "chatcmpl-later"
    assert tokens(row) == {"tokens_in": 100, "tokens_out": 10}


def test_sdk_retry_with_a_second_response_id(home: Home, customer: str, http: httpx.Client) -> None:
    """The first answer is lost; the app only ever sees the second one, with its own id, and records that."""
    post(http, customer, "/chat", prompt="in=100 out=10 lost=1 id=chatcmpl-second")

    assert home.wait_for_event(customer).event.event_id == "chatcmpl-second"


def test_same_response_tracked_twice(home: Home, customer: str, http: httpx.Client) -> None:
    post(http, customer, "/twice", prompt="in=100 out=10 id=chatcmpl-once")
    post(http, customer, "/chat", prompt="in=1 out=1 id=chatcmpl-after")

    rows = home.wait_for_events(customer, 2)
    assert [row.event.event_id for row in rows] == ["chatcmpl-once", "chatcmpl-after"]


def test_answer_without_usage(home: Home, customer: str, http: httpx.Client) -> None:
    post(http, customer, "/without-usage", id="ours-2")

    row = home.wait_for_event(customer)
    assert row.event.event_id == "ours-2"
    assert tokens(row) == {"tokens_out": 10}  # 40 characters
    assert row.event.estimated


def test_request_that_tracks_nothing(home: Home, customer: str, http: httpx.Client) -> None:
    """Nothing is recorded, and it is counted; where the app has said so, it is one request."""
    post(http, customer, "/idle")
    post(http, customer, "/counted/idle")

    row = home.wait_for_event(customer)
    assert tokens(row) == {}
    assert home.usage(customer)["models"] == [{"model_id": "", "requests": 1}]
    assert "untracked=0" not in http.get("/stats").text


def test_job_outside_of_requests(home: Home, customer: str, settings: dict[str, str]) -> None:
    job = """
import tallygate
with tallygate.customer(%r, subject="nightly"):
    tallygate.track({"id": "job-1", "model": "our-llama", "usage": {"prompt_tokens": 70, "completion_tokens": 7}})
"""
    subprocess.run([sys.executable, "-c", job % customer], env={**os.environ, **settings}, check=True, timeout=PATIENCE)

    (row,) = home.events(customer)  # the end of the process has waited for it
    assert (row.event.event_id, row.event.subject) == ("job-1", "nightly")
    assert tokens(row) == {"tokens_in": 70, "tokens_out": 7}


def test_the_counters_say_what_was_estimated(customer: str, http: httpx.Client) -> None:
    post(http, customer, "/chat/stream", prompt="in=1 out=1", usage="false")

    wait_until(lambda: "estimated=0" not in http.get("/stats").text, "an estimated event is counted")


def test_each_row_of_the_table_has_a_test_of_its_name() -> None:
    here = Path(__file__).resolve().parent
    table = (here.parents[1] / "README.md").read_text().split("| case | what is recorded |\n| --- | --- |\n")[1]
    cases = [line.split("|")[1].strip() for line in table.split("\n\n")[0].splitlines()]
    tests = {name for file in here.glob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)}

    assert len(cases) > 10
    assert [case for case in cases if f"test_{re.sub(r'[^a-z]+', '_', case.lower())}" not in tests] == []
