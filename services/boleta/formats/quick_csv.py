"""Reads a planilla in CSV: quickly what is in order, and with care whatever is not.

Five million rows have no time for a dictionary each, nor even for cells: a row of the same person
differs from the one before in its concept alone, and a concept with its amount was mostly met
before. A person all of whose rows are plain is read here; anybody else is left to `planilla_csv`,
which knows the rules and says what is wrong: a test holds that both find the same.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import Any, BinaryIO

from chassis.csv_rows import BadRow, CsvTable, Row, open_table
from chassis.errors import Invalid
from services.boleta.formats.periodo import read_periodo
from services.boleta.formats.planilla_csv import (
    MAX_LINES,
    NOBODY,
    OPTIONAL,
    REQUIRED,
    Whose,
    read_person,
    whose_row,
)
from services.boleta.formats.record import (
    BadRecord,
    Linea,
    Record,
    believed,
    check_dni,
    date_or_blank,
    read_centimos,
    regimen_name,
    tidy,
    total_of,
)

REMEMBERED = 1 << 14
"""How many texts of a kind are remembered with what they mean: payrolls repeat themselves."""

LINEA = ("tipo", "concepto", "monto")
"""What is another in each row of a person."""

NOWHERE = ("\0", "\0")
"""What no line has around its concept."""

_periodo = lru_cache(maxsize=64)(read_periodo)


def read_csv(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    """Check the header now; give the boleta of each person as their rows end."""
    return _Reader(open_table(stream, required=REQUIRED, optional=OPTIONAL)).records()


class _Person:
    """The rows of one person while they are gathered."""

    def __init__(self, line: int, whose: Whose = NOBODY, cells: list[str] | None = None) -> None:
        self.line = line
        self.whose = whose
        self.cells = cells or []
        """Those of the first row."""
        self.rows: list[tuple[int, str | list[str] | None]] = []
        """Where each row begins, and it itself: its line, or its cells."""
        self.lines: list[Linea | None] = []
        """The concepts; None for a row that is not plain."""
        self.liquidos: set[str] = set()


class _Reader:
    """Gathers the rows of each person, and makes a boleta of them."""

    def __init__(self, table: CsvTable) -> None:
        self._table = table
        columns = table.columns
        places = [columns[name] for name in LINEA]
        self._first, self._after = min(places), max(places) + 1
        self._are_together = self._after - self._first == len(LINEA)
        self._linea: Any = itemgetter(*places)
        self._inner: Any = itemgetter(*(place - self._first for place in places))
        changing = {*places, columns["liquido"]}
        self._same: Any = itemgetter(*(n for n in range(table.width) if n not in changing))
        # Of a row to which an empty cell was added: a column that is not there points to it.
        wanted = (name for name in (*REQUIRED, *OPTIONAL) if name not in (*LINEA, "liquido"))
        self._once: Any = itemgetter(*(columns[name] for name in wanted))
        self._liquido = columns["liquido"]
        self._lineas = _Remembered(self._read_linea)
        self._texts = _Remembered(tidy)

    def records(self) -> Iterator[Record | BadRecord]:
        """Give the boletas of the file."""
        lineas = self._lineas
        person = _Person(0)
        before, after = NOWHERE
        start, end = len(before), -len(after)
        for line, text in self._table.lines:
            is_like_that = text.startswith(before) and text.endswith(after)
            linea = lineas[text[start:end]] if is_like_that else None
            if linea and len(person.rows) <= MAX_LINES:
                person.rows.append((line, text))
                person.lines.append(linea)
                continue
            cells = self._table.cells(text)
            row = self._table.row(line, cells)
            if row is None:
                continue
            whose = whose_row(row, person.whose)
            if whose != person.whose:
                yield from self._records_of(person)
                person = _Person(line, whose, cells)
            self._add(person, row, cells)
            before, after = self._around(text, row, cells)
            start, end = len(before), -len(after)
        yield from self._records_of(person)

    def _add(self, person: _Person, row: Row | BadRow, cells: list[str] | None) -> None:
        if len(person.rows) <= MAX_LINES:
            person.rows.append((row.line, cells))
            person.lines.append(self._line_of(person, row, cells))

    def _around(self, text: str, row: Row | BadRow, cells: list[str] | None) -> tuple[str, str]:
        """Return how a line begins and ends that is like that one but for its concept."""
        if not cells or not self._are_together or not isinstance(row, Row):
            return NOWHERE
        delimiter = self._table.delimiter
        before = "".join([cell + delimiter for cell in cells[: self._first]])
        after = "".join([delimiter + cell for cell in cells[self._after :]])
        after += text[len(text.rstrip("\r\n")) :]
        # What was in quotes does not stand in the line as it is in the cells.
        is_plain = text.startswith(before) and text.endswith(after) and '"' not in before + after
        return (before, after) if is_plain and after else NOWHERE

    def _line_of(self, person: _Person, row: Row | BadRow, cells: list[str] | None) -> Linea | None:
        """Return the concept of a row, if all else in it is as in the first of the person."""
        if not cells or not isinstance(row, Row) or len(cells) != len(person.cells):
            return None
        if cells is not person.cells and self._same(cells) != self._same(person.cells):
            return None
        if self._liquido < self._table.width:
            person.liquidos.add(cells[self._liquido])
        return _plain_line(*self._linea(cells))

    def _read_linea(self, inner: str) -> Linea | None:
        """Read the part of a line that has the concept, if nothing is to be said about it."""
        cells = self._cells_in(inner)
        return _plain_line(*self._inner(cells)) if len(cells) == len(LINEA) else None

    def _cells_in(self, inner: str) -> list[str]:
        delimiter = self._table.delimiter
        if '"' not in inner and inner.isprintable():
            return inner.split(delimiter)
        try:
            # Quotes that do not end there would take in what comes after.
            return next(csv.reader([inner + delimiter], delimiter=delimiter))[:-1]
        except csv.Error:
            return []

    def _records_of(self, person: _Person) -> Iterator[Record | BadRecord]:
        """Give the boleta of a person, if there is anybody."""
        if not person.rows:
            return
        found = None
        if None not in person.lines and len(person.rows) <= MAX_LINES:
            with suppress(Invalid):
                found = self._quickly(person)
        yield found or read_person([*self._with_care(person)])

    def _with_care(self, person: _Person) -> Iterator[Row | BadRow]:
        for line, found in person.rows:
            cells = self._table.cells(found) if isinstance(found, str) else found
            if row := self._table.row(line, cells):
                yield row

    def _quickly(self, person: _Person) -> Record | None:
        """Return the boleta, if there is nothing to be said about it."""
        lines: Any = tuple(person.lines)
        bruto, descuentos = believed(total_of(lines, "+")), believed(total_of(lines, "-"))
        told = person.liquidos - {""}
        if descuentos > bruto or {*map(read_centimos, told)} - {bruto - descuentos}:
            return None
        periodo, dni, apellidos, nombres, regimen, *rest = self._once([*person.cells, ""])
        tipo_servidor, cargo, establecimiento, ingreso, sede = rest
        texts = self._texts
        return Record(
            line=person.line,
            periodo=_periodo(periodo.strip()),
            dni=check_dni(dni.strip()),
            apellidos=_required(texts[apellidos]),
            nombres=_required(texts[nombres]),
            regimen=_required(regimen_name(regimen)),
            lines=lines,
            bruto=bruto,
            descuentos=descuentos,
            liquido=bruto - descuentos,
            tipo_servidor=texts[tipo_servidor],
            cargo=texts[cargo],
            establecimiento=texts[establecimiento],
            fecha_ingreso=date_or_blank(ingreso),
            sede=sede.strip(),
        )


class _Remembered(dict[str, Any]):
    """What texts mean, worked out once for each of the last that were different."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[text] = self._read(text)
        return found


def _plain_line(tipo: str, concepto: str, monto: str) -> Linea | None:
    """Return a concept; what is not as it should be is for the careful reader to tell."""
    with suppress(Invalid):
        if tipo in ("+", "-", "="):
            return tipo, _required(concepto.strip()), read_centimos(monto)
    return None


def _required(text: str) -> str:
    if not text:
        raise Invalid
    return text
