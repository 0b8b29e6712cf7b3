"""Turns a planilla in XLSX into the CSV that says the same, so that one code reads both.

Row 7 of the sheet is line 7 of the CSV. A spreadsheet keeps what it was told, not what was meant: a
DNI that became a number gets its zeros back, a date is written as its column wants it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO, cast

from chassis.errors import Invalid

MAX_UNZIPPED = 1024 * 1024 * 1024
"""How large a workbook may be once it is unzipped, in bytes: a million rows are about a third."""

MAX_BESIDES = 64 * 1024 * 1024
"""How large all but its sheets may be: the table of texts is in memory while they are read."""

SHEETS = "xl/worksheets/"
"""Where a workbook has its sheets."""

PIECE = 64 * 1024
"""How much of the CSV is in memory at a time, in bytes."""

ROWS = 500
"""How many rows of the sheet are written at a time."""

SHEET = "Planilla"
"""The sheet that is read if there is one of that name; else it is the first."""

CENTIMOS = Decimal("0.01")

NOISE = Decimal("0.00001")
"""How far from its céntimos an amount may be for the sums of a spreadsheet to be the reason."""


def is_xlsx(beginning: bytes) -> bool:
    """Tell whether a file begins as a workbook does: it is a ZIP."""
    return beginning.startswith(b"PK\x03\x04")


@contextmanager
def as_csv(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Offer the rows of the workbook as a CSV in UTF-8, written as it is read."""
    _check_size(stream)
    with io.BufferedReader(_Written(_pieces(stream)), PIECE) as written:
        yield cast(BinaryIO, written)


class _Written(io.RawIOBase):
    """A file that comes into being while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the next piece goes; 0 is the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    rows = _rows(stream)
    while batch := list(islice(rows, ROWS)):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(batch)
        yield text.getvalue().encode()


def _check_size(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as workbook:
            parts = workbook.infolist()
    except zipfile.BadZipFile:
        raise _unreadable() from None
    unzipped = sum(part.file_size for part in parts)
    besides = sum(part.file_size for part in parts if not part.filename.startswith(SHEETS))
    if unzipped > MAX_UNZIPPED or besides > MAX_BESIDES:
        raise Invalid("El libro de Excel es demasiado grande: guárdelo como «CSV UTF-8».")
    stream.seek(0)


def _rows(stream: BinaryIO) -> Iterator[list[str]]:
    """Give each row of the sheet, the empty ones too: they keep the count."""
    # Its megabytes are for none but who reads a workbook.
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
        sheet.reset_dimensions()  # what some programs write there is not true
        rows: Iterable[Sequence[Any]] = sheet.iter_rows(values_only=True)
        header: list[str] = []
        for cells in rows:
            if header:
                yield _row(header, cells)
            elif any(cell is not None for cell in cells):
                header = [_plain(cell).strip().lower() for cell in cells]
                while header and not header[-1]:
                    header.pop()
                yield header
            else:
                yield []
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever it meets on its way
        raise _unreadable() from error


def _row(header: Sequence[str], cells: Sequence[Any]) -> list[str]:
    """Write the cells below the header; a surplus of empty ones is the spreadsheet's doing."""
    if not any(cell is not None for cell in cells):
        return []
    width = len(header)
    known = [_text(name, cell) for name, cell in zip(header, cells, strict=False)]
    surplus = [_plain(cell) for cell in cells[width:] if cell is not None]
    return known + [""] * (width - len(known)) + surplus


def _text(name: str, cell: Any) -> str:
    """Write a cell as the CSV has it in the column of that name."""
    if name == "dni" and isinstance(cell, int | float) and cell == int(cell):
        return f"{int(cell):08}"
    if name in {"monto", "liquido"} and isinstance(cell, int | float):
        return _amount(cell)
    if name == "periodo" and isinstance(cell, date):
        return f"{cell:%Y-%m}"
    if name == "tipo" and cell in {"'+", "'-", "'="}:
        return str(cell)[1:]
    return _plain(cell)


def _amount(cell: float) -> str:
    """Write the céntimos that the number means; one that has more decimals stays as it is."""
    exact = Decimal(repr(cell))
    rounded = exact.quantize(CENTIMOS)
    return str(rounded) if abs(exact - rounded) < NOISE else str(exact)


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return re.sub(r"\s*[\r\n]+\s*", " ", str(cell))


def _unreadable() -> Invalid:
    return Invalid(
        "No se puede leer el libro de Excel: puede estar dañado o protegido con contraseña."
        " Ábralo, guárdelo como «Libro de Excel (.xlsx)» y vuelva a subirlo."
    )
