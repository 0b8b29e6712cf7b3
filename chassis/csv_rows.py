"""Reads a CSV file as people save it, one row at a time, in bounded memory.

It knows the form of the file (docs/formats.md): encoding, separator, header, cells. What the
columns mean is for who calls it. What is wrong with the file raises `Invalid`; what is wrong with
one row is a `BadRow` in its place, and the next row is read as if nothing had happened.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from itertools import chain
from typing import BinaryIO, NamedTuple
from unicodedata import normalize

from chassis.csv_cells import unguarded
from chassis.errors import Invalid

BLOCK = 256 * 1024
"""How much of a file is read at a time, in bytes."""

MAX_LINE = 1024 * 1024
"""The longest line that is read, in bytes: what has no line breaks is not a CSV file."""

ERROR = "error"
"""The column of a file of refused rows that says why: its cells were guarded by us."""

MAX_CELL = 100 * 1024
"""The longest line that is parted without the csv module, which holds cells to be shorter."""

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Row(NamedTuple):
    """A row with all its cells; a column that the file does not have is an empty text."""

    line: int
    values: Mapping[str, str]


class BadRow(NamedTuple):
    """A row that cannot be used, and why.

    `cells` is what could be read of it. There are as many as the wanted columns only when they are
    in their order: so it can be written below those columns, corrected and read again.
    """

    line: int
    reason: str
    cells: tuple[str, ...]


class CsvTable:
    """A CSV file whose header was checked: its lines, their cells, and what they say."""

    def __init__(
        self, lines: Iterator[str], *, required: Sequence[str], optional: Sequence[str]
    ) -> None:
        self.lines = enumerate(lines, 1)
        """The lines of the file that were not read yet, with their numbers."""
        _, text = next((line for line in self.lines if line[1].strip()), (0, ""))
        self.delimiter = ";" if text.count(";") > text.count(",") else ","
        self._required = required
        names = _header_names(text, self.delimiter)
        _check_header(names, required)
        self._were_guarded = ERROR in names
        self.width = len(names)
        """How many cells a row has."""
        self.columns = {
            name: names.index(name) if name in names else len(names)
            for name in (*required, *optional)
        }
        """Where each wanted column is; one that is not there points after the last cell."""

    def cells(self, text: str) -> list[str] | None:
        """Return the cells of the row that begins with that line; None for what is no row.

        What is in quotes may go over several lines: they are taken from `lines`.
        """
        plain = text.rstrip("\r\n")
        if '"' not in plain and "\r" not in plain and len(plain) < MAX_CELL:
            return plain.split(self.delimiter)
        more = (text for _, text in self.lines)
        try:
            return next(csv.reader(chain([text], more), delimiter=self.delimiter), [])
        except csv.Error:
            return None

    def row(self, line: int, cells: list[str] | None) -> Row | BadRow | None:
        """Return what a row says, or why it cannot be used; nothing for an empty one."""
        if cells is None:
            return BadRow(line, "No se entiende esta línea: revise sus comillas.", ())
        if not any(map(str.strip, cells)):
            return None
        if len(cells) != self.width:
            return self._of_another_width(line, cells)
        cells = [*(map(unguarded, cells) if self._were_guarded else cells), ""]
        values = {name: cells[position].strip() for name, position in self.columns.items()}
        if empty := [name for name in self._required if not values[name]]:
            return BadRow(line, f"Falta: {', '.join(empty)}.", tuple(values.values()))
        return Row(line, values)

    def _of_another_width(self, line: int, cells: list[str]) -> BadRow:
        reason = (
            f"Tiene {len(cells)} celdas y el encabezado tiene {self.width}: revise los separadores."
        )
        surplus = [""] if len(cells) == len(self.columns) else []
        return BadRow(line, reason, (*cells, *surplus))


def open_table(
    stream: BinaryIO, *, required: Sequence[str], optional: Sequence[str] = ()
) -> CsvTable:
    """Check the header; what is below it is read as it is asked for."""
    return CsvTable(_text_lines(stream), required=required, optional=optional)


def open_rows(
    stream: BinaryIO, *, required: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[Row | BadRow]:
    """Check the header now; give the rows one by one, each with the line where it begins."""
    table = open_table(stream, required=required, optional=optional)
    rows = (table.row(line, table.cells(text)) for line, text in table.lines)
    return (row for row in rows if row is not None)


def read_date(text: str) -> date:
    """Read `dd/mm/aaaa` or `aaaa-mm-dd`; anything else is refused."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise Invalid(f"«{text}» no es una fecha: escríbala como dd/mm/aaaa.")
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        raise Invalid(f"La fecha «{text}» no existe en el calendario.") from None


def _text_lines(stream: BinaryIO) -> Iterator[str]:
    """Give the lines of a file, decoded a block at a time."""
    number = 0
    for block in _blocks(stream):
        text = _decoded(block, is_first=number == 0)
        yield from _one_by_one(block, number) if text is None else StringIO(text, newline="\n")
        number += block.count(b"\n")


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Cut a file where lines end; a line that is too long ends the reading."""
    held, number = b"", 1
    while block := stream.read(BLOCK):
        held += block
        end = held.rfind(b"\n") + 1
        if (held.find(b"\n") + 1 or len(held)) >= MAX_LINE:
            raise Invalid(f"La línea {number} es demasiado larga: este archivo no es un CSV.")
        if end:
            yield held[:end]
            number += held.count(b"\n", 0, end)
            held = held[end:]
    if held:
        yield held


def _decoded(block: bytes, *, is_first: bool) -> str | None:
    """Return the text of a block; None when not all of it is text."""
    try:
        text = block.decode("utf-8-sig" if is_first else "utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    # Ñ may come as one character or as two (macOS); everybody who compares expects one.
    return text if text.isascii() else normalize("NFC", text)


def _one_by_one(block: bytes, before: int) -> Iterator[str]:
    """Decode line by line, so that what is not UTF-8 can be told with its line."""
    for number, raw in enumerate(BytesIO(block), before + 1):
        text = _decoded(raw, is_first=number == 1)
        if text is None:
            raise Invalid(
                f"La línea {number} no está en UTF-8. Guarde el archivo como «CSV UTF-8»"
                " y vuelva a intentarlo."
            )
        yield text


def _header_names(header: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        raise Invalid("No se entiende la línea de encabezado: revise sus comillas.") from None
    return [cell.strip().lower() for cell in cells]


def _check_header(names: list[str], required: Sequence[str]) -> None:
    if not any(names):
        raise Invalid(f"El archivo está vacío. Sus columnas deben ser: {', '.join(required)}.")
    if missing := [name for name in required if name not in names]:
        found = ", ".join(filter(None, names))
        raise Invalid(f"Faltan las columnas: {', '.join(missing)}. Se encontraron: {found}.")
    # Counted once: a hostile header has a hundred thousand names.
    if repeated := {name for name, times in Counter(names).items() if name and times > 1}:
        raise Invalid(f"Estas columnas están más de una vez: {', '.join(sorted(repeated))}.")
