"""Finds out who is in a planilla, and where: for a historical month that nobody has asked for yet.

It reads of each record no more than whose it is; sums and concepts are read when its owner asks for
it (`read_slice`). What cannot be told quickly is read as a whole.
"""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from chassis.csv_rows import MAX_LINE
from chassis.errors import Invalid
from services.boleta.formats.lis import Piece, raw_records
from services.boleta.formats.lis_record import read_lis_record
from services.boleta.formats.payer import payer_in
from services.boleta.formats.periodo import read_periodo
from services.boleta.formats.planilla_csv import REQUIRED
from services.boleta.formats.record import SHOWN, BadRecord, Record, check_dni, regimen_name

HEADER = 64 * 1024
"""Where the header of a CSV must have ended, in bytes."""

_DNI = re.compile(rb"\n[ \t]*Documento de Identidad[^\n:]*:[^\n]*\) *([0-9]{8})[ \r]*\n")
_REGIMEN = re.compile(rb"\n[ \t]*Regimen Laboral *: *([^\n:]+)\n")
_HEAD = re.compile(rb"\n[ \t]*Apellidos[ \t]*:")
_MONTH = re.compile(rb"\n[ \t]*([A-Z]{4,10} - [0-9]{4})[ \r]*\n")


class Found(NamedTuple):
    """A boleta that is in a file: whose, and from which byte on for how many."""

    line: int
    dni: str
    periodo: int
    regimen: str
    sede: str
    """The code of who paid; nothing when the record does not say."""
    offset: int
    length: int


def scan_lis(stream: BinaryIO, periodo: int) -> Iterator[Found | BadRecord]:
    """Find the records of a print file."""
    month = b""
    for piece in raw_records(stream):
        quick = _quickly(piece, periodo, month)
        found = quick or _with_care(piece)
        if not month and isinstance(found, Found) and found.periodo == periodo:
            month = _month_in(piece.raw)
        yield found


def _quickly(piece: Piece, periodo: int, month: bytes) -> Found | None:
    """Find what is written as almost always: with the month that was read before."""
    raw = piece.raw
    head = _HEAD.search(raw)
    dni, regimen = _DNI.search(raw), _REGIMEN.search(raw)
    if not (month and head and dni and regimen and raw.count(b"Documento de Identidad") == 1):
        return None
    title = raw[: head.start() + 1]
    if month not in title:
        return None
    return Found(
        line=piece.line,
        dni=dni[1].decode(),
        periodo=periodo,
        regimen=regimen_name(regimen[1].decode("latin-1")),
        sede=payer_in(title.decode("latin-1")),
        offset=piece.offset,
        length=len(raw),
    )


def _with_care(piece: Piece) -> Found | BadRecord:
    record = read_lis_record(piece.raw, line=piece.line, offset=piece.offset)
    if isinstance(record, BadRecord):
        return record
    return _found(record, piece.offset, len(piece.raw))


def _month_in(raw: bytes) -> bytes:
    match = _MONTH.search(raw)
    return match[1] if match else b""


def _found(record: Record, offset: int, length: int) -> Found:
    return Found(
        line=record.line,
        dni=record.dni,
        periodo=record.periodo,
        regimen=record.regimen,
        sede=record.sede,
        offset=offset,
        length=length,
    )


def scan_csv(stream: BinaryIO) -> Iterator[Found | BadRecord]:
    """Find the rows of each person in a CSV."""
    table = _Table(header_of(stream))
    stream.seek(len(table.header))
    first = whose = None
    prefix: bytes | None = None
    line, offset, begin = table.header.count(b"\n") + 1, len(table.header), (0, 0)
    for raw in _rows(stream):
        if prefix is None or not raw.startswith(prefix):
            cells = table.cells(raw)
            found = table.whose(cells)
            if found and found != whose:
                if first:
                    yield table.found(first, *begin, offset - begin[1])
                first, whose, begin = cells, found, (line, offset)
                prefix = table.prefix(raw, cells)
        line += raw.count(b"\n")
        offset += len(raw)
    if first:
        yield table.found(first, *begin, offset - begin[1])


def header_of(stream: BinaryIO) -> bytes:
    """Return what of a CSV stands before its rows: any slice of it can be read below that."""
    stream.seek(0)
    beginning = stream.read(HEADER)
    blank = len(beginning) - len(beginning.lstrip(b"\r\n"))
    return beginning[: beginning.find(b"\n", blank) + 1]


def _rows(stream: BinaryIO) -> Iterator[bytes]:
    """Give the rows; one with a quoted value may go over several lines."""
    while raw := stream.readline(MAX_LINE):
        while raw.count(b'"') % 2 and (more := stream.readline(MAX_LINE)):
            raw += more
            if len(raw) > MAX_LINE:
                raise Invalid("Hay una línea demasiado larga: revise sus comillas.")
        yield raw


class _Table:
    """Where the columns are that tell whose a row is."""

    def __init__(self, header: bytes) -> None:
        self.header = header
        self._delimiter = b";" if header.count(b";") > header.count(b",") else b","
        names = [name.strip().lower() for name in self._split(header.decode("utf-8-sig"))]
        if missing := [name for name in REQUIRED if name not in names]:
            raise Invalid(f"Faltan las columnas: {', '.join(missing)}.")
        self._dni, self._periodo, self._regimen = map(names.index, ("dni", "periodo", "regimen"))
        self._sede = names.index("sede") if "sede" in names else None
        self._width = len(names)

    def cells(self, raw: bytes) -> list[bytes]:
        """Return the cells of a row."""
        if b'"' not in raw:
            return raw.rstrip(b"\r\n").split(self._delimiter)
        return [cell.encode() for cell in self._split(raw.decode("utf-8", "replace"))]

    def whose(self, cells: list[bytes]) -> tuple[bytes, bytes] | None:
        """Return the DNI and the sede of a row; nothing when it does not say."""
        if len(cells) != self._width or not cells[self._dni].strip():
            return None
        return cells[self._dni], cells[self._sede] if self._sede is not None else b""

    def prefix(self, raw: bytes, cells: list[bytes]) -> bytes | None:
        """Return how further rows of the same person begin, if that can be told."""
        if b'"' in raw:
            return None
        last = max(self._dni, self._sede or 0)
        return self._delimiter.join([*cells[: last + 1], b""])

    def found(self, cells: list[bytes], line: int, offset: int, length: int) -> Found | BadRecord:
        """Return the boleta that begins with that row."""
        texts = [cell.decode("utf-8", "replace").strip() for cell in cells]
        try:
            return Found(
                line=line,
                dni=check_dni(texts[self._dni]),
                periodo=read_periodo(texts[self._periodo]),
                regimen=regimen_name(texts[self._regimen]),
                sede=texts[self._sede] if self._sede is not None else "",
                offset=offset,
                length=length,
            )
        except Invalid as refusal:
            return BadRecord(line, refusal.detail, ",".join(texts)[:SHOWN])

    def _split(self, text: str) -> list[str]:
        return next(csv.reader([text], delimiter=self._delimiter.decode()), [])
