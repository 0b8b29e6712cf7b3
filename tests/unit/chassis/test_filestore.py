"""Files are kept as they came, and nobody reads or changes them unseen."""

import hashlib
import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.filestore import BLOCK, SALT, TAG, FileOutOfReach, FileStore

SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 5 * BLOCK + 77]


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", "a secret")


def content(size: int) -> bytes:
    return (b"0123456789abcde" * (size // 15 + 1))[:size]


def on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_given_back_as_it_came(files: FileStore, size: int):
    kept = files.keep(io.BytesIO(content(size)))

    assert kept.size == size
    assert kept.key == hashlib.sha256(content(size)).hexdigest()
    assert files.read(kept.key) == content(size)
    assert files.has(kept.key)


@given(offset=st.integers(0, 4 * BLOCK), length=st.integers(0, 3 * BLOCK))
@settings(max_examples=60, deadline=None)
def test_any_slice_can_be_read_alone(tmp_path_factory, offset: int, length: int):
    files = FileStore(tmp_path_factory.getbasetemp() / "slices", "a secret")
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


def test_the_same_content_is_kept_once(files: FileStore, tmp_path: Path):
    files.keep(io.BytesIO(b"the same"))
    files.keep(io.BytesIO(b"the same"))

    assert len(on_disk(tmp_path)) == 1


def test_the_disk_holds_nothing_that_can_be_read(files: FileStore, tmp_path: Path):
    files.keep(io.BytesIO(b"QUISPE HUAMAN ROSA ELENA" * 9000))

    (path,) = on_disk(tmp_path)
    assert b"QUISPE" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_another_secret_opens_nothing(files: FileStore, tmp_path: Path):
    key = files.keep(io.BytesIO(content(100))).key

    with pytest.raises(FileOutOfReach, match="damaged"):
        FileStore(tmp_path / "files", "another secret").read(key)


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
def test_what_was_changed_on_the_disk_is_not_believed(files: FileStore, tmp_path: Path, harm):
    key = files.keep(io.BytesIO(content(2 * BLOCK + 10))).key
    (path,) = on_disk(tmp_path)
    path.write_bytes(harm(path.read_bytes()))

    with pytest.raises(FileOutOfReach):
        files.read(key)


def test_what_is_not_there_is_out_of_reach(files: FileStore):
    absent = hashlib.sha256(b"absent").hexdigest()

    assert not files.has(absent)
    with pytest.raises(FileOutOfReach):
        files.read(absent)


def test_a_file_that_is_forgotten_is_gone_from_the_disk(files: FileStore, tmp_path: Path):
    key, _ = files.keep(io.BytesIO(b"for a week"))

    files.forget(key)
    files.forget(key)

    assert not files.has(key)
    assert on_disk(tmp_path) == []


def test_a_key_reaches_no_other_folder(files: FileStore):
    with pytest.raises(FileOutOfReach):
        files.read("../" * 21 + "x")


def test_a_file_that_could_not_be_read_to_its_end_leaves_nothing(files: FileStore, tmp_path: Path):
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2 * BLOCK:
                raise KeyboardInterrupt
            return super().read(size)

    with pytest.raises(KeyboardInterrupt):
        files.keep(Broken(content(5 * BLOCK)))

    assert on_disk(tmp_path) == []


def test_what_a_killed_process_had_begun_is_forgotten_after_a_day(files: FileStore, tmp_path: Path):
    files.keep(io.BytesIO(b"first"))
    left, being_written = tmp_path / "files/new-left", tmp_path / "files/new-being-written"
    left.write_bytes(b"half")
    being_written.write_bytes(b"half")
    os.utime(left, times=(time.time() - 90_000,) * 2)

    files.keep(io.BytesIO(b"second"))

    assert not left.exists()
    assert being_written.exists()
