"""Files are kept as they came, and nobody changes them unseen: in a folder, in a bucket."""

import hashlib
import io
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.filestore import FileOutOfReach, FileStore
from chassis.filestore.blocks import BLOCK, RUN, SALT, TAG
from chassis.filestore.bucket import CONNECT_SECONDS, Account, Bucket
from chassis.filestore.folder import Folder
from chassis.filestore.place import Place
from chassis.settings import Secret
from tests.support.bucket import ACCOUNT, BucketServer, bucket_server

SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, RUN * BLOCK, (2 * RUN + 1) * BLOCK + 77]


class OnDisk:
    """A folder, and what somebody sees who looks into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place: Place = Folder(path)

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in self.paths()]

    def paths(self) -> list[Path]:
        return [path for path in self.path.rglob("*") if path.is_file()]

    def replace(self, content: bytes) -> None:
        (path,) = self.paths()
        path.write_bytes(content)


class InBucket:
    """A bucket, and what somebody sees who looks into it."""

    def __init__(self, server: BucketServer, folder: str) -> None:
        self._server = server
        self._folder = folder
        self.place: Place = server.bucket(folder)

    def files(self) -> list[bytes]:
        return [self._server.read(name) for name in self._server.names(self._folder)]

    def replace(self, content: bytes) -> None:
        (name,) = self._server.names(self._folder)
        self._server.write(name, content)


Somewhere = OnDisk | InBucket


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with bucket_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def server(running_server: BucketServer) -> Iterator[BucketServer]:
    """Offer the server; a test may stop it."""
    yield running_server
    running_server.stop()
    running_server.start()


@pytest.fixture(params=["folder", "bucket"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Somewhere:
    if request.param == "folder":
        return OnDisk(tmp_path / "files")
    return InBucket(request.getfixturevalue("running_server"), uuid.uuid4().hex)


@pytest.fixture
def files(where: Somewhere) -> FileStore:
    return FileStore(where.place, "a secret")


@pytest.fixture
def on_disk(tmp_path: Path) -> OnDisk:
    return OnDisk(tmp_path / "files")


def content(size: int) -> bytes:
    return (b"0123456789abcde" * (size // 15 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_given_back_as_it_came(files: FileStore, size: int):
    kept = files.keep(io.BytesIO(content(size)))

    assert kept.size == size
    assert kept.key == hashlib.sha256(content(size)).hexdigest()
    assert files.read(kept.key) == content(size)
    assert files.has(kept.key)


@given(offset=st.integers(0, 4 * BLOCK), length=st.integers(0, 3 * BLOCK))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_slice_can_be_read_alone(files: FileStore, offset: int, length: int):
    whole = content(3 * BLOCK + 5)
    key = files.keep(io.BytesIO(whole)).key

    assert files.read(key, offset, length) == whole[offset : offset + length]


def test_a_stream_of_it_can_be_sought_and_read_line_by_line(files: FileStore):
    lines = [b"line %d\n" % number for number in range(30_000)]
    key = files.keep(io.BytesIO(b"".join(lines))).key

    with files.open(key) as stream:
        assert list(stream) == lines
        assert stream.seek(-len(lines[-1]), os.SEEK_END) == sum(map(len, lines[:-1]))
        assert stream.read() == lines[-1]
        assert stream.read() == b""


def test_a_stream_that_gives_little_at_a_time_is_kept_all_the_same(files: FileStore):
    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    key = files.keep(Trickle(content(2 * BLOCK))).key

    assert files.read(key) == content(2 * BLOCK)


def test_the_same_content_is_kept_once(files: FileStore, where: Somewhere):
    files.keep(io.BytesIO(b"the same"))
    before = where.files()

    files.keep(io.BytesIO(b"the same"))

    assert where.files() == before
    assert len(before) == 1


def test_nobody_else_can_read_what_is_kept(files: FileStore, where: Somewhere):
    files.keep(io.BytesIO(b"QUISPE HUAMAN ROSA ELENA" * 9000))

    (found,) = where.files()
    assert b"QUISPE" not in found


def test_no_other_user_of_the_machine_reads_the_folder(on_disk: OnDisk):
    FileStore(on_disk.place, "a secret").keep(io.BytesIO(b"x"))

    (path,) = on_disk.paths()
    assert path.stat().st_mode & 0o077 == 0


def test_another_secret_opens_nothing(files: FileStore, where: Somewhere):
    key = files.keep(io.BytesIO(content(100))).key

    with pytest.raises(FileOutOfReach, match="damaged"):
        FileStore(where.place, "another secret").read(key)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda raw: raw[: SALT + BLOCK + TAG], id="cut off after a block"),
        pytest.param(lambda raw: raw[:-1], id="cut off within a block"),
        pytest.param(lambda raw: raw[:9], id="almost nothing left"),
        pytest.param(
            lambda raw: (
                raw[:SALT]
                + raw[SALT + BLOCK + TAG : SALT + 2 * (BLOCK + TAG)]
                + raw[SALT : SALT + BLOCK + TAG]
                + raw[SALT + 2 * (BLOCK + TAG) :]
            ),
            id="blocks exchanged",
        ),
        pytest.param(lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:], id="one bit"),
    ],
)
def test_what_somebody_changed_is_not_believed(files: FileStore, where: Somewhere, harm):
    key = files.keep(io.BytesIO(content(2 * BLOCK + 10))).key
    (found,) = where.files()
    where.replace(harm(found))

    with pytest.raises(FileOutOfReach):
        files.read(key)


def test_what_is_not_there_is_out_of_reach(files: FileStore):
    absent = hashlib.sha256(b"absent").hexdigest()

    assert not files.has(absent)
    with pytest.raises(FileOutOfReach):
        files.read(absent)


def test_a_file_that_is_forgotten_is_gone(files: FileStore, where: Somewhere):
    key, _ = files.keep(io.BytesIO(b"for a week"))

    files.forget(key)
    files.forget(key)

    assert not files.has(key)
    assert where.files() == []


def test_a_key_reaches_no_other_folder(files: FileStore):
    with pytest.raises(FileOutOfReach):
        files.read("../" * 21 + "x")


def test_a_file_that_broke_off_on_its_way_leaves_nothing(files: FileStore, where: Somewhere):
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2 * BLOCK:
                raise KeyboardInterrupt
            return super().read(size)

    with pytest.raises(KeyboardInterrupt):
        files.keep(Broken(content(5 * BLOCK)))

    assert where.files() == []


def test_what_a_killed_process_had_begun_is_forgotten_after_a_day(on_disk: OnDisk):
    files = FileStore(on_disk.place, "a secret")
    files.keep(io.BytesIO(b"first"))
    left, being_written = on_disk.path / "new-left", on_disk.path / "new-being-written"
    left.write_bytes(b"half")
    being_written.write_bytes(b"half")
    os.utime(left, times=(time.time() - 90_000,) * 2)

    files.keep(io.BytesIO(b"second"))

    assert not left.exists()
    assert being_written.exists()


def test_a_place_tells_what_it_has_and_that_it_can_keep_more(files: FileStore):
    keys = {files.keep(io.BytesIO(content(size))).key for size in (0, 1, 2)}

    assert set(files.place.all_keys()) == keys
    assert files.answers()


def test_a_folder_that_cannot_be_written_is_out_of_reach(tmp_path: Path):
    (tmp_path / "files").write_text("no folder")
    files = FileStore(Folder(tmp_path / "files"), "a secret")

    with pytest.raises(FileOutOfReach):
        files.keep(io.BytesIO(b"x"))
    with pytest.raises(FileOutOfReach):
        files.answers()


def test_a_file_larger_than_a_part_goes_to_the_bucket_in_parts(server: BucketServer):
    files = FileStore(server.bucket("large"), "a secret")
    large = os.urandom(BLOCK) * 400

    key, size = files.keep(io.BytesIO(large))

    assert size == len(large)
    with files.open(key) as stream:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == key


def test_two_services_share_a_bucket_and_no_file(server: BucketServer):
    boleta = FileStore(server.bucket("boleta"), "a secret")
    legajo = FileStore(server.bucket("legajo"), "another secret")

    key = boleta.keep(io.BytesIO(b"the same")).key

    assert not legajo.has(key)
    assert legajo.keep(io.BytesIO(b"the same")).key == key
    assert boleta.read(key) == legajo.read(key) == b"the same"


def test_while_the_bucket_is_away_files_are_out_of_reach_and_then_they_are_there(
    server: BucketServer,
):
    files = FileStore(server.bucket("away"), "a secret")
    key = files.keep(io.BytesIO(content(100))).key
    server.stop()

    for ask in (files.answers, lambda: files.read(key), lambda: files.has(key)):
        with pytest.raises(FileOutOfReach):
            ask()
    with pytest.raises(FileOutOfReach):
        files.keep(io.BytesIO(b"x"))
    with pytest.raises(FileOutOfReach):
        files.forget(key)

    server.start()
    assert files.read(key) == content(100)
    assert files.keep(io.BytesIO(b"x")).size == 1


def test_a_bucket_that_falls_over_while_a_file_is_read_gives_no_wrong_byte(server: BucketServer):
    files = FileStore(server.bucket("midst"), "a secret")
    whole = content(3 * RUN * BLOCK)
    key = files.keep(io.BytesIO(whole)).key

    with files.open(key) as stream:
        assert stream.read(BLOCK) == whole[:BLOCK]
        server.stop()
        with pytest.raises(FileOutOfReach):
            stream.read()


def test_a_bucket_that_falls_over_while_a_file_is_sent_has_nothing_of_it(server: BucketServer):
    class Falling(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > BLOCK:
                server.stop()
            return super().read(size)

    files = FileStore(server.bucket("sent"), "a secret")

    with pytest.raises(FileOutOfReach):
        files.keep(Falling(content(3 * BLOCK)))

    server.start()
    assert server.names("sent") == []


class Thoughtful(BaseHTTPRequestHandler):
    """Answers each time after longer than a connection may take."""

    def do_HEAD(self) -> None:
        time.sleep(CONNECT_SECONDS + 0.5)
        self.send_response(200)
        self.end_headers()


@contextmanager
def thoughtful() -> Iterator[str]:
    """Serve one request like that; offer the address of its bucket."""
    with HTTPServer(("127.0.0.1", 0), Thoughtful) as server:
        serving = threading.Thread(target=server.handle_request)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/ayni-files"
        serving.join()


def test_a_bucket_may_think_for_longer_than_a_connection_takes():
    with thoughtful() as url:
        assert Bucket(url, ACCOUNT, folder="legajo").answers()


def test_whom_the_bucket_does_not_know_keeps_nothing(server: BucketServer):
    stranger = Account("somebody", Secret("else"), ACCOUNT.region)
    files = FileStore(Bucket(server.url, stranger, folder="boleta"), "a secret")

    with pytest.raises(FileOutOfReach, match="denied"):
        files.answers()
    with pytest.raises(FileOutOfReach):
        files.keep(io.BytesIO(b"x"))


def test_a_bucket_that_is_not_there_is_named(server: BucketServer):
    files = FileStore(Bucket(f"http://{server.host}/absent", ACCOUNT, folder="boleta"), "a secret")

    with pytest.raises(FileOutOfReach, match="there is no bucket absent"):
        files.answers()
    with pytest.raises(FileOutOfReach):
        files.keep(io.BytesIO(b"x"))
