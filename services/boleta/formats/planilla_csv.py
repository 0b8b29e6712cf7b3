"""Reads the rows of a planilla in CSV: one for each concept, those of a person together.

A wrong row spoils the boleta of its person, for without it the sum would be another, and no other.
"""

from collections.abc import Iterator, Sequence

from chassis.csv_rows import BadRow, Row
from chassis.errors import Invalid
from services.boleta.formats.periodo import read_periodo
from services.boleta.formats.record import (
    SHOWN,
    BadRecord,
    Linea,
    Record,
    believed,
    check_dni,
    check_totals,
    is_dni,
    read_centimos,
    read_dates,
    regimen_name,
    tidy,
    total_of,
)

REQUIRED = ("periodo", "dni", "apellidos", "nombres", "regimen", "tipo", "concepto", "monto")
"""The columns without which there is no boleta."""

OPTIONAL = ("tipo_servidor", "cargo", "establecimiento", "fecha_ingreso", "liquido", "sede")
"""The columns that a planilla may have besides."""

MAX_LINES = 500
"""The most rows that one person may have; a real boleta has between 3 and 40."""

Whose = tuple[str, str]
"""Whose boleta a row is part of: a DNI, and the sede that pays."""

NOBODY: Whose = ("", "")

SAME = ("periodo", "apellidos", "nombres", "regimen")
"""What must not change between the rows of one person: if it does, they are of two."""


def people_in(rows: Iterator[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    """Gather the rows of each boleta; a row without DNI is taken to be of the person before it."""
    person: list[Row | BadRow] = []
    whose = NOBODY
    for row in rows:
        found = whose_row(row, whose)
        if person and found != whose:
            yield person
            person = []
        if len(person) <= MAX_LINES:
            person.append(row)
        whose = found
    if person:
        yield person


def whose_row(row: Row | BadRow, before: Whose) -> Whose:
    """Return the DNI and the sede of a row; what it does not say is as in the row before it."""
    if isinstance(row, Row):
        return row.values["dni"], row.values["sede"]
    dni = _dni_in(row.cells)
    return before if dni in ("", before[0]) else (dni, "")


def _dni_in(cells: Sequence[str]) -> str:
    """Look for the DNI in a row whose cells are not where they should be."""
    return next(filter(is_dni, map(str.strip, cells)), "")


def read_person(person: list[Row | BadRow]) -> Record | BadRecord:
    """Return the boleta that the rows of one person are, or why they are none."""
    try:
        return _record(person)
    except Invalid as refusal:
        text = "\n".join(map(_written, person))
        return BadRecord(person[0].line, refusal.detail, text[:SHOWN])


def _record(person: list[Row | BadRow]) -> Record:
    rows = _good_rows(person)
    line, first = rows[0]
    lines = tuple(map(_linea, rows))
    bruto, descuentos = believed(total_of(lines, "+")), believed(total_of(lines, "-"))
    liquido = _liquido(rows, bruto - descuentos)
    dates, doubts = read_dates(first, ["fecha_ingreso"])
    return Record(
        line=line,
        periodo=read_periodo(first["periodo"]),
        dni=check_dni(first["dni"]),
        apellidos=tidy(first["apellidos"]),
        nombres=tidy(first["nombres"]),
        regimen=regimen_name(first["regimen"]),
        tipo_servidor=tidy(first["tipo_servidor"]),
        cargo=tidy(first["cargo"]),
        establecimiento=tidy(first["establecimiento"]),
        sede=first["sede"],
        fecha_ingreso=dates["fecha_ingreso"],
        lines=lines,
        bruto=bruto,
        descuentos=descuentos,
        liquido=liquido,
        warnings=(*check_totals(lines, bruto, descuentos, liquido), *doubts),
    )


def _good_rows(person: list[Row | BadRow]) -> list[Row]:
    """Return the rows of one person, if each of them can be used."""
    if len(person) > MAX_LINES:
        raise Invalid(f"Tiene más de {MAX_LINES} conceptos.")
    rows = [row for row in person if isinstance(row, Row)]
    for row in person:
        if isinstance(row, BadRow):
            raise Invalid(f"Línea {row.line}: {row.reason}")
        for name in SAME:
            if row.values[name] != rows[0].values[name]:
                raise Invalid(f"Línea {row.line}: la columna {name} cambia dentro del mismo DNI.")
    return rows


def _linea(row: Row) -> Linea:
    values = row.values
    if values["tipo"] not in ("+", "-", "="):
        raise Invalid(f"Línea {row.line}: el tipo «{values['tipo']}» debe ser +, - o =.")
    try:
        return values["tipo"], values["concepto"], read_centimos(values["monto"])
    except Invalid as refusal:
        raise Invalid(f"Línea {row.line}: {refusal.detail}") from None


def _liquido(rows: list[Row], computed: int) -> int:
    """Return the net amount that the rows tell, or the computed one when they tell none."""
    told = {row.values["liquido"] for row in rows} - {""}
    if len(told) > 1:
        raise Invalid(f"El líquido cambia dentro del mismo DNI: {', '.join(sorted(told))}.")
    return read_centimos(told.pop()) if told else computed


def _written(row: Row | BadRow) -> str:
    return ",".join(row.cells if isinstance(row, BadRow) else row.values.values())
