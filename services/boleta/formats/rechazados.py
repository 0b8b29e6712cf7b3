"""Writes the part of a planilla that was refused, to be corrected and uploaded again.

The rows are the very ones of the file, under its own headings, with the reason in a first column
`error` that the import ignores. A `.lis` has no columns: its records are given as they are.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from chassis.csv_rows import BadRow, Row, open_rows
from services.boleta.formats.lis import is_lis, raw_records
from services.boleta.formats.planilla_csv import OPTIONAL, REQUIRED, people_in
from services.boleta.formats.planilla_xlsx import as_csv, is_xlsx

BOM = "\N{BYTE ORDER MARK}".encode()
"""By which a spreadsheet knows that a CSV is UTF-8."""

BEGINNING = 64 * 1024
"""How much of a file is looked at to tell its format, in bytes."""

Reasons = Mapping[int, str]
"""Why a record was refused, by the line where it begins."""


def is_print_file(stream: BinaryIO) -> bool:
    """Tell whether a planilla is a `.lis`: then its refused records are one too."""
    stream.seek(0)
    beginning = stream.read(BEGINNING)
    stream.seek(0)
    header = beginning.lstrip().partition(b"\n")[0].lower()
    return not is_xlsx(beginning) and is_lis(beginning) and b"concepto" not in header


def write_rechazados(stream: BinaryIO, reasons: Reasons) -> Iterator[bytes]:
    """Give the refused part of a planilla, piece by piece."""
    if is_print_file(stream):
        yield from _of_lis(stream, reasons)
        return
    beginning = stream.read(4)
    stream.seek(0)
    if is_xlsx(beginning):
        with as_csv(stream) as rows:
            yield from _of_csv(rows, reasons)
    else:
        yield from _of_csv(stream, reasons)


def _of_lis(stream: BinaryIO, reasons: Reasons) -> Iterator[bytes]:
    for piece in raw_records(stream):
        if piece.line in reasons:
            yield piece.raw.rstrip(b"\f\n") + b"\n"


def _of_csv(stream: BinaryIO, reasons: Reasons) -> Iterator[bytes]:
    lines = _Lines(stream)
    rows = open_rows(lines, required=REQUIRED, optional=OPTIONAL)  # type: ignore[arg-type]
    heading = lines.take_all().lstrip()
    delimiter = b";" if heading.count(b";") > heading.count(b",") else b","
    yield BOM + b"error" + delimiter + heading
    before: list[Row | BadRow] = []
    for person in people_in(rows):
        yield from _person(lines, before, person[0].line, reasons, delimiter)
        before = person
    yield from _person(lines, before, lines.end, reasons, delimiter)


def _person(
    lines: "_Lines", person: list[Row | BadRow], end: int, reasons: Reasons, delimiter: bytes
) -> Iterator[bytes]:
    """Give the lines of a refused person, which end where the next one begins; drop the others'."""
    if not person or person[0].line not in reasons:
        lines.drop(end)
        return
    reason = _cell(reasons[person[0].line], delimiter)
    starts = {row.line for row in person}
    for number, raw in lines.take(person[0].line, end):
        yield (reason + delimiter if number in starts else b"") + raw


def _cell(text: str, delimiter: bytes) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter.decode(), lineterminator="")
    writer.writerow([text.replace("\n", " ")])
    return written.getvalue().encode()


class _Lines:
    """A file that remembers the lines which were read of it, until they are taken or dropped."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept: dict[int, bytes] = {}
        self.end = 1

    def read(self, size: int) -> bytes:
        """Read the next line, whatever more is asked for: its reader takes what it gets."""
        raw = self._stream.readline(size)
        if raw:
            self._kept[self.end] = raw if raw.endswith(b"\n") else raw + b"\n"
            self.end += 1
        return raw

    def take_all(self) -> bytes:
        """Return what was read so far, without the byte order mark."""
        raw = b"".join(self._kept.values()).removeprefix(BOM)
        self._kept.clear()
        return raw

    def take(self, begin: int, end: int) -> list[tuple[int, bytes]]:
        """Return the lines from one to before the other, with their numbers."""
        taken = [(number, self._kept[number]) for number in range(begin, end)]
        self.drop(end)
        return taken

    def drop(self, end: int) -> None:
        """Forget the lines before that one."""
        for number in [number for number in self._kept if number < end]:
            del self._kept[number]
