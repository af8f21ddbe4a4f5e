"""One line on an app: who is served, may they, and what did it use. Pure ASGI: nothing waits, nothing is held back."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from tallygate import context, reserving
from tallygate.answer import Answer, denied
from tallygate.client import Client
from tallygate.errors import CallFailed, QuotaDenied, SettingInvalid
from tallygate.event import new_event_id
from tallygate.passing import PassingBody
from tallygate.reserving import Most

log = logging.getLogger("tallygate")

ASGIScope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[ASGIScope, Receive, Send], Awaitable[None]]
Resolver = Callable[[Any], "str | Awaitable[str | None] | None"]
"""Is given the Starlette Request (the ASGI scope where Starlette is not installed)."""


class Middleware:
    """`app.add_middleware(tallygate.Middleware, customer=resolver)`.

    customer: who pays for a request. Where it answers None the request is not checked, and nothing is recorded unless
        the handler or the dependency `tallygate.quota` says who pays.
    model: the model that a request will use, or a resolver for it; needed where the plan prices by model.
    subject: who or what inside the customer uses it.
    check: False to only meter.
    reserve: False to only check. Else a request whose JSON body names the most tokens that it may use (max_tokens,
        max_completion_tokens or max_output_tokens) is held against the customer's limits before the handler runs; the
        first event that it records commits what is held, and a request that records nothing gives it back.
    passing: False to leave response bodies alone; else OpenAI- and Anthropic-shaped answers that pass by are recorded,
        in requests that track nothing themselves.
    count_requests: path prefixes of requests that are recorded as one request even if they track nothing; True = all.
    """

    def __init__(
        self,
        app: App,
        *,
        customer: Resolver | None = None,
        model: str | Resolver = "",
        subject: Resolver | None = None,
        check: bool = True,
        reserve: bool = True,
        passing: bool = True,
        count_requests: bool | Sequence[str] = False,
        client: Client | None = None,
    ) -> None:
        self._app = app
        self._customer = customer
        self._model = model
        self._subject = subject
        self._check = check
        self._reserve = reserve
        self._passing = passing
        prefixes: Sequence[str] = () if count_requests is False else ("",) if count_requests is True else count_requests
        self._counted = tuple(prefixes)
        self._given_client = client

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] != "OPTIONS":
            await self._serve(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    @property
    def _client(self) -> Client:
        if self._given_client is None:
            from tallygate import default_client

            return default_client()
        return self._given_client

    async def _live(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Starts and flushes with the app. A bad setting stops the start with a sentence."""

        async def starting() -> Message:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._client.start()
            return message

        async def ending(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await asyncio.to_thread(self._client.close)
            await send(message)

        try:
            await self._app(scope, starting, ending)
        except SettingInvalid as invalid:
            await send({"type": "lifespan.startup.failed", "message": str(invalid)})

    async def _serve(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        started = time.monotonic()
        request = _request(scope)
        customer = await _resolved(self._customer, request)
        served = context.Scope(customer or None, await _resolved(self._subject, request) or "", started)
        if customer and self._check:
            model = await _resolved(self._model, request) or ""
            most = None
            if self._reserve and reserving.may_name_most(scope):
                body, receive = await reserving.read(receive)
                most = reserving.most_of(body)
            answer = await self._answer(customer, model, served, most)
            if not answer.allowed:
                await refuse(send, answer)
                return
        response = _Response(self._client, served, send, self._passing)
        with context.entered(served):
            try:
                await self._app(scope, receive, response.send)
            except QuotaDenied as refusal:
                if response.status is not None:
                    raise
                await refuse(send, refusal.answer)
            finally:
                response.over()
                self._count(scope, served, response)
                self._release(served)

    async def _answer(self, customer: str, model: str, served: context.Scope, most: Most | None) -> Answer:
        try:
            if most is None:
                return await self._client.check_async(customer, model=model, subject=served.subject)
            reservation_id = new_event_id()
            answer = await self._client.reserve_async(
                customer,
                reservation_id,
                quantities=most.quantities,
                model=model or most.model,
                subject=served.subject,
            )
            if answer.allowed:
                served.reservations.append(reservation_id)
            elif answer.source != "server":  # it may have been granted all the same
                self._client.release(customer, reservation_id)
            return answer
        except CallFailed as failure:
            log.error("a check for customer %s, model %s cannot be made: %s", customer, model, failure)
            return denied(failure.reason or "FIELD_INVALID", 403)

    def _release(self, served: context.Scope) -> None:
        """What no event has named, unless a stream still may: the request failed, or nothing was used."""
        if served.customer and all(stream.is_recorded for stream in served.streams):
            for reservation_id in [served.reservations.pop() for _ in list(served.reservations)]:
                self._client.release(served.customer, reservation_id)

    def _count(self, scope: ASGIScope, served: context.Scope, response: _Response) -> None:
        """What becomes of a request that tracked nothing."""
        if not served.customer or served.tracked or response.status is None or not 200 <= response.status < 400:
            return
        if any(scope["path"].startswith(prefix) for prefix in self._counted):
            self._client.record(served.customer)
        else:
            self._client.start().counters.add("untracked")


class _Response:
    """A response on its way: each message is sent on first and looked at afterwards."""

    def __init__(self, client: Client, served: context.Scope, send: Send, passing: bool) -> None:
        self._client = client
        self._served = served
        self._send = send
        self._passing = passing
        self._body: PassingBody | None = None
        self._is_whole = False
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self._passing:
                self._body = PassingBody.of(message["status"], message.get("headers", ()))
        try:
            await self._send(message)
        finally:
            if message["type"] == "http.response.body":
                self._is_whole = not message.get("more_body", False)
                if self._body is not None:
                    self._look_at(self._body, message)

    def over(self) -> None:
        """The app is done with the request; a body that did not come to its end was cut, and so were its streams."""
        if self.status is not None and not self._is_whole:
            for stream in list(self._served.streams):
                stream.left()
        if self._body is not None and not self._served.tracked:
            try:
                self._record(self._body, is_whole=False)
            except Exception:
                self._give_up()

    def _look_at(self, body: PassingBody, message: Message) -> None:
        if self._served.tracked:
            self._body = None
            return
        try:
            body.see(message.get("body", b""))
            if self._is_whole:
                self._record(body, is_whole=True)
        except Exception:
            self._give_up()

    def _give_up(self) -> None:
        """Whatever is wrong with our reading, the response goes on."""
        self._body = None
        log.exception("a response that passes by cannot be read; it goes on unmetered")

    def _record(self, body: PassingBody, is_whole: bool) -> None:
        self._body = None
        found = body.usage(is_whole)
        if found is None or not self._served.customer:
            return
        reading, usage, estimated = found
        if estimated:
            self._client.warn_once("passing", "an answer that passed by had no final usage: recorded as estimated")
        event = self._client.event(reading, usage, estimated=estimated, customer=None, scope=self._served)
        self._client.put(event, self._served)


async def refuse(send: Send, answer: Answer) -> None:
    """Answers a denied request with the problem body."""
    body = answer.problem_body()
    headers = {**answer.headers(), "content-length": str(len(body))}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.http_status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def _resolved(resolver: Resolver | str | None, request: Any) -> str | None:
    if resolver is None or isinstance(resolver, str):
        return resolver
    value = resolver(request)
    return await value if inspect.isawaitable(value) else value


def _request(scope: ASGIScope) -> Any:
    try:
        from starlette.requests import Request
    except ImportError:
        return scope
    return Request(scope)
