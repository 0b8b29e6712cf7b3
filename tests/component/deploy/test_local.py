"""`make run`, when it cannot start: it says why, and leaves nothing running."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from deploy.embedded import Valkey
from deploy.ports import LOOPBACK, free_ports


def make_run(state: Path, **settings: int) -> subprocess.CompletedProcess[str]:
    ports = dict(zip(("AYNI_PORT", "AYNI_MAILBOX_PORT"), free_ports(2), strict=True)) | settings
    environ = {name: str(value) for name, value in ports.items()}
    return subprocess.run(
        [sys.executable, "-m", "deploy.local"],
        env={**os.environ, **environ, "AYNI_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as somebody:
        port = somebody.getsockname()[1]

        done = make_run(tmp_path, AYNI_PORT=port)

    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is taken: stop what uses it or choose another, AYNI_PORT={port + 1} make run"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_port_of_the_mailbox_matters_as_much(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as somebody:
        port = somebody.getsockname()[1]

        done = make_run(tmp_path, AYNI_MAILBOX_PORT=port)

    assert done.returncode == 1
    assert f"AYNI_MAILBOX_PORT={port + 1} make run" in done.stderr


def test_a_port_that_cannot_be_is_told_in_words(tmp_path: Path) -> None:
    port = free_ports(1)[0]

    beyond = make_run(tmp_path, AYNI_PORT=70000)
    twice = make_run(tmp_path, AYNI_PORT=port, AYNI_MAILBOX_PORT=port)

    assert beyond.stderr.strip() == "There is no port 70000: AYNI_PORT may be 1 to 65535"
    assert twice.stderr.strip().startswith(f"Port {port} is wanted twice")


def test_a_state_that_another_copy_uses_is_refused_and_nothing_is_left_running(
    tmp_path: Path,
) -> None:
    with Valkey(tmp_path):
        done = make_run(tmp_path)

    assert done.returncode == 1
    assert f"{tmp_path} is in use by process {os.getpid()}" in done.stderr
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
