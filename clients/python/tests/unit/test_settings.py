"""Settings: defaults, the environment, and the sentence for each bad one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tallygate import SettingInvalid, Settings

KEY = {"TALLYGATE_API_KEY": "tg_test_1"}


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    settings = Settings.read(KEY)
    assert settings == Settings(
        address="127.0.0.1:9090",
        api_key="tg_test_1",
        spool=Path("/state/tallygate/spool"),
        on_error="allow",
        check_timeout=0.5,
        last_known_max_age=300,
        send_timeout=10,
        shutdown_timeout=5,
        spool_bytes_max=268_435_456,
        spool_events_max=1_000_000,
        dead_letter_bytes_max=67_108_864,
        adopt="same_address",
    )
    assert not settings.is_tls


def test_environment_holds_and_arguments_go_before_it() -> None:
    env = {
        **KEY,
        "TALLYGATE_ADDRESS": "https://meter.example:443",
        "TALLYGATE_ON_ERROR": "deny",
        "TALLYGATE_SPOOL": "/s",
    }
    settings = Settings.read(env, on_error="last_known", check_timeout=None)
    assert (settings.target, settings.is_tls, settings.on_error) == ("meter.example:443", True, "last_known")
    assert settings.spool == Path("/s")


def test_key_is_never_shown() -> None:
    assert "tg_test_1" not in repr(Settings.read(KEY))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "TALLYGATE_API_KEY is not set (expected: a key with the scopes ingest and check)"),
        ({"TALLYGATE_ADDRESS": "meter"}, "TALLYGATE_ADDRESS: 'meter' (expected: host:port, or https://host:port)"),
        ({"TALLYGATE_ADDRESS": "meter:70000"}, "TALLYGATE_ADDRESS: 'meter:70000' (expected: host:port"),
        ({"TALLYGATE_ON_ERROR": "maybe"}, "TALLYGATE_ON_ERROR: 'maybe' (expected: allow, deny, last_known)"),
        ({"TALLYGATE_CHECK_TIMEOUT": "500ms"}, "TALLYGATE_CHECK_TIMEOUT: '500ms' (expected: seconds above 0"),
        ({"TALLYGATE_SPOOL_EVENTS_MAX": "0"}, "TALLYGATE_SPOOL_EVENTS_MAX: '0' (expected: a whole number above 0)"),
        ({"TALLYGATE_API_KEY": "tg test"}, "TALLYGATE_API_KEY: holds a blank or a letter beyond ASCII"),
        ({"TALLYGATE_ADOPT": "all"}, "TALLYGATE_ADOPT: 'all' (expected: same_address, any_address)"),
    ],
)
def test_bad_setting_is_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        Settings.read(given)
    assert sentence in str(refused.value)
    assert "tg test" not in str(refused.value)


def test_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingInvalid, match="there is no setting adress"):
        Settings.read(KEY, adress="x")
