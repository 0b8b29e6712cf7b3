"""An S3-compatible bucket, where sealed files rest: `service/key`.

A file is written to a temporary one first, since its key is known at its end, and then sent in
parts; it is there when its last part is, never half. It is read in ranges, each asked for alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, cast
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import structlog
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from chassis.filestore.blocks import BLOCK, RUN, SALT, TAG
from chassis.filestore.place import FileLost, FileOutOfReach, Held, Unfinished
from chassis.settings import Secret

PART = 8 * 1024 * 1024
"""How much is sent at once, and held in memory meanwhile, in bytes."""

HEAD = SALT + RUN * (BLOCK + TAG)
"""How much of a file is read when it is opened: what is read first, in bytes."""

CONNECT_SECONDS, READ_SECONDS = 3.0, 20.0
"""How long a bucket may take to take a connection, and then to say something."""

TRIES = 2
"""How often a range is asked for when the line is cut in the midst of it."""

RETRIES = Retry(total=2, read=1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))
"""How often a request is repeated that may be: S3 answers 503 to who comes too quickly."""

TROUBLE = (MinioException, HTTPError, OSError, ValueError, ParseError)
"""What the client raises: the last two when it was not S3 that answered."""

LOST = frozenset({"NoSuchKey", "InvalidRange"})
"""What S3 says of a file that is not there, or of which nothing is left."""

log = structlog.get_logger()


class Account(NamedTuple):
    """As whom a bucket is asked."""

    access_key: str
    secret_key: Secret
    region: str


class Bucket:
    """The sealed files of one service in a bucket; others may keep theirs beside them."""

    def __init__(self, url: str, account: Account, *, folder: str) -> None:
        parts = urlsplit(url)
        self._name = parts.path.strip("/")
        self._folder = folder
        self._client = Minio(
            parts.netloc,
            access_key=account.access_key,
            secret_key=account.secret_key,
            secure=parts.scheme == "https",
            region=account.region,
            http_client=PoolManager(
                maxsize=10,
                timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                retries=RETRIES,
            ),
        )

    def answers(self) -> bool:
        """Tell whether the bucket is there, and knows us; raise FileOutOfReach."""
        with _reaching(self._name):
            if not self._client.bucket_exists(self._name):
                raise FileOutOfReach(f"there is no bucket {self._name}")
        return True

    def has(self, key: str) -> bool:
        """Tell whether a file of that key is here."""
        try:
            with _reaching(key):
                self._client.stat_object(self._name, self._object(key))
        except FileLost:
            return False
        return True

    def open(self, key: str) -> Held:
        """Open a file."""
        return _Object(self._client, self._name, self._object(key))

    @contextmanager
    def new(self) -> Iterator[Unfinished]:
        """Offer a file of this machine, which is sent when it gets its name."""
        try:
            with TemporaryFile() as file:
                written = cast(BinaryIO, file)
                yield Unfinished(written, partial(self._send, written))
        except OSError as error:
            raise FileOutOfReach(f"{self._name}: {error}") from error

    def forget(self, key: str) -> None:
        """Remove a file, which may be gone already."""
        with _reaching(key):
            self._client.remove_object(self._name, self._object(key))

    def all_keys(self) -> Iterator[str]:
        """Return the key of every file."""
        prefix = f"{self._folder}/"
        with _reaching(self._name):
            for found in self._client.list_objects(self._name, prefix):
                yield str(found.object_name).removeprefix(prefix)

    def _object(self, key: str) -> str:
        return f"{self._folder}/{key}"

    def _send(self, file: BinaryIO, key: str) -> None:
        size = file.tell()
        if self.has(key):
            return
        file.seek(0)
        with _reaching(key):
            self._client.put_object(
                self._name,
                self._object(key),
                file,
                size,
                part_size=PART,
                num_parallel_uploads=1,
            )


class _Object:
    """A file in a bucket, of which the beginning is here already."""

    def __init__(self, client: Minio, bucket: str, name: str) -> None:
        self._client, self._bucket, self._name = client, bucket, name
        self.size = HEAD
        self._head = self._range(0, HEAD)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return so many bytes from there on."""
        end = min(offset + length, self.size)
        if end <= len(self._head):
            return self._head[offset:end]
        return self._range(offset, end - offset)

    def close(self) -> None:
        """Let go of what was read; nothing else is held."""
        self._head = b""

    def _range(self, offset: int, length: int) -> bytes:
        for _ in range(TRIES):
            with _reaching(self._name):
                answer = self._client.get_object(self._bucket, self._name, offset, length)
            try:
                self.size = _total(answer.headers.get("Content-Range", ""))
                return answer.read()
            except HTTPError as error:
                log.warning("range_cut_off", object=self._name, error=repr(error))
            finally:
                answer.close()  # which keeps the connection if all was read
                answer.release_conn()
        raise FileOutOfReach(f"{self._name}: was cut off {TRIES} times")


@contextmanager
def _reaching(what: str) -> Iterator[None]:
    """Say of what is not there that it is lost, and of a bucket that fails that it is away."""
    try:
        yield
    except S3Error as error:
        kind = FileLost if error.code in LOST else FileOutOfReach
        raise kind(f"{what}: {error}") from error
    except TROUBLE as error:
        raise FileOutOfReach(f"{what}: {error}") from error


def _total(content_range: str) -> int:
    """Return how long the whole is: `bytes 0-99/12345`."""
    total = content_range.rpartition("/")[2]
    if not total.isdigit():
        raise FileOutOfReach("the bucket does not give ranges, or the file is empty")
    return int(total)
