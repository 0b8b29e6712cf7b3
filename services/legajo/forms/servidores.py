"""Reads a row of the file of servidores (docs/formats.md)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from chassis.csv_rows import read_date
from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain import ServidorRecord, Vigencia, mistakes_in_dates
from services.legajo.forms.text import Form

MAX_CELL = 120
"""The longest cell of the file of servidores that is believed."""

LEGAJOS = {"": None, "VIGENTE": Vigencia.VIGENTE, "NO VIGENTE": Vigencia.NO_VIGENTE}
"""What the column `legajo` may say."""

REQUIRED = (
    "dni",
    "apellidos",
    "nombres",
    "fecha_nacimiento",
    "sede",
    "tipo_servidor",
    "regimen",
    "cargo",
    "fecha_ingreso",
)
"""The columns that the file of servidores must have, and fill (docs/formats.md)."""

OPTIONAL = ("establecimiento", "codigo_modular", "legajo")
"""The columns that it may have."""

EXAMPLE = (
    *("00000001", "QUISPE HUAMÁN", "ROSA ELENA", "14/02/1985", "080006", "Docente Nombrado"),
    *("Ley Nro 29944", "PROFESOR", "01/03/2010", "I.E. 56001", "1234567", "VIGENTE"),
)
"""What each column may say, for the template."""

EXPLAINED = {
    "dni": ("DNI", "8 dígitos, con sus ceros a la izquierda."),
    "apellidos": ("Apellido paterno y materno", f"Un texto de hasta {MAX_CELL} caracteres."),
    "nombres": ("Nombres", f"Un texto de hasta {MAX_CELL} caracteres."),
    "fecha_nacimiento": ("Fecha de nacimiento", "Una fecha: dd/mm/aaaa."),
    "sede": ("UGEL o DRE que guarda el legajo", "Su código de 6 dígitos: 080006."),
    "tipo_servidor": ("Tipo de servidor", "«Docente Nombrado», «Administrativo Contratado»…"),
    "regimen": ("Régimen laboral", "«Ley Nro 29944», «Ley Nro 30328», «D.Leg. 276»…"),
    "cargo": ("Cargo", "«PROFESOR», «DIRECTOR IE»…"),
    "fecha_ingreso": ("Fecha de ingreso", "Una fecha: dd/mm/aaaa."),
    "establecimiento": ("Centro de trabajo", "«I.E. 56001»."),
    "codigo_modular": ("Código modular del centro", "7 dígitos."),
    "legajo": ("Si tiene legajo", "«VIGENTE», «NO VIGENTE» o nada, que no cambia el que tenga."),
}
"""What each column is, and what it may say."""

DATES = ("fecha_nacimiento", "fecha_ingreso")
"""The columns that are dates."""


def read_servidor(cells: Form, today: date) -> ServidorRecord:
    """Read a row of the file of servidores; the refusal tells everything that is wrong with it."""
    mistakes = [mistake for check in CELL_CHECKS if (mistake := check(cells))]
    dates: dict[str, date] = {}
    for name in DATES:
        try:
            dates[name] = read_date(cells[name])
        except Invalid as refusal:
            mistakes.append(f"{name}: {refusal.detail}")
    if len(dates) == len(DATES):
        mistakes += mistakes_in_dates(**dates, today=today)
    if mistakes:
        raise Invalid(" ".join(mistakes))
    values: dict[str, Any] = {**cells, **dates, "legajo": LEGAJOS[cells["legajo"].upper()]}
    return ServidorRecord(**values)


def _check_dni(cells: Form) -> str:
    is_dni = re.fullmatch("[0-9]{8}", cells["dni"])
    return "" if is_dni else "El DNI debe tener 8 dígitos, con sus ceros a la izquierda."


def _check_codigo_modular(cells: Form) -> str:
    is_codigo = re.fullmatch("([0-9]{7})?", cells["codigo_modular"])
    return "" if is_codigo else "El código modular debe tener 7 dígitos."


def _check_sede(cells: Form) -> str:
    return "" if find_sede(cells["sede"]) else f"No existe la sede «{cells['sede']}»."


def _check_legajo(cells: Form) -> str:
    is_known = cells["legajo"].upper() in LEGAJOS
    return "" if is_known else "La columna legajo debe decir VIGENTE, NO VIGENTE o nada."


def _check_lengths(cells: Form) -> str:
    long = [name for name, cell in cells.items() if len(cell) > MAX_CELL]
    return f"Demasiado largo: {', '.join(long)}." if long else ""


CELL_CHECKS: tuple[Callable[[Form], str], ...] = (
    _check_dni,
    _check_sede,
    _check_codigo_modular,
    _check_legajo,
    _check_lengths,
)
"""What is checked in each row, besides its dates; each gives what is wrong, or nothing."""
