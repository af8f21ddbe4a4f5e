"""A product that only hands on what a model's provider answers. It tracks nothing itself: the middleware does."""

from __future__ import annotations

import os

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

import tallygate

model = httpx.AsyncClient(base_url=os.environ["MODEL_URL"], timeout=None)


async def hand_on(request: Request) -> Response:
    asked = model.build_request("POST", request.url.path, content=await request.body(), headers={"accept-encoding": ""})
    answered = await model.send(asked, stream=True)
    kind = answered.headers["content-type"]
    closing = BackgroundTask(answered.aclose)
    return StreamingResponse(answered.aiter_raw(), answered.status_code, media_type=kind, background=closing)


async def hand_on_and_track(request: Request) -> Response:
    """Tracks what it hands on: the middleware leaves it to the app."""
    answered = await model.post("/v1/chat/completions", content=await request.body())
    tallygate.track(answered.json())
    return Response(answered.content, media_type="application/json")


def customer_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


app = Starlette(
    routes=[
        Route("/v1/{call:path}", hand_on, methods=["POST"]),
        Route("/tracked", hand_on_and_track, methods=["POST"]),
    ]
)
app.add_middleware(tallygate.Middleware, customer=customer_of)
