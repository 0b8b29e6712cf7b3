"""Reads a CSV file as people save it, one row at a time, in bounded memory.

It knows the form of the file (docs/formats.md): encoding, separator, header, cells. What the
columns mean is for who calls it. What is wrong with the file raises `Invalid`; what is wrong with
one row is a `BadRow` in its place, and the next row is read as if nothing had happened.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO, NamedTuple
from unicodedata import normalize

from chassis.errors import Invalid

MAX_LINE = 1024 * 1024
"""The longest line that is read, in bytes: what has no line breaks is not a CSV file."""

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


class _Header(NamedTuple):
    line: int
    delimiter: str
    names: list[str]
    required: Sequence[str]
    columns: Mapping[str, int]
    """Where each wanted column is; one that is not there points after the last cell of a row."""


def open_rows(
    stream: BinaryIO, *, required: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[Row | BadRow]:
    """Check the header now; give the rows one by one, each with the line where it begins."""
    lines = _text_lines(stream)
    number, text = next(((n, text) for n, text in enumerate(lines, 1) if text.strip()), (0, ""))
    delimiter = ";" if text.count(";") > text.count(",") else ","
    names = _header_names(text, delimiter)
    _check_header(names, required)
    columns = {
        name: names.index(name) if name in names else len(names) for name in (*required, *optional)
    }
    return _rows(lines, _Header(number, delimiter, names, required, columns))


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
    """Decode line by line, so that what is not UTF-8 can be told with its line."""
    number = 0
    while raw := stream.readline(MAX_LINE):
        number += 1
        if len(raw) == MAX_LINE:
            raise Invalid(f"La línea {number} es demasiado larga: este archivo no es un CSV.")
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise Invalid(
                f"La línea {number} no está en UTF-8. Guarde el archivo como «CSV UTF-8»"
                " y vuelva a intentarlo."
            )
        # Ñ may come as one character or as two (macOS); everybody who compares expects one.
        yield text if text.isascii() else normalize("NFC", text)


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
    if repeated := {name for name in names if name and names.count(name) > 1}:
        raise Invalid(f"Estas columnas están más de una vez: {', '.join(sorted(repeated))}.")


def _rows(lines: Iterator[str], header: _Header) -> Iterator[Row | BadRow]:
    reader = csv.reader(lines, delimiter=header.delimiter)
    while True:
        line = header.line + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(line, "No se entiende esta línea: revise sus comillas.", ())
            continue
        if any(map(str.strip, cells)):
            yield _row(line, cells, header)


def _row(line: int, cells: list[str], header: _Header) -> Row | BadRow:
    width = len(header.names)
    if len(cells) != width:
        reason = f"Tiene {len(cells)} celdas y el encabezado tiene {width}: revise los separadores."
        surplus = [""] if len(cells) == len(header.columns) else []
        return BadRow(line, reason, (*cells, *surplus))
    cells.append("")
    values = {name: cells[position].strip() for name, position in header.columns.items()}
    if empty := [name for name in header.required if not values[name]]:
        return BadRow(line, f"Falta: {', '.join(empty)}.", tuple(values.values()))
    return Row(line, values)
