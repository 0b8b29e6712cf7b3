"""A ZIP that is written while it is read."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from chassis.archive import zipped


def opened(*files: tuple[str, bytes]) -> ZipFile:
    return ZipFile(BytesIO(b"".join(zipped(files))))


def test_what_was_put_in_comes_out():
    archive = opened(("a/título.pdf", b"one"), ("índice.csv", b"two"))

    assert archive.testzip() is None
    assert archive.namelist() == ["a/título.pdf", "índice.csv"]
    assert archive.read("a/título.pdf") == b"one"


def test_a_name_that_comes_again_gets_a_number():
    archive = opened(("a.pdf", b"1"), ("A.pdf", b"2"), ("a.pdf", b"3"), ("a-2.pdf", b"4"))

    assert archive.namelist() == ["a.pdf", "A-2.pdf", "a-3.pdf", "a-2-2.pdf"]


def test_an_archive_of_nothing_is_one():
    assert opened().namelist() == []


def test_the_same_files_are_the_same_bytes():
    assert [*zipped([("a", b"1")])] == [*zipped([("a", b"1")])]


def test_a_file_is_given_on_before_the_next_is_read():
    read = []

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            read.append(number)
            yield f"{number}.txt", b"x" * 100

    pieces = zipped(files())

    assert len(next(pieces)) > 100
    assert read == [0]
