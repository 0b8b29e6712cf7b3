"""The supervisor, on small real processes."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.child import Child, stop_all
from deploy.supervisor import Patience, Stopped, Supervisor
from tests.support.waiting import PATIENCE

SLEEPER = "import time; print('awake', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
PARENT = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); {SLEEPER}"
)


def a_child(state: Path, code: str = SLEEPER, name: str = "sleeper") -> Child:
    return Child(name, [sys.executable, "-c", code], state=state)


def until(condition: Callable[[], bool]) -> None:
    assert Patience().until(condition, seconds=PATIENCE)


def group_exists(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_awake(child: Child, times: int = 1) -> Callable[[], bool]:
    return lambda: child.last_words().count("awake") >= times


def test_a_process_that_dies_is_started_again_and_the_console_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    child = a_child(tmp_path)
    with Supervisor(said.append) as supervisor:
        supervisor.start([child])
        until(is_awake(child))

        os.kill(child.pid, signal.SIGKILL)

        until(is_awake(child, times=2))
    assert said == [f"sleeper ended (signal 9); starting it again in 0.5 s. Its words: {child.log}"]
    assert not child.alive


def test_a_process_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    with Supervisor(said.append) as supervisor:
        supervisor.start([a_child(tmp_path, "raise SystemExit(3)")])

        until(lambda: len(said) == 2)

    assert ["(exit code 3); starting it again in 0.5 s" in said[0], "in 1 s" in said[1]] == [
        True
    ] * 2


def test_a_process_that_was_stopped_on_purpose_stays_stopped(tmp_path: Path) -> None:
    said: list[str] = []
    child = a_child(tmp_path)
    with Supervisor(said.append) as supervisor:
        supervisor.start([child])
        until(is_awake(child))

        child.stop()

        assert not Patience().until(lambda: child.alive, seconds=1)
    assert said == []


def test_what_others_started_is_kept_running_and_left_to_them(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    child.start()
    with Supervisor(lambda _: None) as supervisor:
        supervisor.watch(child)
        until(is_awake(child))

        os.kill(child.pid, signal.SIGKILL)

        until(is_awake(child, times=2))
    assert child.alive
    child.stop()


def test_stopping_leaves_no_grandchild_however_stubborn(tmp_path: Path) -> None:
    child = a_child(tmp_path, PARENT)
    child.start()
    until(is_awake(child, times=2))

    stop_all([child], grace=1)

    until(lambda: not group_exists(child.pid))


def test_a_process_that_a_killed_run_left_behind_is_ended_first(tmp_path: Path) -> None:
    left_behind, successor = a_child(tmp_path), a_child(tmp_path)
    left_behind.start()

    successor.start()

    until(lambda: not left_behind.alive)
    successor.stop()


def test_waiting_ends_when_somebody_asks_to_stop(signals_restored: None) -> None:
    patience = Patience()
    patience.listen()

    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Stopped):
        patience.until(lambda: False)


@pytest.fixture
def signals_restored() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in signal.valid_signals()}
    yield
    for each, handler in before.items():
        if signal.getsignal(each) is not handler:
            signal.signal(each, handler)
