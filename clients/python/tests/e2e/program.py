"""Programs of a test: a product under uvicorn or gunicorn, the fake model. Ended with the test, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.e2e.home import PATIENCE, free_port, listens, wait_until

PACKAGE = Path(__file__).resolve().parents[2]


class Program:
    """A program that listens, with its output in a file."""

    def __init__(self, command: Sequence[str], port: int, environment: Mapping[str, str], log: Path) -> None:
        self.port = port
        self.log = log
        self._command = command
        self._environment = {**os.environ, "PYTHONPATH": str(PACKAGE), **environment}
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, env=self._environment, cwd=PACKAGE, stdout=output, stderr=output, start_new_session=True
            )
        wait_until(self._is_up, lambda: f"{self._command}: {self.said()}")

    def _is_up(self) -> bool:
        assert self._process.poll() is None, f"{self._command}: {self.said()}"
        return listens(self.port)

    def said(self) -> str:
        return self.log.read_text()

    def terminate(self) -> int:
        """SIGTERM, as a deployment sends it; the exit code."""
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def kill_all(self) -> None:
        """kill -9 for the program and its workers at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)


def uvicorn(app: str, environment: Mapping[str, str], log: Path, *options: str) -> Program:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning", *options]
    return Program(command, port, environment, log)


def gunicorn(app: str, environment: Mapping[str, str], log: Path, *options: str) -> Program:
    port = free_port()
    worker = ["--worker-class", "uvicorn_worker.UvicornWorker"]
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", *worker, *options]
    return Program(command, port, environment, log)
