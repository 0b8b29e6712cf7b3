"""Keeps files as they came: named by their SHA-256, encrypted, and readable from any byte.

A file is cut into blocks, each sealed alone (AES-256-GCM), so that a slice is read without the
rest. A block knows its place and whether it is the last: none can be moved, left out or cut off
unseen. It is a folder today; whoever uses it knows only `keep`, `open`, `read`, `has`, `forget`.
"""

import hashlib
import io
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

BLOCK = 64 * 1024
"""How much of a file is sealed as one, in bytes."""

TAG = 16
"""What sealing adds to a block, in bytes (NIST SP 800-38D)."""

SALT = 32
"""How long the beginning of a kept file is, from which its own key is derived, in bytes."""

BUFFER = 16 * BLOCK
"""How much is read ahead for who reads a file from one end to the other, in bytes."""

UNFINISHED = "new-"
"""How the name of a file begins that is not written to its end yet."""

UNFINISHED_SECONDS = 24 * 3600
"""After how long such a file is nobody's."""


class FileOutOfReach(Exception):
    """A file is not where it was kept, cannot be read, or is no longer what it was."""


class Kept(NamedTuple):
    """What became of a file that was given to be kept."""

    key: str
    """The SHA-256 of its content, by which it is found again."""
    size: int


class FileStore:
    """The files of one service."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = folder
        self._secret = secret.encode()

    def init_app(self, app: Flask) -> None:
        """Make them the files of that service."""
        app.extensions["files"] = self

    def keep(self, stream: BinaryIO) -> Kept:
        """Keep what the stream gives from here on; the same content is kept once."""
        digest = hashlib.sha256()
        with self._new_file() as (path, file):
            size = self._seal(stream, file, digest)
            target = self._path(digest.hexdigest())
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if not target.exists():
                path.rename(target)
                _sync(target.parent)
        return Kept(digest.hexdigest(), size)

    def open(self, key: str) -> BinaryIO:
        """Return the file as a stream that can be sought; raise FileOutOfReach."""
        try:
            raw = _Reader(self._path(key).open("rb", buffering=0), self._secret)
        except OSError as error:
            raise FileOutOfReach(f"{key}: {error.strerror}") from error
        return cast(BinaryIO, io.BufferedReader(raw, BUFFER))

    def read(self, key: str, offset: int = 0, length: int = -1) -> bytes:
        """Return a slice of the file, or all of it; raise FileOutOfReach."""
        with self.open(key) as stream:
            stream.seek(offset)
            return stream.read(length)

    def has(self, key: str) -> bool:
        """Tell whether a file of that key is here."""
        return self._path(key).is_file()

    def forget(self, key: str) -> None:
        """Remove a file, which may be gone already; that nobody else needs it, its owner knows."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if len(key) != 2 * SHA256.digest_size or not key.isalnum():
            raise FileOutOfReach(f"{key[:80]!r} is no key")
        return self._folder / key[:2] / key

    @contextmanager
    def _new_file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """Offer a file of a name that nobody knows; what is not renamed by the end is removed."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._forget_what_was_left()
        path = self._folder / f"{UNFINISHED}{secrets.token_hex(16)}"
        try:
            path.touch(mode=0o600, exist_ok=False)
            with path.open("wb", buffering=0) as file:
                yield path, cast(BinaryIO, file)
        finally:
            path.unlink(missing_ok=True)

    def _forget_what_was_left(self) -> None:
        """Remove what a process that was killed had begun to write."""
        for path in self._folder.glob(f"{UNFINISHED}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - UNFINISHED_SECONDS:
                    path.unlink()

    def _seal(self, stream: BinaryIO, file: BinaryIO, digest: "hashlib._Hash") -> int:
        salt = secrets.token_bytes(SALT)
        key = _key_of(self._secret, salt)
        file.write(salt)
        size = 0
        for number, (block, is_last) in enumerate(_blocks(stream)):
            digest.update(block)
            size += len(block)
            file.write(key.encrypt(_nonce(number, is_last), block, None))
        os.fsync(file.fileno())
        return size


def current_files() -> FileStore:
    """Return the files of the running service."""
    return cast(FileStore, current_app.extensions["files"])


class _Reader(io.RawIOBase):
    """A kept file as what it was; each block is opened when it is read."""

    def __init__(self, file: FileIO, secret: bytes) -> None:
        self._file = file
        self._key = _key_of(secret, file.read(SALT))
        sealed = file.seek(0, os.SEEK_END) - SALT
        self._last = max(0, -(-sealed // (BLOCK + TAG)) - 1)
        self._size = sealed - (self._last + 1) * TAG
        self._at = 0
        if self._size < 0:
            raise FileOutOfReach(f"{file.name!r} was cut off")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that any byte of it can be gone to."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a byte."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return which byte comes next."""
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the file goes."""
        room = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(room) and self._at < self._size:
            number, skipped = divmod(self._at, BLOCK)
            piece = self._block(number)[skipped : skipped + len(room) - filled]
            room[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._at += len(piece)
        return filled

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()

    def _block(self, number: int) -> bytes:
        try:
            self._file.seek(SALT + number * (BLOCK + TAG))
            sealed = self._file.read(BLOCK + TAG)
            return self._key.decrypt(_nonce(number, number == self._last), sealed, None)
        except (InvalidTag, OSError) as error:
            raise FileOutOfReach(f"{self._file.name!r} is damaged") from error


def _key_of(secret: bytes, salt: bytes) -> AESGCM:
    """Derive the key of one file, under which each number is a nonce only once (RFC 5869)."""
    return AESGCM(HKDF(SHA256(), 32, salt, b"ayni filestore").derive(secret))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Cut the stream into full blocks, and tell which one is the last."""
    block = _fill(stream)
    while following := _fill(stream):
        yield block, False
        block = following
    yield block, True


def _fill(stream: BinaryIO) -> bytes:
    block = stream.read(BLOCK)
    while len(block) < BLOCK and (more := stream.read(BLOCK - len(block))):
        block += more
    return block


def _sync(folder: Path) -> None:
    """See to it that a new name outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
