"""Programs that are not ours, each in a container beside the operator's stack: clamd and a bucket.

Their images are made here of Debian's packages, since no registry of images need be in reach.
"""

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from deploy.environment import ROOT
from tests.support.waiting import wait_for

SOURCES = ROOT / "tests" / "support" / "images"
"""What each image is made of."""

ANTIVIRUS = "clamav/clamav:stable"
"""The image that the profile `antivirus` names."""

BUCKET, REGION = "ayni-files", "us-east-1"
"""How the bucket is called, and where it says that it is."""

ACCESS_KEY, SECRET_KEY = "ayni:files", "a-secret-of-trials"
"""Whom Swift knows (images/bucket/proxy-server.conf)."""


def docker(*arguments: str) -> str:
    """Run docker, and return what it said."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def image(name: str) -> str:
    """Build an image of ours, and return how it is called."""
    tag = f"ayni-test-{name}"
    docker("build", "--quiet", "--network", "host", "--tag", tag, str(SOURCES / name))
    return tag


def antivirus_in_its_place() -> str:
    """Return the compose file that puts a clamd of ours in the place of one that is not here."""
    known = subprocess.run(
        ["docker", "image", "inspect", ANTIVIRUS], capture_output=True, check=False
    )
    if known.returncode == 0:
        return "services: {}\n"
    return f"services:\n  antivirus:\n    image: {image('antivirus')}\n    pull_policy: never\n"


@dataclass(frozen=True)
class BucketContainer:
    """A bucket in the network of a stack, where it is called `bucket`."""

    container: str

    @property
    def settings(self) -> str:
        """What an operator writes into `deploy/.env`."""
        return (
            f"AYNI_FILES_S3_URL=http://bucket:8080/{BUCKET}\n"
            f"AYNI_FILES_S3_REGION={REGION}\n"
            f"AYNI_FILES_S3_ACCESS_KEY={ACCESS_KEY}\n"
            f"AYNI_FILES_S3_SECRET_KEY={SECRET_KEY}\n"
        )

    def client(self, secret_key: str = SECRET_KEY) -> Minio:
        """Return who asks it from outside the stack."""
        return Minio(self._address, ACCESS_KEY, secret_key, secure=False, region=REGION)

    def names(self, folder: str) -> set[str]:
        """Return what objects there are of a service."""
        found = self.client().list_objects(BUCKET, f"{folder}/")
        return {str(each.object_name).removeprefix(f"{folder}/") for each in found}

    def start(self) -> None:
        """Start it, and wait until it takes what it is given."""
        docker("start", self.container)
        wait_for(self._takes, "the bucket to take an object")

    def stop(self) -> None:
        """End it, as if it had fallen over."""
        docker("kill", self.container)

    def _takes(self) -> bool:
        """Tell whether it takes an object: its front answers before what is behind it does."""
        client = self.client()
        try:
            if not client.bucket_exists(BUCKET):
                client.make_bucket(BUCKET)
            client.put_object(BUCKET, "a-try", io.BytesIO(b"x"), 1)
            client.remove_object(BUCKET, "a-try")
        except (MinioException, HTTPError):
            return False
        return True

    @property
    def _address(self) -> str:
        """Where it is for who is outside; Docker may choose another port at each start."""
        return docker("port", self.container, "8080/tcp").splitlines()[0]


@contextmanager
def bucket_container(project: str) -> Iterator[BucketContainer]:
    """Run a bucket in the network of that stack, and take it away with what it holds."""
    name = f"{project}-bucket"
    docker(
        *("create", "--name", name, "--network", f"{project}_default"),
        *("--network-alias", "bucket", "--publish", "127.0.0.1::8080", image("bucket")),
    )
    try:
        bucket = BucketContainer(name)
        bucket.start()
        yield bucket
    finally:
        docker("rm", "--force", "--volumes", name)
