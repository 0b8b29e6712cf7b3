"""Reads a planilla in CSV: quickly what is in order, and with care whatever is not.

Five million rows have no time for a dictionary each. A person all of whose rows are plain is read
here, by columns; anybody else is left to `planilla_csv`, which knows the rules and says what is
wrong: a test holds that both find the same.
"""

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
    SAME,
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

ONCE = ("dni", "tipo_servidor", "cargo", "establecimiento", "fecha_ingreso", "sede")
"""What is taken from the first row of a person."""

Person = list[tuple[int, list[str] | None]]
"""The rows of one person: where each begins, and its cells."""

_periodo = lru_cache(maxsize=64)(read_periodo)


def read_csv(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    """Check the header now; give the boleta of each person as their rows end."""
    return _Reader(open_table(stream, required=REQUIRED, optional=OPTIONAL)).records()


class _Reader:
    """Gathers the rows of each person, and makes a boleta of them."""

    def __init__(self, table: CsvTable) -> None:
        self._table = table
        columns = table.columns
        self._whose: Any = itemgetter(
            *(columns[name] for name in ("dni", "sede") if columns[name] < table.width)
        )
        self._same: Any = itemgetter(*(columns[name] for name in SAME))
        self._line: Any = itemgetter(*(columns[name] for name in ("tipo", "concepto", "monto")))
        # A row to which an empty cell was added: a column that is not there points to it.
        self._once: Any = itemgetter(*(columns[name] for name in ONCE))
        self._liquido: Any = itemgetter(columns["liquido"])
        self._tells_liquido = columns["liquido"] < table.width
        self._montos = _Remembered(read_centimos)
        self._conceptos = _Remembered(_required)

    def records(self) -> Iterator[Record | BadRecord]:
        """Give the boletas of the file."""
        width, whose_cells = self._table.width, self._whose
        person: Person = []
        is_plain = True
        raw: Any = None  # the cells that tell whose the last row was, if they can be compared
        whose = NOBODY
        for line, cells in self._table.cells():
            is_whole = cells is not None and len(cells) == width
            if is_whole and whose_cells(cells) == raw and len(person) <= MAX_LINES:
                person.append((line, cells))
                continue
            row = self._table.row(line, cells)
            if row is None:
                continue
            found = whose_row(row, whose)
            if person and found != whose:
                yield self._record(person, is_plain)
                person, is_plain = [], True
            if len(person) <= MAX_LINES:
                person.append((line, cells))
            is_plain = is_plain and isinstance(row, Row) and len(person) <= MAX_LINES
            whose, raw = found, whose_cells(cells) if isinstance(row, Row) else None
        if person:
            yield self._record(person, is_plain)

    def _record(self, person: Person, is_plain: bool) -> Record | BadRecord:
        found = None
        if is_plain:
            with suppress(Invalid):
                found = self._quickly(person[0][0], [cells for _, cells in person if cells])
        return found or read_person([*self._with_care(person)])

    def _with_care(self, person: Person) -> Iterator[Row | BadRow]:
        for line, cells in person:
            if row := self._table.row(line, cells):
                yield row

    def _quickly(self, line: int, rows: list[list[str]]) -> Record | None:
        """Return the boleta, if there is nothing to be said about it."""
        same = [*map(self._same, rows)]
        if same.count(same[0]) != len(same):
            return None
        tipos, conceptos, montos = zip(*map(self._line, rows), strict=True)
        if tipos.count("+") + tipos.count("-") + tipos.count("=") != len(tipos):
            return None
        names = map(self._conceptos.__getitem__, conceptos)
        centimos = map(self._montos.__getitem__, montos)
        lines = tuple(zip(tipos, names, centimos, strict=True))
        bruto, descuentos = believed(total_of(lines, "+")), believed(total_of(lines, "-"))
        if descuentos > bruto or not self._confirms(rows, bruto - descuentos):
            return None
        return self._of(line, rows[0], lines, bruto, descuentos)

    def _confirms(self, rows: list[list[str]], computed: int) -> bool:
        """Tell whether the rows say nothing of the net amount, or that it is as computed."""
        if not self._tells_liquido:
            return True
        told = {*map(self._liquido, rows)} - {""}
        return not told or (len(told) == 1 and self._montos[told.pop()] == computed)

    def _of(
        self, line: int, cells: list[str], lines: tuple[Linea, ...], bruto: int, descuentos: int
    ) -> Record:
        periodo, apellidos, nombres, regimen = self._same(cells)
        dni, tipo_servidor, cargo, establecimiento, ingreso, sede = self._once([*cells, ""])
        return Record(
            line=line,
            periodo=_periodo(periodo.strip()),
            dni=check_dni(dni.strip()),
            apellidos=_required(tidy(apellidos)),
            nombres=_required(tidy(nombres)),
            regimen=_required(regimen_name(regimen)),
            lines=lines,
            bruto=bruto,
            descuentos=descuentos,
            liquido=bruto - descuentos,
            tipo_servidor=tidy(tipo_servidor),
            cargo=tidy(cargo),
            establecimiento=tidy(establecimiento),
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


def _required(text: str) -> str:
    """Return the text without blanks around; what is not said is for the careful reader to tell."""
    text = text.strip()
    if not text:
        raise Invalid
    return text
