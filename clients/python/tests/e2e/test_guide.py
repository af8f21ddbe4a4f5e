"""The verification of the guide, whole: requests, rows, invoice, provider, cap, mail, payment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.home import PATIENCE, Home, start_of_last_month, start_of_month, wait_until
from tests.e2e.program import uvicorn
from tests.e2e.rows import tokens

PLAN = """
plan: guide
currency: USD
grace: 0h
spend_cap: {amount: 5.00, kind: hard}
charges:
  - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 0.05}
"""
CUSTOMER = "guide-customer"
EMAIL = "pay@guide-customer.example"
REQUESTS = [(1_000 * number, 200 * number) for number in range(1, 6)]
TOTAL_CENTS = 90
"""15,000 tokens in and 3,000 out at 0.05 USD for 1,000; what Stripe collects begins at 0.50 USD."""


@pytest.fixture(scope="module")
def customer(home: Home) -> str:
    plan = home.folder / "guide.yaml"
    plan.write_text(PLAN)
    home.run("plans", "apply", str(plan))
    since = start_of_last_month().strftime("%Y-%m-%d")
    home.run("customers", "create", CUSTOMER, "--email", EMAIL, "--plan", "guide", "--from", since)
    return CUSTOMER


@pytest.fixture(scope="module")
def service(home: Home, customer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("guide")
    settings = {
        "TALLYGATE_ADDRESS": home.address,
        "TALLYGATE_API_KEY": home.key,
        "TALLYGATE_SPOOL": str(folder / "spool"),
        "TALLYGATE_CHECK_TIMEOUT": "30",
    }
    program = uvicorn("tests.e2e.apps.guide:app", settings, folder / "log")
    with httpx.Client(base_url=program.url, headers={"x-user": customer}, timeout=PATIENCE) as client:
        yield client
    program.kill_all()


def test_the_guides_verification(home: Home, customer: str, service: httpx.Client) -> None:
    month = start_of_last_month().strftime("%Y-%m")
    five_requests_become_five_rows(home, customer, service)
    invoice = one_draft_of_tokens_times_price(home, customer, month)
    provider_has_the_same(home, customer, invoice)
    paid_by_webhook(home, customer)
    mail_at_80_percent(home, customer, service)
    refused_at_the_cap(home, customer, service)


def five_requests_become_five_rows(home: Home, customer: str, service: httpx.Client) -> None:
    end = start_of_month() - timedelta(hours=1)
    for number, (tokens_in, tokens_out) in enumerate(REQUESTS):
        answer = service.post(
            "/ask",
            params={
                "id": f"resp-{number}",
                "tokens_in": tokens_in,
                "tokens_out": tokens_out,
                "used_at": end.isoformat(),
            },
        )
        assert answer.status_code == 200
    rows = home.wait_for_events(customer, len(REQUESTS))
    assert [tokens(row) for row in rows] == [{"tokens_in": i, "tokens_out": o} for i, o in REQUESTS]
    assert all(row.event.latency_millis >= 0 and row.event.HasField("latency_millis") for row in rows)


def one_draft_of_tokens_times_price(home: Home, customer: str, month: str) -> str:
    home.run("batch", "bill", "--period", month, "--customer", customer)
    (invoice,) = invoices(home, customer)
    assert (invoice["status"], invoice["total"]) == ("DRAFT", {"amount": "0.90", "currency_code": "USD"})
    return str(invoice["invoice_id"])


def provider_has_the_same(home: Home, customer: str, invoice_id: str) -> None:
    home.run("batch", "deliver")
    wait_until(lambda: bool(invoices(home, customer)[0]["provider_invoice_id"]), "the invoice is at the provider")
    (invoice,) = invoices(home, customer)
    sandbox = sandbox_settings(home)
    seen = httpx.get(
        f"{sandbox['STRIPE_API_BASE']}/v1/invoices/{invoice['provider_invoice_id']}",
        headers={"authorization": f"Bearer {sandbox['STRIPE_API_KEY']}"},
    ).json()
    assert (seen["total"], seen["currency"]) == (TOTAL_CENTS, "usd")
    assert invoice_id in json.dumps(seen["metadata"])


def paid_by_webhook(home: Home, customer: str) -> None:
    wait_until(lambda: invoices(home, customer)[0]["status"] == "PAID", lambda: str(invoices(home, customer)))


def mail_at_80_percent(home: Home, customer: str, service: httpx.Client) -> None:
    assert mails(home) == []
    assert service.post("/ask", params={"id": "most", "tokens_in": 80_000, "tokens_out": 0}).status_code == 200
    wait_until(lambda: len(mails(home)) == 1, "the mail at 80 % of the cap")
    (mail,) = mails(home)
    assert "80" in mail["subject"]
    assert mail["arrivals"] == 1


def refused_at_the_cap(home: Home, customer: str, service: httpx.Client) -> None:
    assert service.post("/ask", params={"id": "last", "tokens_in": 20_000, "tokens_out": 0}).status_code == 200
    home.wait_for_events(customer, len(REQUESTS) + 2)
    refused = service.post("/ask", params={"id": "more", "tokens_in": 1, "tokens_out": 0})
    assert refused.status_code == 402
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["reason"] == "SPEND_CAP_REACHED"
    assert len(home.events(customer)) == len(REQUESTS) + 2


def invoices(home: Home, customer: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(home.run("invoices", "list", "--customer", customer, "--json"))
    return listed


def sandbox_settings(home: Home) -> dict[str, str]:
    lines = (Path(home.folder) / "sandbox.env").read_text().splitlines()
    return {name: value.strip("'\"") for name, _, value in (line.partition("=") for line in lines)}


def mails(home: Home) -> list[dict[str, Any]]:
    """Those of this customer."""
    page = httpx.get(f"{sandbox_settings(home)['SANDBOX_MAIL_URL']}/mails.json").json()
    return [mail for mail in page["mails"] if EMAIL in mail["to"]]
