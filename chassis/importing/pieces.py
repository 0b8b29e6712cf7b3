"""An uploaded file that is rows of the database, read as a stream: one piece in memory."""

import io
from hashlib import sha256
from typing import Any, BinaryIO, cast
from uuid import UUID

from sqlalchemy import select

from chassis.database import Database
from chassis.importing.models import FilePiece

PIECE = 1024 * 1024
"""How much of a file is one row of the database, in bytes."""


def write_pieces(
    db: Database, table: type[FilePiece], import_id: UUID, stream: BinaryIO
) -> tuple[int, str]:
    """Keep a file, within the running transaction; return its size and its SHA-256."""
    size, digest, number = 0, sha256(), 0
    while content := stream.read(PIECE):
        piece = table()
        piece.import_id, piece.number, piece.content = import_id, number, content
        db.session.add(piece)
        db.session.flush()
        db.session.expunge(piece)  # no more than a piece in memory
        size, number = size + len(content), number + 1
        digest.update(content)
    return size, digest.hexdigest()


def open_pieces(db: Database, table: type[FilePiece], import_id: UUID) -> BinaryIO:
    """Return the uploaded file as a stream."""
    return cast(BinaryIO, io.BufferedReader(_Pieces(db, table, import_id)))


class _Pieces(io.RawIOBase):
    """A file that is rows of the database, read one after the other."""

    def __init__(self, db: Database, table: type[FilePiece], import_id: UUID) -> None:
        self._db = db
        self._table = table
        self._id = import_id
        self._number = 0
        self._rest = b""
        self._read = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it is read forwards alone."""
        return False

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._read

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the piece goes."""
        if not self._rest:
            self._rest = self._next()
        room = memoryview(buffer).cast("B")
        piece, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(piece)] = piece
        self._read += len(piece)
        return len(piece)

    def _next(self) -> bytes:
        content = select(self._table.content).where(self._table.import_id == self._id)
        piece = self._db.session.scalar(content.where(self._table.number == self._number))
        self._number += 1
        return piece or b""
