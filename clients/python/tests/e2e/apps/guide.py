"""The service of the guide: each answer says how many tokens it used, as the caller wants it to."""

from __future__ import annotations

from datetime import datetime

from fastapi import FastAPI, Request

import tallygate


def customer_of(request: Request) -> str:
    return request.headers["x-user"]


app = FastAPI()
app.add_middleware(tallygate.Middleware, customer=customer_of, model="guide-model")


@app.post("/ask")
async def ask(id: str, tokens_in: int, tokens_out: int, used_at: datetime | None = None) -> dict[str, str]:
    usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out}
    tallygate.track({"id": id, "model": "guide-model", "usage": usage}, usage_time=used_at)
    return {"answer": "as long as you like"}
