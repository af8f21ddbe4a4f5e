"""The programs of docs/examples, as their pages say to run them, against a server that knows the customer acme."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.home import PATIENCE, PROJECT, Home
from tests.e2e.program import Program, uvicorn
from tests.e2e.rows import tokens

EXAMPLES = PROJECT / "docs" / "examples"
TOTAL = {"amount": "0.60", "currency_code": "USD"}
"""5 requests of 12,000 tokens at 0.01 USD for 1,000."""
BUILD_PATIENCE = 900
"""Seconds for a first compilation, with what it downloads."""


@pytest.fixture(scope="module")
def acme(home: Home) -> str:
    home.run("plans", "apply", str(EXAMPLES / "fastapi" / "plan.yaml"))
    return home.new_customer("afternoon", "acme")


@pytest.fixture
def environment(home: Home, tmp_path: Path) -> dict[str, str]:
    return {
        "TALLYGATE_ADDRESS": home.address,
        "TALLYGATE_API_KEY": home.run("keys", "create", "my-product", "--scope", "check,ingest").strip(),
        "TALLYGATE_SPOOL": str(tmp_path / "spool"),
        "TALLYGATE_CHECK_TIMEOUT": "30",
    }


def need(tool: str) -> None:
    """Skips where a tool is missing; in CI it has failed."""
    if shutil.which(tool):
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{tool} is not installed")
    pytest.skip(f"{tool} is not installed: its example is not run")


def run(folder: Path, environment: Mapping[str, str], *command: str) -> str:
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=BUILD_PATIENCE
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def test_go_records_and_checks(home: Home, acme: str, environment: dict[str, str]) -> None:
    need("go")
    need("npx")
    folder = EXAMPLES / "go"

    run(folder, environment, "go", "generate")
    said = run(folder, environment, "go", "run", ".")

    assert said == "VERDICT_RECORDED 0.012 USD\nallowed: true DENY_REASON_UNSPECIFIED 200\n"
    assert_recorded(home, acme, "resp_go_")


def test_node_records_and_checks(home: Home, acme: str, environment: dict[str, str]) -> None:
    need("npm")
    folder = EXAMPLES / "node"

    run(folder, environment, "npm", "ci", "--no-audit", "--no-fund")
    run(folder, environment, "npm", "run", "generate")
    said = run(folder, environment, "node", "record.js")

    assert said == "RECORDED 0.012 USD\nallowed: true UNSPECIFIED 200\n"
    assert_recorded(home, acme, "resp_node_")


def assert_recorded(home: Home, customer: str, beginning: str) -> None:
    rows = [row for row in home.events(customer) if row.event.event_id.startswith(beginning)]
    assert [tokens(row) for row in rows] == [{"tokens_in": 1000, "tokens_out": 200}]


@pytest.fixture
def app(environment: dict[str, str], tmp_path: Path) -> Iterator[Program]:
    started = uvicorn("app:app", environment, tmp_path / "log", "--app-dir", str(EXAMPLES / "fastapi"))
    yield started
    started.kill_all()


def test_first_afternoon(home: Home, acme: str, app: Program, environment: dict[str, str]) -> None:
    """Five requests with known tokens are five rows with these tokens; then 402; an invoice of tokens times price."""
    before = len(home.events(acme))

    for count in range(1, 6):
        assert ask(app, "key-of-ada").json() == {"answer": "HELLO"}
        home.wait_for_events(acme, before + count)
    refused = ask(app, "key-of-bob")

    assert (refused.status_code, refused.json()["reason"]) == (402, "SPEND_CAP_REACHED")
    assert ask(app, "none").status_code == 401
    rows = home.events(acme)[before:]
    assert [tokens(row) for row in rows] == [{"tokens_in": 10_000, "tokens_out": 2_000}] * 5

    run(EXAMPLES / "fastapi", environment, sys.executable, "last_month.py")
    home.run("batch", "bill", "--customer", acme)
    invoice = invoice_of(home, acme)
    assert (invoice["status"], invoice["total"]) == ("DRAFT", TOTAL)
    home.run("batch", "deliver")
    invoice = invoice_of(home, acme)
    assert invoice["total"] == TOTAL
    assert invoice["status"] in ("FINALIZED", "PAID")


def ask(app: Program, key: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {key}"}
    return httpx.post(f"{app.url}/ask", params={"prompt": "hello"}, headers=headers, timeout=PATIENCE)


def invoice_of(home: Home, customer: str) -> dict[str, Any]:
    said = json.loads(home.run("invoices", "list", "--json"))
    (invoice,) = [each for each in said if each["customer_id"] == customer]
    return dict(invoice)
