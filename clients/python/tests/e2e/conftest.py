"""What the tests share: one installation, one fake model, and customers of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.e2e import program
from tests.e2e.home import PATIENCE, Home
from tests.e2e.program import Program

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def home() -> Iterator[Home]:
    """A server with a database of its own. The folder's name is short, since sockets are in it."""
    home = Home(Path(tempfile.mkdtemp(prefix="tg-", dir="/tmp")))
    try:
        home.prepare()
        yield home
    finally:
        home.end()


@pytest.fixture
def customer(home: Home) -> str:
    return home.new_customer()


@pytest.fixture
def settings(home: Home, tmp_path: Path) -> dict[str, str]:
    """The package's settings, as a deployment gives them."""
    return {
        "TALLYGATE_ADDRESS": home.address,
        "TALLYGATE_API_KEY": home.key,
        "TALLYGATE_SPOOL": str(tmp_path / "spool"),
    }


@pytest.fixture(scope="session")
def model_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    model = program.uvicorn("tests.e2e.apps.model:app", {}, tmp_path_factory.mktemp("model") / "log")
    yield model.url
    model.kill_all()


@pytest.fixture(scope="module")
def product(home: Home, model_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """apps/product under uvicorn, for all tests of a module."""
    folder = tmp_path_factory.mktemp("product")
    environment = {
        "TALLYGATE_ADDRESS": home.address,
        "TALLYGATE_API_KEY": home.key,
        "TALLYGATE_SPOOL": str(folder / "spool"),
        "TALLYGATE_CHECK_TIMEOUT": "30",
        "MODEL_URL": model_url,
    }
    product = program.uvicorn("tests.e2e.apps.product:app", environment, folder / "log")
    yield product
    product.kill_all()


@pytest.fixture
def http(product: Program) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=product.url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def start(settings: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts programs that end with the test."""
    with ExitStack() as stack:

        def starting(server: Callable[..., Program], app: str, *options: str, **environment: str) -> Program:
            log = tmp_path / f"log-{len(stack._exit_callbacks)}"  # type: ignore[attr-defined]
            started = server(app, {**settings, **environment}, log, *options)
            stack.callback(started.kill_all)
            return started

        yield starting
