"""Cuts the print file of the SUP, `.lis`, into records, one block of it in memory at a time.

The file was made for a printer: a record begins at the line of a DRE or GRE, and nothing says where
it ends. Each piece is read alone (`lis_record`), so that a broken one harms no other.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from services.boleta.formats.lis_record import MAX_RECORD, read_lis_record
from services.boleta.formats.record import BadRecord, Record

BLOCK = 1024 * 1024
"""How much of the file is read at a time, in bytes."""

_DRE = rb"\n[\x00-\x09\x0b-\x20]*[DdGg][Rr][Ee][ \t][^\n]*"

_START = re.compile(_DRE + rb"(?:" + _DRE + rb"RUC)?")
"""Where a record begins. A DRE that pays for itself is named again in the line with its RUC."""

_MARK = re.compile(
    rb"\n[ \t\r]*+(?=[UuAaNnDd])(?i:(UGEL)\b(?=[^\n]*RUC)|(Apellidos|Nombres|Documento)[^\n:]*:)"
)
"""What every record has once: a second one is of somebody else."""


class Piece(NamedTuple):
    """A part of the file, and where it begins."""

    line: int
    offset: int
    raw: bytes


def is_lis(beginning: bytes) -> bool:
    """Tell whether a file that begins so is a print file of the SUP."""
    return _START.search(b"\n" + beginning.replace(b"\f", b"\n")) is not None


def read_lis(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    """Give each record of the file, with the line and the byte where it begins."""
    for person in raw_records(stream):
        yield read_lis_record(person.raw, line=person.line, offset=person.offset)


def raw_records(stream: BinaryIO) -> Iterator[Piece]:
    """Give each record of the file unread, as its bytes are."""
    for piece in _pieces(stream):
        yield from (person for person in _people(piece) if person.raw.strip())


def _pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Cut the file before each line of a DRE or GRE."""
    # With a line break before it, the first line of the file is like any other.
    held, line, offset = b"\n", 0, -1
    at_end = False
    while not at_end:
        block = stream.read(BLOCK)
        at_end = not block
        held += block
        start = 0
        for cut in _cuts(held, at_end):
            raw = held[start:cut]
            yield Piece(line, offset + start, raw)
            line += raw.count(b"\n")
            start = cut
        held = held[start:]
        offset += start


def _cuts(held: bytes, at_end: bool) -> list[int]:
    """Return where pieces end. The last one is held until its end is seen, or it is too long."""
    lines = held.replace(b"\f", b"\n")
    end = len(lines) if at_end else max(lines.rfind(b"\n"), 0)
    cuts = [match.start() for match in _START.finditer(lines, 0, end) if match.start() > 0]
    if at_end:
        cuts.append(len(held))
    elif not cuts and len(held) > MAX_RECORD:
        cuts.append(end or len(held))
    return cuts


def _people(piece: Piece) -> Iterator[Piece]:
    """Separate people who stand together because the line of a DRE between them is damaged."""
    line, start = piece.line, 0
    for end in (*_others(piece.raw), len(piece.raw)):
        raw = piece.raw[start:end]
        # The line break before a record belongs to nobody.
        begin = raw.startswith(b"\n")
        yield Piece(line + begin, piece.offset + start + begin, raw[begin:])
        line += raw.count(b"\n")
        start = end


def _others(raw: bytes) -> Iterator[int]:
    """Return where another person begins, who has what the one before has already."""
    seen: set[bytes] = set()
    for mark in _MARK.finditer(raw):
        label = (mark[1] or mark[2]).lower()
        if label in seen:
            yield mark.start()
            seen.clear()
        seen.add(label)
