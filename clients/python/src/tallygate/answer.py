"""What a check answers, and the problem body that a product hands on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

from tallygate.errors import QuotaDenied
from tallygate.v1 import metering_service_pb2 as calls
from tallygate.v1 import quota_pb2

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

Source = Literal["server", "last_known", "on_error"]

_PREFIX = "DENY_REASON_"
_DETAIL = {
    "SPEND_CAP_REACHED": "The spend cap of this period would be passed.",
    "ALLOWANCE_EXHAUSTED": "The allowance of this period does not cover the request.",
    "CREDIT_EXHAUSTED": "The prepaid balance does not cover the request.",
    "PAYMENT_OVERDUE": "An invoice is overdue.",
    "CUSTOMER_UNKNOWN": "There is no such customer.",
    "CUSTOMER_SUSPENDED": "The customer is suspended.",
    "CUSTOMER_CLOSED": "The customer is closed.",
    "NO_SUBSCRIPTION": "The customer has no subscription now.",
    "MODEL_NOT_IN_PLAN": "The plan has no price for this.",
    "METERING_UNAVAILABLE": "Usage cannot be checked right now. Try again in a moment.",
}


@dataclass(frozen=True)
class Answer:
    """Whether a customer may use more, and if not, why."""

    allowed: bool
    http_status: int = 200
    """What a product should answer: 200, 402, 403, or 503 where nobody could be asked and on_error says no."""
    reason: str = ""
    """Empty if allowed; else SPEND_CAP_REACHED and so on, as in docs/errors.md; METERING_UNAVAILABLE with 503."""
    source: Source = "server"
    """Who says so: the server now, an earlier answer of it, or the setting on_error."""
    members: Mapping[str, Any] = field(default_factory=dict)
    """What a denial says further: limit_key, limit, used, held, reset_time, resolve_url and so on; of PAYMENT_OVERDUE
    invoice_id, due_time and, as resolve_url, where the invoice is paid."""
    remaining: str | None = None
    """What is left of the spend cap: a decimal. None = no cap, or not known."""

    @property
    def detail(self) -> str:
        return _DETAIL.get(self.reason, "The request is denied.") if not self.allowed else ""

    def raise_if_denied(self) -> Answer:
        if not self.allowed:
            raise QuotaDenied(self)
        return self

    def problem(self) -> dict[str, Any]:
        """The members of the problem body (RFC 9457): the same that the server's own HTTP answer has."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.http_status).phrase,
            "status": self.http_status,
            "detail": self.detail,
            "reason": self.reason,
            **self.members,
        }

    def problem_body(self) -> bytes:
        return json.dumps(self.problem(), separators=(",", ":")).encode()

    def headers(self) -> dict[str, str]:
        headers = {"content-type": PROBLEM_TYPE, "cache-control": "no-store"}
        if self.http_status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers["retry-after"] = str(RETRY_AFTER_SECONDS)
        return headers


def denied(reason: str, status: int, source: Source = "server") -> Answer:
    return Answer(allowed=False, http_status=status, reason=reason, source=source)


def from_proto(response: calls.CheckQuotaResponse, is_open_question: bool) -> Answer:
    """The server's answer.

    `is_open_question` says that neither model nor quantities were asked for. A plan that prices by model finds nothing
    in such a question that would cost money, and allows it; with a hard cap used up it is denied here instead.
    """
    quota = response.quota if response.HasField("quota") else None
    remaining = quota.remaining if quota is not None and quota.HasField("remaining") else None
    if not response.allowed:
        reason = _reason(response.deny_reason)
        status = response.http_status if response.http_status in (402, 403) else 403
        return Answer(False, status, reason, "server", _members(response, reason), remaining)
    if is_open_question and quota is not None and not quota.soft and remaining is not None and float(remaining) <= 0:
        reason = "SPEND_CAP_REACHED"
        return Answer(False, 402, reason, "server", _members(response, reason), remaining)
    return Answer(True, remaining=remaining)


def _reason(value: int) -> str:
    """A reason that we do not know yet is a denial like any other."""
    try:
        return quota_pb2.DenyReason.Name(value).removeprefix(_PREFIX)  # type: ignore[arg-type]
    except ValueError:
        return f"REASON_{value}"


def _members(response: calls.CheckQuotaResponse, reason: str) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if response.HasField("quota"):
        quota = response.quota
        is_of_limit = reason != "PAYMENT_OVERDUE"
        if is_of_limit:
            members.update(_limit(reason, quota))
        members["plan_id"] = quota.plan_id
        members["plan_version"] = quota.plan_version
        if is_of_limit:
            members["reset_time"] = quota.period_end.ToJsonString()
        members["resolve_url"] = quota.resolve_url
    if reason == "PAYMENT_OVERDUE":
        members["invoice_id"] = response.overdue_invoice.invoice_id
        members["due_time"] = response.overdue_invoice.due_time.ToJsonString()
    members["as_of_time"] = response.as_of_time.ToJsonString()
    return members


def _limit(reason: str, quota: quota_pb2.Quota) -> dict[str, Any]:
    if reason == "ALLOWANCE_EXHAUSTED" and quota.allowances:
        least = min(quota.allowances, key=lambda each: each.included - each.used - each.held)
        return {
            "limit_key": least.allowance_id,
            "limit": str(least.included),
            "used": str(least.used),
            "held": str(least.held),
        }
    limit = {"limit_key": "cap", "limit": quota.spend_cap} if quota.HasField("spend_cap") else {}
    return {**limit, "used": quota.spend, "held": quota.held, "currency_code": quota.currency_code}
