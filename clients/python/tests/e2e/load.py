"""Requests that keep coming while something happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx

from tests.e2e.home import PATIENCE, wait_until


class Load:
    """Asks apps/plain as fast as it answers, each time with an id of its own, and keeps every answer."""

    def __init__(self, url: str, customer: str) -> None:
        self.answers: dict[str, httpx.Response] = {}
        self.failures: dict[str, httpx.HTTPError] = {}
        self._url = url
        self._customer = customer
        self._ended = threading.Event()
        self._numbers = iter(range(1_000_000))
        self._lock = threading.Lock()

    def of(self, status: int) -> list[str]:
        """The ids that were answered so."""
        return [name for name, answer in self.answers.copy().items() if answer.status_code == status]

    def wait_for(self, count: int, status: int) -> None:
        """Waits for so many further answers of this kind."""
        before = len(self.of(status))
        wait_until(lambda: len(self.of(status)) >= before + count, lambda: f"{count} answers {status}: {self.said()}")

    def said(self) -> str:
        return f"{[answer.status_code for answer in self.answers.copy().values()][-20:]} {self.failures}"

    def ask(self, client: httpx.Client) -> None:
        with self._lock:
            name = f"ask-{next(self._numbers)}"
        try:
            self.answers[name] = client.post(f"/ask/{name}")
        except httpx.HTTPError as failure:
            self.failures[name] = failure

    def ask_until_ended(self) -> None:
        headers = {"authorization": f"Bearer {self._customer}"}
        # A connection for each request, so that a server of several processes spreads them.
        limits = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(base_url=self._url, headers=headers, timeout=PATIENCE, limits=limits) as client:
            while not self._ended.is_set():
                self.ask(client)

    def end(self) -> None:
        self._ended.set()


@contextmanager
def load(url: str, customer: str, clients: int = 4) -> Iterator[Load]:
    """Asks from several clients at once until the block ends, and then waits for the last answers."""
    asking = Load(url, customer)
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(asking.ask_until_ended) for _ in range(clients)]
        try:
            yield asking
        finally:
            asking.end()
        for each in running:
            each.result()
