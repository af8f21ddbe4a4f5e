"""One spool file: a header with how far it is settled, then a line per event, each with its checksum.

Whoever holds the file's lock owns it: only the owner writes. The lock goes with the process, however it ends.
"""

from __future__ import annotations

import errno
import fcntl
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from tallygate.event import new_event_id

SUFFIX = ".spool"
_MAGIC = b"tallygate-spool 1 settled="
_DIGITS = 16


@dataclass(frozen=True)
class Line:
    """One event as it stands in a file."""

    payload: bytes
    end: int
    """Offset behind it."""
    is_intact: bool
    """False if its checksum does not fit: the machine stopped while it was written."""


class Segment:
    """A spool file that this process owns."""

    def __init__(self, descriptor: int, path: Path, address: str, settled: int, header_size: int) -> None:
        self._descriptor = descriptor
        self.path = path
        self.address = address
        self.settled = settled
        self.size = os.fstat(descriptor).st_size
        self._header_size = header_size

    @staticmethod
    def create(directory: Path, address: str) -> Segment:
        """A new file. It gets its name only once it is locked, so that nobody takes it for left behind."""
        name = new_event_id()
        hidden = directory / f".{name}"
        path = directory / f"{name}{SUFFIX}"
        header = _MAGIC + b"0" * _DIGITS + b" address=" + address.encode() + b"\n"
        descriptor = os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.pwrite(descriptor, header, 0) != len(header):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.rename(hidden, path)
        except OSError:
            hidden.unlink(missing_ok=True)
            os.close(descriptor)
            raise
        segment = Segment(descriptor, path, address, len(header), len(header))
        segment._write_settled()
        return segment

    @staticmethod
    def take(path: Path) -> Segment | None:
        """A file whose owner is gone. None if it is owned, already settled and removed, or none of ours."""
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        header, newline, _ = os.pread(descriptor, 1024, 0).partition(b"\n")
        is_ours = bool(newline) and header.startswith(_MAGIC) and b" address=" in header
        if os.fstat(descriptor).st_nlink == 0 or not is_ours:
            os.close(descriptor)
            return None
        digits = header[len(_MAGIC) : len(_MAGIC) + _DIGITS]
        address = header.partition(b" address=")[2].decode(errors="replace")
        begin = len(header) + 1
        settled = max(begin, int(digits)) if digits.isdigit() else begin
        return Segment(descriptor, path, address, min(settled, os.fstat(descriptor).st_size), begin)

    @property
    def unsettled_bytes(self) -> int:
        return self.size - self.settled

    def append(self, payload: bytes) -> int:
        """Writes one event, whole or not at all. Answers the bytes written."""
        line = b"%08x %b\n" % (zlib.crc32(payload), payload)
        written = os.pwrite(self._descriptor, line, self.size)
        if written != len(line):
            os.ftruncate(self._descriptor, self.size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
        self.size += written
        return written

    def read(self, lines_max: int, bytes_max: int) -> list[Line]:
        """The next lines that are not settled. A torn last line, never acknowledged to anybody, is left out."""
        data = os.pread(self._descriptor, min(bytes_max, self.unsettled_bytes), self.settled)
        if b"\n" not in data:
            data = os.pread(self._descriptor, self.unsettled_bytes, self.settled)
        lines: list[Line] = []
        begin = 0
        while len(lines) < lines_max and (end := data.find(b"\n", begin)) >= 0:
            lines.append(_line(data[begin:end], self.settled + end + 1))
            begin = end + 1
        return lines

    def settle(self, end: int) -> None:
        """Everything before the offset has its verdict. Losing this by a crash only sends events again."""
        self.settled = end
        self._write_settled()

    def empty(self) -> None:
        """Gives the room of a settled file back."""
        os.ftruncate(self._descriptor, self._header_size)
        self.size = self._header_size
        self.settle(self._header_size)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Gives the file up. What is not settled is there for the next who looks."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write_settled(self) -> None:
        os.pwrite(self._descriptor, b"%0*d" % (_DIGITS, self.settled), len(_MAGIC))


def _line(raw: bytes, end: int) -> Line:
    checksum, _, payload = raw.partition(b" ")
    return Line(payload, end, checksum == b"%08x" % zlib.crc32(payload))
