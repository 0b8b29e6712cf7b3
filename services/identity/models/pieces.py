"""An uploaded file that is rows of the database, read as a stream: one piece in memory."""

import io
from typing import Any, BinaryIO, cast
from uuid import UUID

from sqlalchemy import select

from services.identity.models.base import db
from services.identity.models.register import RegisterPiece


def open_register(import_id: UUID) -> BinaryIO:
    """Return the uploaded file as a stream."""
    return cast(BinaryIO, io.BufferedReader(_Pieces(import_id)))


class _Pieces(io.RawIOBase):
    """A file that is rows of the database, read one after the other."""

    def __init__(self, import_id: UUID) -> None:
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
        content = select(RegisterPiece.content).where(RegisterPiece.import_id == self._id)
        piece = db.session.scalar(content.where(RegisterPiece.number == self._number))
        self._number += 1
        return piece or b""
