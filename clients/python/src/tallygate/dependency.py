"""For FastAPI apps that know the user only in a dependency: `Depends(tallygate.quota(current_user))`."""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tallygate import context
from tallygate.answer import Answer
from tallygate.client import Client
from tallygate.errors import QuotaDenied


def quota(
    current_user: Callable[..., Any],
    *,
    customer: Callable[[Any], str | None] = str,
    model: str = "",
    client: Client | None = None,
) -> Callable[..., Awaitable[Answer | None]]:
    """A dependency that checks the customer of the current user and says to `track` who pays.

    current_user: a dependency of the app's. customer: makes the customer's id of what it returns; None = not metered.
    A denial is answered with 402 or 403 (503 by on_error) and the problem body.
    """
    from fastapi import Depends, Request

    async def checked(request: Any, user: Any) -> Answer | None:
        customer_id = customer(user) if user is not None else None
        if not customer_id:
            return None
        served = context.current()
        if served is None:
            served = context.Scope(customer_id, started=time.monotonic())
        served.customer = customer_id
        context.adopt(served)
        from tallygate import default_client

        answer = await (client or default_client()).check_async(customer_id, model=model)
        if not answer.allowed:
            _answer_with_problem(request)
            raise _http_error(answer)
        return answer

    # FastAPI reads what a dependency depends on from its signature.
    checked.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            inspect.Parameter("user", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=Depends(current_user)),
        ]
    )
    return checked


def _http_error(answer: Answer) -> Exception:
    """FastAPI gives an HTTPException its status whatever else the app does."""
    from fastapi import HTTPException

    class Denied(QuotaDenied, HTTPException):
        def __init__(self) -> None:
            HTTPException.__init__(self, answer.http_status, answer.problem(), answer.headers())
            self.answer = answer

    return Denied()


def _answer_with_problem(request: Any) -> None:
    """Gives the app a handler that writes the problem body, unless it has one of its own."""
    handlers, _ = request.scope.get("starlette.exception_handlers", ({}, {}))
    handlers.setdefault(QuotaDenied, problem_response)


async def problem_response(request: Any, denial: Any) -> Any:
    """The response of a QuotaDenied: usable with `app.add_exception_handler` too."""
    from starlette.responses import Response

    answer: Answer = denial.answer
    return Response(answer.problem_body(), answer.http_status, answer.headers())
