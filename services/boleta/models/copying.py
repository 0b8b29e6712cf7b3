"""COPY: how rows reach PostgreSQL by the hundred thousand, in the transaction of the session.

It knows how a row is written for COPY, and no table of ours.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

BLOCK = 64 * 1024
"""How much is handed over at a time, in characters or bytes."""

NULL = r"\N"
"""How COPY writes that there is no value."""

_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Return a text as COPY wants it."""
    if "\\" in text or not text.isprintable():
        return text.replace("\0", "").translate(_ESCAPES)
    return text


def as_line(values: Iterable[str | int | None]) -> str:
    """Return a row as a line of COPY."""
    return "\t".join(NULL if value is None else escaped(str(value)) for value in values) + "\n"


class Pouring:
    """A COPY that is open: lines are gathered, and go to the server a block at a time."""

    def __init__(self, copy: Any) -> None:
        self._copy = copy
        self._lines: list[str] = []
        self._size = 0

    def write(self, line: str) -> None:
        """Take a line that is as COPY wants it."""
        self._lines.append(line)
        self._size += len(line)
        if self._size >= BLOCK:
            self.flush()

    def flush(self) -> None:
        """Hand over what was gathered; PostgreSQL works on it while we go on."""
        self._copy.write("".join(self._lines))
        self._lines.clear()
        self._size = 0


@contextmanager
def pouring(session: Session, table: str, columns: Iterable[str]) -> Iterator[Pouring]:
    """Hold a COPY into the table open; meanwhile the session can do nothing else."""
    with _cursor(session) as cursor, cursor.copy(_statement(table, columns)) as copy:
        poured = Pouring(copy)
        yield poured
        poured.flush()


def pour(session: Session, table: str, columns: Iterable[str], lines: BinaryIO) -> None:
    """Copy a file of lines into the table."""
    lines.seek(0)
    with _cursor(session) as cursor, cursor.copy(_statement(table, columns)) as copy:
        while block := lines.read(BLOCK):
            copy.write(block)


def _cursor(session: Session) -> Any:
    session.flush()
    connection: Any = session.connection().connection.driver_connection
    return connection.cursor()


def _statement(table: str, columns: Iterable[str]) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN"
