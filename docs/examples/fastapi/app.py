"""A product that sells a model's answers: each request is metered, and refused at the cap."""

import uuid

from fastapi import FastAPI, HTTPException, Request

import tallygate

CUSTOMERS = {"key-of-ada": "acme", "key-of-bob": "acme"}  # your users' keys, and the customer who pays for each


def paying_customer(request: Request) -> str | None:
    return CUSTOMERS.get(request.headers.get("authorization", "").removeprefix("Bearer "))


def model(prompt: str) -> dict[str, object]:
    """Stands for OpenAI, Anthropic or a model of your own; it takes 10,000 tokens a word, so that a cap is soon met."""
    usage = {"prompt_tokens": 10_000 * len(prompt.split()), "completion_tokens": 2_000}
    return {"id": f"resp_{uuid.uuid4().hex}", "model": "gpt-4o-mini", "usage": usage, "answer": prompt.upper()}


app = FastAPI()
app.add_middleware(tallygate.Middleware, customer=paying_customer)


@app.post("/ask")
async def ask(prompt: str, request: Request) -> dict[str, object]:
    if paying_customer(request) is None:
        raise HTTPException(401, "Send one of your keys: authorization: Bearer …")
    response = model(prompt)
    tallygate.track(response)
    return {"answer": response["answer"]}
