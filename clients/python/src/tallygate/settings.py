"""The settings: from arguments, else from the environment, else the default. A bad one is refused with a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from tallygate.errors import SettingInvalid

OnError = Literal["allow", "deny", "last_known"]


def _state_dir() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tallygate" / "spool"


@dataclass(frozen=True)
class Settings:
    """Each is also read from the environment as TALLYGATE_ and its name in capitals."""

    address: str = "127.0.0.1:9090"
    """Where the metering server is: host:port, or https://host:port for TLS."""
    api_key: str = field(default="", repr=False)
    """A key with the scopes ingest and check."""
    spool: Path = field(default_factory=_state_dir)
    """The folder for events that have no verdict yet."""
    on_error: OnError = "allow"
    """What a check answers when the server does not."""
    check_timeout: float = 0.5
    """Seconds that a check may take."""
    last_known_max_age: float = 300.0
    """Seconds for which on_error=last_known takes an earlier answer."""
    send_timeout: float = 10.0
    """Seconds that a call with events may take."""
    shutdown_timeout: float = 5.0
    """Seconds that the end of a process waits for unsent events."""
    spool_bytes_max: int = 256 * 1024 * 1024
    """Unsent bytes that one process keeps; beyond, new events are refused."""
    spool_events_max: int = 1_000_000
    """Unsent events that one process keeps; beyond, new events are refused."""
    dead_letter_bytes_max: int = 64 * 1024 * 1024
    """Size of the file of refused events; beyond, they are only logged."""
    adopt: Literal["same_address", "any_address"] = "same_address"
    """Whose left-behind spool files are sent: those meant for our address, or all."""

    @staticmethod
    def read(env: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """The settings that hold. `given` goes before the environment; None means not given."""
        env = os.environ if env is None else env
        values: dict[str, Any] = {}
        for name in (f.name for f in fields(Settings)):
            variable = f"TALLYGATE_{name.upper()}"
            if given.get(name) is not None:
                values[name] = _READ[name](name, given[name])
            elif env.get(variable, "").strip():
                values[name] = _READ[name](variable, env[variable].strip())
        unknown = sorted(set(given) - {f.name for f in fields(Settings)})
        if unknown:
            raise SettingInvalid(f"there is no setting {unknown[0]} (there are: {', '.join(_READ)})")
        settings = Settings(**values)
        if not settings.api_key:
            raise SettingInvalid("TALLYGATE_API_KEY is not set (expected: a key with the scopes ingest and check)")
        return settings

    @property
    def target(self) -> str:
        """The address as gRPC takes it."""
        return self.address.removeprefix("https://").removeprefix("http://")

    @property
    def is_tls(self) -> bool:
        return self.address.startswith("https://")


def _address(name: str, value: Any) -> str:
    text = str(value).rstrip("/")
    host, _, port = text.removeprefix("https://").removeprefix("http://").rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536 or "/" in host:
        raise SettingInvalid(f"{name}: '{value}' (expected: host:port, or https://host:port)")
    return text


def _api_key(name: str, value: Any) -> str:
    text = str(value).strip()
    if not all(0x21 <= ord(letter) <= 0x7E for letter in text):
        raise SettingInvalid(f"{name}: holds a blank or a letter beyond ASCII (expected: tg_test_… or tg_live_…)")
    return text


def _path(name: str, value: Any) -> Path:
    return Path(value).expanduser().absolute()


def _seconds(name: str, value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1
    if not 0 < seconds < 1e6:
        raise SettingInvalid(f"{name}: '{value}' (expected: seconds above 0, such as 0.5)")
    return seconds


def _count(name: str, value: Any) -> int:
    try:
        count = int(value)
    except (TypeError, ValueError):
        count = 0
    if count < 1:
        raise SettingInvalid(f"{name}: '{value}' (expected: a whole number above 0)")
    return count


def _one_of(*choices: str) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if value not in choices:
            raise SettingInvalid(f"{name}: '{value}' (expected: {', '.join(choices)})")
        return value

    return read


_READ: dict[str, Callable[[str, Any], Any]] = {
    "address": _address,
    "api_key": _api_key,
    "spool": _path,
    "on_error": _one_of(*get_args(OnError)),
    "check_timeout": _seconds,
    "last_known_max_age": _seconds,
    "send_timeout": _seconds,
    "shutdown_timeout": _seconds,
    "spool_bytes_max": _count,
    "spool_events_max": _count,
    "dead_letter_bytes_max": _count,
    "adopt": _one_of("same_address", "any_address"),
}
