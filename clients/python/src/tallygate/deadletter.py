"""The file of refused events. All processes of a folder append to one."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from tallygate.settings import Settings


def dead_letter_path(settings: Settings) -> Path:
    return settings.spool / "dead-letter.jsonl"


def append_dead_letter(settings: Settings, line: bytes) -> bool:
    """Keeps a refused event for a person. False if the file is as large as it may become, or cannot be written."""
    path = dead_letter_path(settings)
    try:
        descriptor = _locked(path)
    except OSError:
        return False
    try:
        if os.fstat(descriptor).st_size + len(line) > settings.dead_letter_bytes_max:
            return False
        return os.write(descriptor, line) == len(line)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def take_dead_letters(settings: Settings) -> Path:
    """Sets the file aside; what is refused from now on begins a new one. One that was set aside before goes first."""
    path = dead_letter_path(settings)
    taken = path.with_suffix(".resending")
    if path.exists() and not taken.exists():
        path.rename(taken)
        os.close(_lock(os.open(taken, os.O_RDWR)))  # waits for whoever still appends to it
    return taken


def _locked(path: Path) -> int:
    while True:
        descriptor = _lock(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
        os.close(descriptor)  # it was set aside while we waited


def _lock(descriptor: int) -> int:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor
