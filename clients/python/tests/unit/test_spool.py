"""What is on disk: for whom it is kept, who sends it, and what happens when there is no room."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tallygate
from tallygate import Client, Settings, spool
from tallygate.__main__ import main
from tests.unit.conftest import FakeServer, eventually


def run(settings: Settings, script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A process of its own that tracks."""
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore::DeprecationWarning",
            "-c",
            "import os, signal, sys, time\nimport tallygate\n" + script,
        ],
        env={
            **os.environ,
            "TALLYGATE_ADDRESS": settings.address,
            "TALLYGATE_API_KEY": settings.api_key,
            "TALLYGATE_SPOOL": str(settings.spool),
            "TALLYGATE_SHUTDOWN_TIMEOUT": "0.2",
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


def spool_files(settings: Settings) -> list[Path]:
    return sorted(settings.spool.glob("*.spool"))


def test_process_that_ends_sends_what_it_has(server: FakeServer, settings: Settings) -> None:
    done = run(settings, "tallygate.record('acme', tokens_in=5)", TALLYGATE_SHUTDOWN_TIMEOUT="5")

    assert (done.returncode, done.stderr) == (0, "")
    assert server.only().tokens_in == 5
    assert not spool_files(settings)


def test_nothing_that_track_returned_for_is_lost_by_kill_9(server: FakeServer, settings: Settings) -> None:
    server.stop()
    done = run(
        settings,
        "for n in range(300): print(tallygate.record('acme', tokens_in=n))\nos.kill(os.getpid(), signal.SIGKILL)",
    )
    assert done.returncode == -signal.SIGKILL
    sent = done.stdout.split()
    assert len(sent) == 300
    server.start()

    heir = Client(settings)
    heir.start()

    eventually(lambda: len(server.events) == 300)
    assert [event_id for _, event_id in server.events] == sent
    eventually(lambda: heir.stats().pending == 0)
    assert heir.stats().adopted == 300
    heir.close()
    assert not spool_files(settings)


def test_kill_9_while_sending_counts_each_event_once(server: FakeServer, settings: Settings) -> None:
    done = run(
        settings,
        "for n in range(5000):\n"
        "    print(tallygate.record('acme', tokens_in=n))\n"
        "while tallygate.stats().recorded == 0: time.sleep(0.001)\n"
        "sys.stdout.flush()\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
    )
    sent = done.stdout.split()
    assert len(sent) == 5000

    heir = Client(settings)
    heir.start()

    eventually(lambda: len(server.events) == 5000)
    assert {event_id for _, event_id in server.events} == set(sent)
    eventually(lambda: heir.stats().pending == 0)
    assert heir.stats().conflict == 0
    assert heir.stats().adopted == heir.stats().recorded + heir.stats().duplicate
    heir.close()


def test_process_that_ends_without_a_server_leaves_its_events(server: FakeServer, settings: Settings) -> None:
    server.stop()
    done = run(settings, "tallygate.record('acme', tokens_in=5)")
    assert done.returncode == 0
    assert len(spool_files(settings)) == 1
    server.start()

    run(
        settings,
        "tallygate.default_client().start()\nwhile tallygate.stats().duplicate + tallygate.stats().recorded == 0: pass",
    )

    assert server.only().tokens_in == 5
    assert not spool_files(settings)


def test_files_of_the_living_are_left_alone(server: FakeServer, settings: Settings) -> None:
    server.stop()
    first, second = Client(settings), Client(settings)
    first.record("acme", tokens_in=1)
    second.start()

    assert second.start().spool.adopt() == 0
    assert second.stats().pending == 0

    first.close(0.05)
    assert second.start().spool.adopt() + second.stats().adopted >= 1
    server.start()
    assert second.flush(10)
    eventually(lambda: len(server.events) == 1)
    second.close()


def test_events_for_another_server_are_not_sent_to_this_one(
    server: FakeServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = Client(Settings.read({}, address="127.0.0.1:1", api_key="k", spool=settings.spool))
    elsewhere.record("acme", tokens_in=1)
    elsewhere.close(0.05)

    with caplog.at_level(logging.WARNING, "tallygate"):
        here = Client(settings)
        here.start()
        eventually(lambda: "holds events for 127.0.0.1:1" in caplog.text)
    here.close()
    assert not server.events
    assert len(spool_files(settings)) == 1

    taker = Client(Settings.read({}, address=settings.address, api_key="k", spool=settings.spool, adopt="any_address"))
    taker.start()
    eventually(lambda: len(server.events) == 1)
    taker.close()


def test_torn_last_line_is_left_out_and_a_damaged_one_kept_for_a_person(server: FakeServer, settings: Settings) -> None:
    server.stop()
    gone = Client(settings)
    for event_id in ("one", "two", "three"):
        gone.record("acme", tokens_in=1, event_id=event_id)
    gone.close(0.05)
    file = spool_files(settings)[0]
    file.write_bytes(file.read_bytes().replace(b'"two"', b'"twX"') + b'0badc0de {"event_id":"to')
    server.start()

    heir = Client(settings)
    heir.start()

    eventually(lambda: len(server.events) == 2)
    assert [event_id for _, event_id in server.events] == ["one", "three"]
    eventually(lambda: not file.exists())
    assert heir.stats().damaged == 1
    kept = json.loads((settings.spool / "dead-letter.jsonl").read_text())
    assert (kept["verdict"], kept["event"]["event_id"]) == ("DAMAGED", "twX")
    heir.close()


@pytest.mark.parametrize("bound", [{"spool_events_max": 3}, {"spool_bytes_max": 300}])
def test_full_spool_refuses_the_newest_loudly(
    server: FakeServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, bound: dict[str, Any]
) -> None:
    server.stop()
    full = tallygate.configure(
        address=f"127.0.0.1:{server.port}", api_key="k", spool=tmp_path / "s", on_error="deny", **bound
    )
    with caplog.at_level(logging.ERROR, "tallygate"):
        for number in range(1, 6):
            full.record("acme", tokens_in=number)

    assert full.stats().accepted == 3
    assert full.stats().dropped == 2
    assert "is full or cannot be written" in caplog.text
    server.start()
    assert full.flush(20)
    assert [event.tokens_in for event in server.events.values()] == [1, 2, 3]
    full.record("acme", tokens_in=6)
    assert full.flush(20)
    assert len(server.events) == 4


def test_with_deny_nothing_runs_that_could_not_be_recorded(server: FakeServer, tmp_path: Path) -> None:
    client = tallygate.configure(
        address=f"127.0.0.1:{server.port}", api_key="k", spool=tmp_path / "s", on_error="deny", spool_events_max=1
    )
    assert client.check("acme").allowed
    is_checked: list[bool] = []

    def wait_for_the_check(event: object) -> str:
        eventually(lambda: is_checked)
        return ""

    server.reject = wait_for_the_check
    client.record("acme", tokens_in=1)

    answer = client.check("acme")
    is_checked.append(True)

    assert (answer.allowed, answer.http_status) == (False, 503)
    assert client.flush(20)
    assert client.check("acme").allowed


def test_many_events_go_over_several_files_and_none_is_left(
    server: FakeServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "SEGMENT_BYTES", 4000)
    monkeypatch.setattr(spool, "EMPTY_BYTES", 1000)
    server.stop()
    client = Client(settings)
    sent = [client.record("acme", tokens_in=n) for n in range(500)]
    assert len(spool_files(settings)) > 5
    server.start()

    assert client.flush(20)
    sent += [client.record("acme", tokens_in=n) for n in range(500)]
    assert client.flush(20)

    assert [event_id for _, event_id in server.events] == sent
    eventually(lambda: len(spool_files(settings)) == 1)
    client.close()
    assert not spool_files(settings)


def test_folder_that_cannot_be_written_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    client = Client(Settings.read({}, api_key="k", spool=tmp_path / "file" / "spool"))
    with pytest.raises(tallygate.SettingInvalid, match=r"TALLYGATE_SPOOL: .* cannot be written"):
        client.start()


def test_dead_letter_file_has_an_end(server: FakeServer, settings: Settings) -> None:
    server.reject = lambda event: "NO_SUBSCRIPTION"
    client = Client(
        Settings.read({}, address=settings.address, api_key="k", spool=settings.spool, dead_letter_bytes_max=600)
    )
    for number in range(10):
        client.record("acme", tokens_in=number)
    assert client.flush(20)
    stats = client.stats()
    client.close()
    assert stats.rejected == 10
    assert 0 < stats.dead_letter_full < 10
    assert (settings.spool / "dead-letter.jsonl").stat().st_size <= 600


FORK = """
{before}
children = []
for number in range(3):
    child = os.fork()
    if child == 0:
        assert tallygate.check('acme').allowed
        assert tallygate.check('acme').source == 'server'
        tallygate.record('acme', tokens_in=number + 1, event_id=f'child-{{number}}')
        tallygate.default_client().close(20)
        os._exit(0)
    children.append(child)
tallygate.record('acme', tokens_in=99, event_id='parent')
assert all(os.waitpid(child, 0)[1] == 0 for child in children)
"""


@pytest.mark.parametrize(
    "before",
    [
        "",
        "tallygate.configure()",
        "tallygate.default_client().start()",
        "tallygate.record('acme', tokens_in=7, event_id='early'); assert tallygate.flush(20); tallygate.check('acme')",
    ],
    ids=["untouched", "configured", "started", "used"],
)
def test_forked_children_have_their_own_files_thread_and_channel(
    server: FakeServer, settings: Settings, before: str
) -> None:
    done = run(settings, FORK.format(before=before), TALLYGATE_SHUTDOWN_TIMEOUT="20", TALLYGATE_CHECK_TIMEOUT="20")

    assert (done.returncode, done.stderr) == (0, "")
    expected = {"child-0", "child-1", "child-2", "parent"} | ({"early"} if "early" in before else set())
    assert {event_id for _, event_id in server.events} == expected
    assert not spool_files(settings)


def test_refused_events_are_sent_again_once_their_cause_is_mended(
    server: FakeServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("address", "api_key", "spool"):
        monkeypatch.setenv(f"TALLYGATE_{name.upper()}", str(getattr(settings, name)))
    server.reject = lambda event: "CUSTOMER_UNKNOWN"
    client = Client(settings)
    client.record("acme", tokens_in=5, event_id="early")
    assert client.flush(10)
    client.close()

    assert main(["show"]) == 0
    assert "early acme CUSTOMER_UNKNOWN as the test asks" in capsys.readouterr().out
    assert main(["resend"]) == 1, "the cause is still there: it is refused and kept again"
    server.reject = lambda event: ""
    assert main(["resend"]) == 0
    assert "1 counted, 0 refused" in capsys.readouterr().out
    assert server.only().event_id == "early"
    assert main(["resend"]) == 0
    assert main(["other"]) == 2
