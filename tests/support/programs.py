"""Programs that are not ours and sign people in with identity: Apache, and openid-client on Node.

They run as their own documentation says, as processes of their own, against a running platform.
"""

import getpass
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import urllib3

from deploy.environment import ROOT
from deploy.platform import Platform
from tests.support.stack import ayni
from tests.support.waiting import PATIENCE, wait_for

PROGRAMS = ROOT / "tests" / "e2e" / "programs"
"""What the programs are told."""

INSTALLED = ROOT / "tests" / ".artifacts" / "npm"
"""Where npm puts what it installs; it stays for the next run."""

MODULES = Path("/usr/lib/apache2/modules")
"""Where Debian keeps what Apache can load."""

OLDEST_NODE = 20
"""What openid-client and oidc-provider need."""


@dataclass(frozen=True)
class Registered:
    """What `ayni identity clients create` told about a client."""

    client_id: str
    client_secret: str = ""


def register(platform: Platform, *options: str, redirect_uri: str) -> Registered:
    """Register a client, as an operator does."""
    asked = ["--name", "Programa ajeno", "--redirect-uri", redirect_uri, *options, "--json"]
    told = ayni(platform.settings.state, "identity", "clients", "create", *asked)
    return Registered(**json.loads(told))


class OpenIdClient:
    """A run of sign_in.mjs: it tells an address, and is told where the browser came back."""

    def __init__(self, script: Path, asked: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            ["node", script.name],
            cwd=script.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.url = self._ask(asked)["url"]

    def finish(self, url: str) -> dict[str, Any]:
        """Tell where the browser came back, and return what the program learnt."""
        learnt = self._ask({"url": url})
        self._process.communicate(timeout=PATIENCE)
        return learnt

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.communicate(timeout=PATIENCE)[1]
        told: dict[str, Any] = json.loads(line)
        return told


def openid_client(asked: dict[str, Any]) -> OpenIdClient:
    """Start openid-client, which npm installs at the first time as the lock says."""
    return OpenIdClient(installed(PROGRAMS) / "sign_in.mjs", asked)


def has_node() -> bool:
    """Tell whether what we install by npm can run here."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.lstrip("v").partition(".")[0]) >= OLDEST_NODE


def installed(source: Path) -> Path:
    """Return a folder with the files of `source` and the packages that its lock names."""
    if not has_node():
        pytest.skip("Node 20 with npm is not on this machine")
    place = INSTALLED / source.relative_to(ROOT / "tests").as_posix().replace("/", "-")
    place.mkdir(parents=True, exist_ok=True)
    lock, kept = source / "package-lock.json", place / "package-lock.json"
    is_installed = kept.exists() and kept.read_bytes() == lock.read_bytes()
    for path in (*source.glob("*.mjs"), *source.glob("package*.json")):
        shutil.copy(path, place)
    if not is_installed or not (place / "node_modules").exists():
        quietly = ["--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(["npm", "ci", *quietly], cwd=place, check=True, capture_output=True)
    return place


@contextmanager
def apache(**told: Any) -> Iterator[Path]:
    """Run Apache with mod_auth_openidc; `told` fills in apache.conf. Offer its folder."""
    if not (MODULES / "mod_auth_openidc.so").exists():
        pytest.skip("Apache with mod_auth_openidc is not on this machine")
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="apache-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # its workers are another user
        (folder / "pages").mkdir()
        (folder / "pages" / "index.txt").write_text("Bienvenido.")
        conf = (PROGRAMS / "apache.conf").read_text()
        user = "www-data" if is_root else getpass.getuser()
        filled = conf.format(folder=folder, modules=MODULES, user=user, **told)
        (folder / "apache.conf").write_text(filled)
        command = ["apache2", "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
        path = f"{os.environ['PATH']}:/usr/sbin"
        with subprocess.Popen(command, env={"PATH": path}) as process:
            try:
                place = f"http://localhost:{told['port']}/"
                wait_for(lambda: answers(place, process), f"Apache at {place}")
                yield folder
            finally:
                process.terminate()


def answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    """Tell whether a program that was started answers there by now; it may not have ended."""
    assert process.poll() is None, f"{process.args!r} ended"
    try:
        urllib3.request("GET", url, redirect=False, retries=False)
    except urllib3.exceptions.HTTPError:
        return False
    return True
