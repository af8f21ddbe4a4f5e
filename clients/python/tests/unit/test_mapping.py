"""What is read out of each provider's answers: a table of answers, with the figures in the ledger's terms."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from tallygate import Usage, mapping


def as_object(value: Any) -> Any:
    """The same answer as an SDK gives it: attributes instead of keys."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: as_object(each) for name, each in value.items()})
    return [as_object(each) for each in value] if isinstance(value, list) else value


ANSWERS: dict[str, tuple[dict[str, Any], Usage | None]] = {
    "OpenAI Chat with cached and reasoning": (
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": "o4-mini-2025-04-16",
            "usage": {
                "prompt_tokens": 1000,
                "completion_tokens": 300,
                "total_tokens": 1300,
                "prompt_tokens_details": {"cached_tokens": 600, "audio_tokens": 9},
                "completion_tokens_details": {"reasoning_tokens": 120, "accepted_prediction_tokens": 4},
            },
        },
        Usage(tokens_in=1000, tokens_out=300, tokens_in_cached=600, tokens_out_reasoning=120),
    ),
    "vLLM without details": (
        {
            "id": "chatcmpl-8f",
            "object": "chat.completion",
            "model": "meta-llama/Llama-3.1-8B-Instruct",
            "usage": {"prompt_tokens": 12, "completion_tokens": 7, "prompt_tokens_details": None},
        },
        Usage(tokens_in=12, tokens_out=7),
    ),
    "OpenAI Responses": (
        {
            "id": "resp_1",
            "object": "response",
            "model": "gpt-5",
            "usage": {
                "input_tokens": 500,
                "input_tokens_details": {"cached_tokens": 100},
                "output_tokens": 80,
                "output_tokens_details": {"reasoning_tokens": 64},
            },
        },
        Usage(tokens_in=500, tokens_out=80, tokens_in_cached=100, tokens_out_reasoning=64),
    ),
    "OpenAI Embeddings": (
        {
            "object": "list",
            "data": [],
            "model": "text-embedding-3-small",
            "usage": {"prompt_tokens": 8, "total_tokens": 8},
        },
        Usage(tokens_in=8),
    ),
    "Anthropic counts caches beside its input": (
        {
            "id": "msg_1",
            "type": "message",
            "model": "claude-sonnet-4-5",
            "usage": {
                "input_tokens": 50,
                "cache_read_input_tokens": 900,
                "cache_creation_input_tokens": 200,
                "output_tokens": 70,
            },
        },
        Usage(tokens_in=1150, tokens_out=70, tokens_in_cached=900, tokens_in_cache_write=200),
    ),
    "Anthropic without a cache": (
        {
            "id": "msg_2",
            "type": "message",
            "usage": {"input_tokens": 50, "cache_read_input_tokens": None, "output_tokens": 70},
        },
        Usage(tokens_in=50, tokens_out=70),
    ),
    "Anthropic, known by its caches alone": (
        {"id": "x", "usage": {"input_tokens": 5, "cache_read_input_tokens": 10, "output_tokens": 1}},
        Usage(tokens_in=15, tokens_out=1, tokens_in_cached=10),
    ),
    "a usage alone": ({"prompt_tokens": 5, "completion_tokens": 6}, Usage(tokens_in=5, tokens_out=6)),
    "zero is a figure": (
        {"id": "z", "usage": {"prompt_tokens": 0, "completion_tokens": 0}},
        Usage(tokens_in=0, tokens_out=0),
    ),
    "no usage": ({"id": "chatcmpl-3", "object": "chat.completion", "usage": None}, None),
    "usage of another kind": ({"usage": {"disk": 5, "prompt_tokens": "7"}}, None),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("form", [lambda answer: answer, as_object], ids=["dict", "object"])
def test_answer_is_read(name: str, form: Any) -> None:
    answer, expected = ANSWERS[name]
    reading = mapping.read(form(answer))
    assert reading.usage() == expected
    assert reading.model == answer.get("model", "")
    assert reading.response_id == answer.get("id", "")


@pytest.mark.parametrize("nonsense", [None, "text", 7, [], b"{}", object()])
def test_nonsense_has_no_usage(nonsense: Any) -> None:
    assert mapping.read(nonsense).usage() is None


@pytest.mark.parametrize(
    ("answer", "tokens_out"),
    [
        ({"choices": [{"message": {"content": "x" * 9}}]}, 3),
        ({"type": "message", "content": [{"type": "text", "text": "x" * 8}]}, 2),
        ({"object": "response", "output": [{"content": [{"text": "x"}]}]}, 1),
        ({"object": "response", "output": []}, None),
    ],
)
def test_answer_without_usage_is_estimated_by_its_text(answer: Any, tokens_out: int | None) -> None:
    assert mapping.read(answer).estimate(None).tokens_out == tokens_out


@pytest.mark.parametrize(
    ("response_id", "provider"),
    [("msg_01", "anthropic"), ("msg_bdrk_01", "aws.bedrock"), ("msg_vrtx_01", "gcp.vertex_ai")],
)
def test_who_served_anthropics_model_is_in_its_id(response_id: str, provider: str) -> None:
    answer = {"id": response_id, "type": "message", "usage": {"input_tokens": 1, "output_tokens": 1}}
    assert mapping.read(answer).provider == provider


def test_legal_response_id_is_the_event_id_and_another_is_hashed() -> None:
    assert mapping.event_id_of("resp_" + "a" * 59) == "resp_" + "a" * 59
    for illegal in ("resp_" + "a" * 60, "with blank", "é", "\ud800"):
        assert re.fullmatch(r"sha256-[A-Za-z0-9_-]{43}", mapping.event_id_of(illegal))
        assert mapping.event_id_of(illegal) == mapping.event_id_of(illegal)
    assert mapping.event_id_of("") == ""
