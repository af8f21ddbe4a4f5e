"""Calls an ASGI app as a server does, message by message, so that a test sees when each is sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """What was sent, in its order."""

    messages: list[Any] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def call(
    app: Any,
    path: str = "/",
    *,
    method: str = "GET",
    user: str = "",
    body: Any = None,
    leave_after: int | None = None,
    on_message: Callable[[Any], None] = lambda message: None,
) -> Exchange:
    """One request. `body`: sent as JSON, in two messages. `leave_after`: the client is gone after so many messages."""
    exchange = Exchange()
    sent = b"" if body is None else json.dumps(body).encode()
    parts = [sent[:10], sent[10:]]
    is_gone = asyncio.Event()

    async def receive() -> Any:
        if parts:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}
        await is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        exchange.messages.append(message)
        on_message(message)
        if leave_after is not None and len(exchange.messages) >= leave_after:
            is_gone.set()
        await asyncio.sleep(0)

    headers = [(b"x-user", user.encode())] if user else []
    if body is not None:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(sent)).encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    await app(scope, receive, send)
    return exchange


def lifespan(app: Any, during: Callable[[], None] = lambda: None) -> list[Any]:
    """Starts and stops an app; answers what it said."""
    sent: list[Any] = []
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Any:
        if len(incoming) == 1:
            during()
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
    return sent
