"""An S3-compatible bucket that is not ours: S3rver on Node, a process of its own."""

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minio import Minio

from chassis.filestore.bucket import Account, Bucket
from chassis.settings import Secret
from deploy.environment import ROOT
from deploy.ports import LOOPBACK, free_ports
from tests.support.programs import answers, installed
from tests.support.waiting import wait_for

SOURCE = ROOT / "tests" / "support" / "s3"
"""What npm installs, and the script that starts it."""

ACCOUNT = Account("S3RVER", Secret("S3RVER"), "us-east-1")
"""Whom S3rver knows."""

NAME = "ayni-files"
"""How the bucket is called."""


class BucketServer:
    """The server with one bucket; it can be stopped and started again, and keeps what it has."""

    def __init__(self, script: Path, folder: Path) -> None:
        self._port = free_ports(1)[0]
        self._command = ["node", script.name, str(self._port), str(folder), NAME]
        self._at = script.parent
        self._process: subprocess.Popen[bytes] | None = None
        self.host = f"{LOOPBACK}:{self._port}"
        self.url = f"http://{self.host}/{NAME}"
        self._client = Minio(
            self.host, ACCOUNT.access_key, ACCOUNT.secret_key, secure=False, region=ACCOUNT.region
        )

    @property
    def settings(self) -> dict[str, str]:
        """What a service is told so that it keeps its files there."""
        return {
            "AYNI_FILES_S3_URL": self.url,
            "AYNI_FILES_S3_ACCESS_KEY": ACCOUNT.access_key,
            "AYNI_FILES_S3_SECRET_KEY": ACCOUNT.secret_key,
        }

    def bucket(self, folder: str) -> Bucket:
        """Return the bucket as a service sees it that keeps its files in that folder."""
        return Bucket(self.url, ACCOUNT, folder=folder)

    def names(self, folder: str) -> list[str]:
        """Return what objects there are, as another program sees them."""
        return [str(found.object_name) for found in self._client.list_objects(NAME, f"{folder}/")]

    def read(self, name: str) -> bytes:
        """Return what an object says."""
        with self._client.get_object(NAME, name) as answer:
            return answer.data

    def write(self, name: str, content: bytes) -> None:
        """Replace an object."""
        self._client.put_object(NAME, name, io.BytesIO(content), len(content))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(self._command, cwd=self._at, stdout=subprocess.DEVNULL)
        started = self._process
        wait_for(lambda: answers(self.url, started), f"S3rver at {self.url}")

    def stop(self) -> None:
        """End it, as if it had fallen over."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    """Run the server; npm installs it at the first time, as the lock says."""
    server = BucketServer(installed(SOURCE) / "bucket.mjs", folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
