"""The files of one service: sealed on their way in, and opened on their way out."""

import io
from typing import BinaryIO, NamedTuple, cast

from flask import Flask, current_app

from chassis.filestore.blocks import BLOCK, RUN, Unsealed, seal
from chassis.filestore.place import FileLost, Place

KEY = 64
"""How long a key is: a SHA-256 in hexadecimal."""


class Kept(NamedTuple):
    """What became of a file that was given to be kept."""

    key: str
    """The SHA-256 of its content, by which it is found again."""
    size: int


class FileStore:
    """The files of one service."""

    def __init__(self, place: Place, secret: str) -> None:
        self.place = place
        self._secret = secret.encode()

    def init_app(self, app: Flask) -> None:
        """Make them the files of that service."""
        app.extensions["files"] = self

    def answers(self) -> bool:
        """Tell whether files can be kept."""
        return self.place.answers()

    def keep(self, stream: BinaryIO) -> Kept:
        """Keep what the stream gives from here on, once; raise FileOutOfReach."""
        with self.place.new() as new:
            key, size = seal(stream, new.file, self._secret)
            new.name(key)
        return Kept(key, size)

    def open(self, key: str) -> BinaryIO:
        """Return the file as a stream that can be sought; raise FileOutOfReach."""
        held = self.place.open(_checked(key))
        try:
            raw = Unsealed(held, self._secret)
        except BaseException:
            held.close()
            raise
        return cast(BinaryIO, io.BufferedReader(raw, RUN * BLOCK))

    def read(self, key: str, offset: int = 0, length: int = -1) -> bytes:
        """Return a slice of the file, or all of it; raise FileOutOfReach."""
        with self.open(key) as stream:
            stream.seek(offset)
            return stream.read(length)

    def has(self, key: str) -> bool:
        """Tell whether a file of that key is here."""
        return self.place.has(_checked(key))

    def forget(self, key: str) -> None:
        """Remove a file, which may be gone already; that nobody else needs it, its owner knows."""
        self.place.forget(_checked(key))


def current_files() -> FileStore:
    """Return the files of the running service."""
    return cast(FileStore, current_app.extensions["files"])


def _checked(key: str) -> str:
    if len(key) != KEY or not key.isalnum():
        raise FileLost(f"{key[:80]!r} is no key")
    return key
