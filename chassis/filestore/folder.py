"""A folder of this machine, where sealed files rest: by the first two letters of their keys."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from chassis.filestore.place import FileLost, FileOutOfReach, Held, Unfinished

UNFINISHED = "new-"
"""How the name of a file begins that is not written to its end yet."""

UNFINISHED_SECONDS = 24 * 3600
"""After how long such a file is nobody's."""


class Folder:
    """The sealed files in a folder."""

    def __init__(self, path: Path) -> None:
        self._folder = path

    def answers(self) -> bool:
        """Tell whether files can be kept here."""
        with _reaching(str(self._folder)):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(self._folder, os.R_OK | os.W_OK | os.X_OK)

    def has(self, key: str) -> bool:
        """Tell whether a file of that key is here."""
        return self._path(key).is_file()

    def open(self, key: str) -> Held:
        """Open a file."""
        with _reaching(key):
            return _OpenFile(self._path(key))

    @contextmanager
    def new(self) -> Iterator[Unfinished]:
        """Offer a file of a name that nobody knows; what has no other by the end is removed."""
        with _reaching(str(self._folder)):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._forget_what_was_left()
            path = self._folder / f"{UNFINISHED}{secrets.token_hex(16)}"
            try:
                path.touch(mode=0o600, exist_ok=False)
                with path.open("wb", buffering=0) as file:
                    rename = partial(self._rename, file.fileno(), path)
                    yield Unfinished(cast(BinaryIO, file), rename)
            finally:
                path.unlink(missing_ok=True)

    def forget(self, key: str) -> None:
        """Remove a file, which may be gone already."""
        with _reaching(key):
            self._path(key).unlink(missing_ok=True)

    def all_keys(self) -> Iterator[str]:
        """Return the key of every file."""
        with _reaching(str(self._folder)):
            for path in self._folder.glob("??/*"):
                yield path.name

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _rename(self, handle: int, path: Path, key: str) -> None:
        os.fsync(handle)
        target = self._path(key)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        if not target.exists():
            path.rename(target)
            _sync(target.parent)

    def _forget_what_was_left(self) -> None:
        """Remove what a process that was killed had begun to write."""
        for path in self._folder.glob(f"{UNFINISHED}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - UNFINISHED_SECONDS:
                    path.unlink()


class _OpenFile:
    """A file on the disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.size = os.fstat(self._file.fileno()).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return so many bytes from there on."""
        with _reaching(str(self._file.name)):
            return os.pread(self._file.fileno(), length, offset)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@contextmanager
def _reaching(what: str) -> Iterator[None]:
    """Say of what is not there that it is lost, and of a disk that fails that it is away."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileLost(f"{what}: {error.strerror}") from error
    except OSError as error:
        raise FileOutOfReach(f"{what}: {error.strerror or error}") from error


def _sync(folder: Path) -> None:
    """See to it that a new name outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
