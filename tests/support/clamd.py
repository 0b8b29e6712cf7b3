"""clamd, the antivirus of Debian, with one signature of our own: it knows EICAR alone."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.environment import ROOT
from services.legajo.documents.antivirus import Antivirus
from tests.support.waiting import wait_for

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every antivirus takes for a virus, and is none."""

SIGNATURE = ROOT / "tests" / "support" / "images" / "antivirus" / "eicar.ndb"
"""By which clamd knows it, wherever in a file it is."""

CONF = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
Foreground yes
"""


@contextmanager
def clamd() -> Iterator[str]:
    """Run clamd; offer its address, and stop it."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/sbin")
    if program is None:
        pytest.skip("clamd is not on this machine")
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:  # short, as a socket's path must be
        folder = Path(name)
        (folder / "signatures").mkdir()
        shutil.copy(SIGNATURE, folder / "signatures")
        (folder / "clamd.conf").write_text(CONF.format(folder=folder))
        command = [program, "--config-file", str(folder / "clamd.conf")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                address = f"{folder}/clamd.sock"
                wait_for(lambda: _answers(address, process), "an answer of clamd")
                yield address
            finally:
                process.kill()  # it takes seconds to say goodbye, and holds nothing


def _answers(address: str, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "clamd ended"
    try:
        return Antivirus(address).answers()
    except OSError:
        return False
