"""A product that calls models through their SDKs and streams what they say, as a team would write it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Annotated, Any

from anthropic import AsyncAnthropic
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI

import tallygate

MODEL_URL = os.environ["MODEL_URL"]
openai = AsyncOpenAI(base_url=f"{MODEL_URL}/v1", api_key="none")
anthropic = AsyncAnthropic(base_url=MODEL_URL, api_key="none")


def customer_of(request: Request) -> str | None:
    """Who pays: by the product's own key, here simply the customer's id."""
    kind, _, customer = request.headers.get("authorization", "").partition(" ")
    return customer if kind == "Bearer" else None


def current_user(request: Request) -> dict[str, str]:
    return {"organisation": request.headers["x-user"].split("@")[1]}


app = FastAPI()
app.add_middleware(tallygate.Middleware, customer=customer_of, count_requests=["/counted/"])


def asked(prompt: str) -> Any:
    return [{"role": "user", "content": prompt}]


@app.post("/chat")
async def chat(prompt: str) -> dict[str, str | None]:
    response = await openai.chat.completions.create(model="gpt-4o", messages=asked(prompt))
    tallygate.track(response)
    return {"answer": response.choices[0].message.content}


@app.post("/responses")
async def responses(prompt: str) -> dict[str, str]:
    response = await openai.responses.create(model="gpt-4o", input=prompt)
    tallygate.track(response)
    return {"answer": response.output_text}


@app.post("/embeddings")
async def embeddings(prompt: str) -> dict[str, int]:
    response = await openai.embeddings.create(model="text-embedding-3-small", input=prompt, encoding_format="float")
    tallygate.track(response)
    return {"dimensions": len(response.data[0].embedding)}


@app.post("/messages")
async def messages(prompt: str) -> dict[str, str]:
    response = await anthropic.messages.create(model="claude-sonnet-4-5", max_tokens=9, messages=asked(prompt))
    tallygate.track(response)
    return {"answer": "".join(block.text for block in response.content if block.type == "text")}


@app.post("/chat/stream")
async def chat_stream(prompt: str, usage: bool = True) -> StreamingResponse:
    options: Any = {"include_usage": True} if usage else {}
    response = await openai.chat.completions.create(
        model="gpt-4o", messages=asked(prompt), stream=True, stream_options=options
    )

    async def said() -> AsyncIterator[str]:
        async for chunk in tallygate.stream(response):
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content

    return StreamingResponse(said(), media_type="text/plain")


@app.post("/responses/stream")
async def responses_stream(prompt: str) -> StreamingResponse:
    response = await openai.responses.create(model="gpt-4o", input=prompt, stream=True)

    async def said() -> AsyncIterator[str]:
        async for event in tallygate.stream(response):
            if event.type == "response.output_text.delta":
                yield event.delta

    return StreamingResponse(said(), media_type="text/plain")


@app.post("/messages/stream")
async def messages_stream(prompt: str) -> StreamingResponse:
    response = await anthropic.messages.create(
        model="claude-sonnet-4-5", max_tokens=9, messages=asked(prompt), stream=True
    )

    async def said() -> AsyncIterator[str]:
        async for event in tallygate.stream(response):
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                yield event.delta.text

    return StreamingResponse(said(), media_type="text/plain")


@app.post("/dict")
async def plain_dict(id: str) -> dict[str, str]:
    """A model that runs here and answers a plain dict."""
    tallygate.track({"id": id, "model": "our-llama", "usage": {"prompt_tokens": 70, "completion_tokens": 7}})
    return {"answer": "of our own"}


@app.post("/without-usage")
async def without_usage(id: str) -> dict[str, str]:
    """A model that does not count."""
    said = {"role": "assistant", "content": "word " * 8}
    tallygate.track({"id": id, "model": "our-llama", "choices": [{"message": said}]})
    return {"answer": "uncounted"}


@app.post("/idle")
@app.post("/counted/idle")
async def idle() -> dict[str, str]:
    return {"answer": "no model was needed"}


@app.post("/agent")
async def agent(prompt: str) -> dict[str, int]:
    """Ten calls of a model in one request."""
    for _ in range(10):
        response = await openai.chat.completions.create(model="gpt-4o", messages=asked(prompt))
        tallygate.track(response)
    return {"calls": 10}


@app.post("/later")
async def later(prompt: str, tasks: BackgroundTasks) -> dict[str, str]:
    """The model is called after the answer."""

    async def summarise() -> None:
        response = await openai.chat.completions.create(model="gpt-4o", messages=asked(prompt))
        tallygate.track(response)

    tasks.add_task(summarise)
    return {"answer": "soon"}


@app.post("/twice")
async def twice(prompt: str) -> dict[str, str]:
    """The same answer is tracked where it is made and where it is used."""
    response = await openai.chat.completions.create(model="gpt-4o", messages=asked(prompt))
    tallygate.track(response)
    tallygate.track(response)
    return {"answer": "twice"}


@app.post("/by-user")
async def by_user(
    prompt: str,
    _: Annotated[Any, Depends(tallygate.quota(current_user, customer=lambda user: user["organisation"]))],
) -> dict[str, str]:
    """The customer is known only once the user is."""
    response = await openai.chat.completions.create(model="gpt-4o", messages=asked(prompt))
    tallygate.track(response)
    return {"answer": "yours"}


@app.get("/stats")
def stats() -> dict[str, Any]:
    return {"counters": str(tallygate.stats())}
