"""`python -m tallygate show | resend`: what waits in the spool, and another try for what was refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tallygate.client import Client
from tallygate.deadletter import append_dead_letter, dead_letter_path, take_dead_letters
from tallygate.errors import TallygateError
from tallygate.event import Event
from tallygate.live import Live
from tallygate.segment import SUFFIX
from tallygate.settings import Settings

USAGE = """usage: python -m tallygate show      what waits in TALLYGATE_SPOOL, and what was refused
       python -m tallygate resend    sends refused events again, and all that waits"""


def main(arguments: list[str]) -> int:
    commands = {"show": show, "resend": resend}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return commands[arguments[0]](Settings.read())
    except TallygateError as error:
        print(error, file=sys.stderr)
        return 1


def show(settings: Settings) -> int:
    files = sorted(settings.spool.glob(f"*{SUFFIX}"))
    print(f"{settings.spool}: {len(files)} files, {sum(file.stat().st_size for file in files):,} bytes")
    for line in _lines(dead_letter_path(settings)):
        refused = json.loads(line)
        event = refused["event"]
        known = event if isinstance(event, dict) else {}
        why = refused.get("message", "")
        print(known.get("event_id", "?"), known.get("customer_id", "?"), refused.get("reason", refused["verdict"]), why)
    return 0


def resend(settings: Settings) -> int:
    """The events are in the spool before the file is removed: killed in between, none is lost or counted twice."""
    taken = take_dead_letters(settings)
    client = Client(settings)
    live = client.start()
    lines = _lines(taken)
    kept = [line for line in lines if not _put_back(live, line)]
    for line in kept:
        append_dead_letter(settings, line.encode() + b"\n")
    taken.unlink(missing_ok=True)
    client.flush(60)
    stats = client.stats()
    client.close(1)
    counted, refused = stats.recorded + stats.duplicate, stats.rejected + stats.conflict + len(kept)
    print(f"{counted} counted, {refused} refused or kept, {stats.pending} wait")
    return 1 if refused or stats.pending else 0


def _put_back(live: Live, line: str) -> bool:
    event = json.loads(line)["event"]
    return isinstance(event, dict) and live.put(Event(**event))


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
