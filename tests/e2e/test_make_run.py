"""`make run`: a stranger's first minute, and their second start."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.demo.sign_ins import SIGN_INS
from deploy.environment import ROOT
from deploy.ports import free_ports, is_taken
from tests.support.stack import ayni


class Console:
    """A terminal in which somebody typed `make run`."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port, self.mailbox_port = free_ports(2)
        ports = {"AYNI_PORT": str(self.port), "AYNI_MAILBOX_PORT": str(self.mailbox_port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local"],
            env={**os.environ, **ports, "AYNI_STATE": str(state)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read_until(self, last: str) -> list[str]:
        """Return the lines up to the one that begins so."""
        lines: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith(last):
                return lines
        raise AssertionError("\n".join(lines))

    def press_ctrl_c(self) -> None:
        """End it, as a person does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("make-run")


@pytest.fixture
def console(state: Path) -> Iterator[Console]:
    console = Console(state)
    with console.process:
        yield console
        console.press_ctrl_c()


def test_make_run_tells_where_to_go_and_as_whom(console: Console) -> None:
    lines = console.read_until("Ctrl-C")

    assert f"Ready: http://localhost:{console.port}" in lines
    assert f"http://localhost:{console.mailbox_port}" in "\n".join(lines)
    for each in SIGN_INS:
        assert any(each.dni in line and each.password in line for line in lines)


def test_the_second_start_finds_everything_there_and_ctrl_c_stops_everything(
    console: Console,
) -> None:
    console.read_until("Ctrl-C")

    link = ayni(console.state, "identity", "accounts", "link", SIGN_INS[0].dni)
    console.press_ctrl_c()

    assert link.startswith(f"http://localhost:{console.port}/passport/generar/")
    assert console.process.returncode == 0
    assert not is_taken(console.port)
    assert not is_taken(console.mailbox_port)
    for lock in (console.state / "run").glob("*.lock"):
        group = int(lock.read_text())
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)
