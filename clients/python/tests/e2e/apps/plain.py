"""A product whose model needs no time: what is tested is the way of its events."""

from __future__ import annotations

import os

from fastapi import FastAPI, Request

import tallygate


def customer_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


app = FastAPI()
app.add_middleware(tallygate.Middleware, customer=customer_of)


@app.post("/ask/{request_id}")
async def ask(request_id: str) -> dict[str, str | int]:
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    tallygate.track({"id": request_id, "object": "chat.completion", "model": "gpt-4o-mini", "usage": usage})
    return {"id": request_id, "pid": os.getpid()}
