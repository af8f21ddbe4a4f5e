"""Whole answers of the real SDKs: which figure of theirs is which of ours."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.home import Home
from tests.e2e.rows import tokens

OPENAI = {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_out_reasoning": 50}
ANTHROPIC = {"tokens_in": 1000, "tokens_out": 200, "tokens_in_cached": 300, "tokens_in_cache_write": 100}


@pytest.mark.parametrize(
    ("path", "figures", "model"),
    [
        ("/chat", OPENAI, "gpt-4o-2024-08-06"),
        ("/responses", OPENAI, "gpt-4o-2024-08-06"),
        ("/messages", ANTHROPIC, "claude-sonnet-4-5-20250929"),
        ("/embeddings", {"tokens_in": 1000}, "text-embedding-3-small"),
    ],
)
def test_whole_answer(
    home: Home, customer: str, http: httpx.Client, path: str, figures: dict[str, int], model: str
) -> None:
    prompt = "in=1000 out=200 cached=300 reasoning=50 written=100 id=answer-1"
    http.post(path, params={"prompt": prompt}, headers={"authorization": f"Bearer {customer}"}).raise_for_status()

    row = home.wait_for_event(customer)
    assert tokens(row) == figures
    assert row.event.model_id == model
    assert row.event.event_id == "answer-1" or path == "/embeddings"  # an embedding has no id: it is given one
    assert row.event.latency_millis > 0
    assert not row.event.estimated
