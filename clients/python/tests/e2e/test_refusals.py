"""Who is checked, who is refused, and what a refused one is told."""

from __future__ import annotations

from typing import Any

import httpx

from tests.e2e.home import Home
from tests.e2e.rows import tokens

CAP = {"limit_key": "cap", "limit": "0.02", "used": "0.03", "currency_code": "USD", "plan_id": "capped"}


def ask(http: httpx.Client, customer: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {customer}"}
    return http.post("/chat", params={"prompt": "in=1000 out=500"}, headers=headers)


def test_at_the_cap_402_says_what_the_server_says(home: Home, http: httpx.Client) -> None:
    """0.015 USD a request, 0.02 a period: the second one is let in at 0.015, the third is refused."""
    customer = home.new_customer("capped")
    for count in (1, 2):
        assert ask(http, customer).status_code == 200
        home.wait_for_events(customer, count)

    refused = ask(http, customer)

    assert refused.status_code == 402
    assert refused.headers["content-type"] == "application/problem+json"
    said = refused.json()
    assert said["reason"] == "SPEND_CAP_REACHED"
    assert {name: said[name] for name in CAP} == {**CAP, "used": said["used"]}
    assert float(said["used"]) == float(CAP["used"])
    assert without_time(said) == without_time(checked_over_http(home, customer))
    assert len(home.events(customer)) == 2


def checked_over_http(home: Home, customer: str) -> dict[str, Any]:
    url = f"http://127.0.0.1:{home.http_port}/v1/quota:check"
    response = httpx.post(url, json={"customer_id": customer}, headers={"authorization": f"Bearer {home.key}"})
    assert response.status_code == 402
    body: dict[str, Any] = response.json()
    return body


def without_time(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "as_of_time"}


def test_unknown_customer_is_403(http: httpx.Client) -> None:
    refused = ask(http, "nobody-we-know")

    assert refused.status_code == 403
    assert refused.json()["reason"] == "CUSTOMER_UNKNOWN"


def test_a_header_of_the_clients_does_not_say_who_pays(home: Home, customer: str, http: httpx.Client) -> None:
    """The resolver is the app's: what a client calls itself is not looked at."""
    pretended = {f"{name}customer{end}": customer for name in ("x-", "x-tallygate-", "") for end in ("", "-id")}
    url = http.base_url.join("/dict")
    answered = httpx.post(url, params={"id": "pretended-1"}, headers={**pretended, "authorization": "Basic none"})
    ask(http, customer)

    assert answered.status_code == 500  # track() has nobody to pay for it, and says so
    assert [row.event.event_id.split("-")[0] for row in home.wait_for_events(customer, 1)] == ["chatcmpl"]


def test_quota_as_a_dependency_knows_who_pays_from_the_user(home: Home, http: httpx.Client) -> None:
    customer = home.new_customer("capped")
    headers = {"x-user": f"ada@{customer}"}
    asked = {"prompt": "in=1000 out=500"}
    for count in (1, 2):
        assert http.post("/by-user", params=asked, headers=headers).status_code == 200
        home.wait_for_events(customer, count)

    refused = http.post("/by-user", params=asked, headers=headers)

    assert refused.status_code == 402
    assert refused.headers["content-type"] == "application/problem+json"
    assert without_time(refused.json()) == without_time(checked_over_http(home, customer))
    assert [tokens(row) for row in home.events(customer)] == [{"tokens_in": 1000, "tokens_out": 500}] * 2
