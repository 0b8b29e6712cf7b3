"""Seals what a file says, and opens it from any byte: blocks of AES-256-GCM.

Each block is sealed alone, so that a slice is read without the rest. A block knows its place and
whether it is the last: none can be moved, left out or cut off unseen.
"""

import io
import os
import secrets
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chassis.filestore.place import FileLost, Held

BLOCK = 64 * 1024
"""How much of a file is sealed as one, in bytes."""

TAG = 16
"""What sealing adds to a block, in bytes (NIST SP 800-38D)."""

SALT = 32
"""How long the beginning of a sealed file is, from which its own key is derived, in bytes."""

RUN = 16
"""How many blocks are read at once at most, and ahead for who reads from one end to the other."""


class Sealed(NamedTuple):
    """What was sealed."""

    key: str
    """The SHA-256 of it."""
    size: int


def seal(stream: BinaryIO, file: BinaryIO, secret: bytes) -> Sealed:
    """Write what the stream gives from here on, sealed."""
    digest = sha256()
    salt = secrets.token_bytes(SALT)
    key = _key_of(secret, salt)
    file.write(salt)
    size = 0
    for number, (block, is_last) in enumerate(_blocks(stream)):
        digest.update(block)
        size += len(block)
        file.write(key.encrypt(_nonce(number, is_last), block, None))
    return Sealed(digest.hexdigest(), size)


class Unsealed(io.RawIOBase):
    """A sealed file as what it was; blocks are opened when they are read."""

    def __init__(self, held: Held, secret: bytes) -> None:
        self._held = held
        sealed = held.size - SALT
        self._last = max(0, -(-sealed // (BLOCK + TAG)) - 1)
        self._size = sealed - (self._last + 1) * TAG
        self._at = 0
        if self._size < 0:
            raise FileLost("the file was cut off")
        self._key = _key_of(secret, held.read_at(0, SALT))

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
        """Fill the buffer as far as a run of blocks goes."""
        room = memoryview(buffer).cast("B")
        first, skipped = divmod(self._at, BLOCK)
        end = min(self._at + len(room), self._size, (first + RUN) * BLOCK)
        if end <= self._at:
            return 0
        filled = 0
        for block in self._opened(first, -(-end // BLOCK)):
            piece = block[skipped : skipped + end - self._at - filled]
            room[filled : filled + len(piece)] = piece
            filled += len(piece)
            skipped = 0
        self._at += filled
        return filled

    def readall(self) -> bytes:
        """Return all that is left, read in runs: Python would read in much smaller pieces."""
        return b"".join(iter(partial(self.read, RUN * BLOCK), b""))

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()
        super().close()

    def _opened(self, first: int, end: int) -> Iterator[bytes]:
        """Read blocks, which lie side by side, at once; and open each."""
        sealed = memoryview(
            self._held.read_at(SALT + first * (BLOCK + TAG), (end - first) * (BLOCK + TAG))
        )
        try:
            for number in range(first, end):
                start = (number - first) * (BLOCK + TAG)
                block = sealed[start : start + BLOCK + TAG]
                yield self._key.decrypt(_nonce(number, number == self._last), block, None)
        except InvalidTag as error:
            raise FileLost("the file is damaged") from error


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
