"""The stack of docker compose as an operator has it, and the commands of the runbook as they stand.

Its folder, `deploy/.env`, project, ports and volumes are no other's.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.environment import ROOT
from tests.support.journey import Copy
from tests.support.waiting import wait_for

SOURCES = ("requirements.txt", "contracts", "chassis", "uikit", "services", "gateway", "deploy")
"""What of the repository an image and the stack are made of."""

DC = 'dc() { docker compose -f deploy/compose.yaml ${FURTHER:+-f "$FURTHER"} "$@"; }'
"""What `dc` stands for in the runbook; a test may have a compose file of its own besides."""

GET_READY = (
    "import http.client; asked = http.client.HTTPConnection('127.0.0.1', 8000);"
    "asked.request('GET', '/readyz'); print(asked.getresponse().read().decode())"
)
"""Asks a web process, inside its container, what of what it needs answers."""


def runbook(section: str) -> list[str]:
    """Return the commands of a section of the runbook, block by block."""
    text = (ROOT / "deploy" / "README.md").read_text()
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, section
    return re.findall(r"^```sh\n(.*?)^```", found[1], re.M | re.S)


@dataclass(frozen=True)
class Operator:
    """Who runs one stack."""

    folder: Path
    port: int
    mailbox_port: int

    @property
    def project(self) -> str:
        """How compose calls this stack."""
        return f"ayni-test-{self.port}"

    @property
    def copy(self) -> Copy:
        """Return where it is."""
        return Copy(
            f"http://localhost:{self.port}",
            f"http://localhost:{self.mailbox_port}",
            self.captcha_answer,
        )

    def check_out(self) -> None:
        """Bring the sources to the folder, as they are, without what an operator had set."""
        unwanted = shutil.ignore_patterns("__pycache__", ".env")
        for name in SOURCES:
            source, target = ROOT / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=unwanted)
            else:
                shutil.copy(source, target)

    def set(self, settings: str) -> None:
        """Write `deploy/.env` anew."""
        (self.folder / "deploy" / ".env").write_text(settings)

    def add(self, compose_file: str) -> None:
        """Have a compose file besides the platform's."""
        self._further.write_text(compose_file)

    def run(self, commands: str, *arguments: str) -> str:
        """Give commands as the runbook writes them, and return what they said."""
        done = subprocess.run(
            ["bash", "-c", f"set -euo pipefail\n{DC}\n{commands}", "operator", *arguments],
            cwd=self.folder,
            env=os.environ | self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def compose(self, *arguments: str) -> str:
        """Run docker compose on it, and return what it said."""
        return self.run('dc "$@"', *arguments)

    def log(self, service: str) -> str:
        """Return what a service has said since its container was made."""
        return self.compose("logs", "--no-log-prefix", service)

    def ready(self, service: str) -> dict[str, bool]:
        """Return which of the things that a web process needs answer."""
        said = self.compose("exec", "-T", service, "python", "-c", GET_READY)
        checks: dict[str, bool] = json.loads(said)["checks"]
        return checks

    def health(self) -> dict[str, str]:
        """Return how each process is that can tell."""
        table = self.compose("ps", "--format", "{{.Service}} {{.Health}}").splitlines()
        return dict(line.split() for line in table if len(line.split()) > 1)

    def wait_for_demo(self) -> None:
        """Wait until its data are there; `compose wait` knows nothing of who has ended already."""
        state = wait_for(self._demo_ended, "the demo to be there", seconds=600)
        assert state == "exited 0"

    def captcha_answer(self, captcha_id: str) -> str:
        """Look in Valkey for what the image of that id says."""
        key = f"identity:captcha:{captcha_id}"
        return self.compose("exec", "-T", "valkey", "valkey-cli", "--raw", "get", key)

    def _demo_ended(self) -> str:
        asked = ("ps", "--all", "--format", "{{.State}} {{.ExitCode}}", "demo")
        said = self.compose("--profile", "demo", *asked)
        return said if "exited" in said else ""

    @property
    def _further(self) -> Path:
        return self.folder / "deploy" / "compose.test.yaml"

    def _environment(self) -> dict[str, str]:
        return {
            "COMPOSE_PROJECT_NAME": self.project,
            "AYNI_PORT": str(self.port),
            "AYNI_MAILBOX_PORT": str(self.mailbox_port),
            "FURTHER": "deploy/compose.test.yaml" if self._further.exists() else "",
        }
