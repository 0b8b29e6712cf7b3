"""Reads what people and files send: text becomes values, or `Invalid` with what to correct."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from chassis.csv_rows import read_date
from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain import (
    DECISIONES,
    MAX_ASUNTO,
    MAX_TEXT,
    SECCIONES,
    Accion,
    Estado,
    Pedido,
    ServidorRecord,
    Vigencia,
    mistakes_in_dates,
)

Form = Mapping[str, str]
"""What was typed, by field."""

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

DATES = ("fecha_nacimiento", "fecha_ingreso")
"""The columns that are dates."""


def read_pedido(form: Form) -> Pedido:
    """Read the form of Actualizar mi legajo."""
    errors: dict[str, str] = {}
    seccion = form.get("seccion", "")
    if seccion not in SECCIONES:
        errors["seccion"] = "Elija la sección que desea actualizar."
    asunto = _text(form, "asunto", errors, "Escriba qué desea actualizar.", MAX_ASUNTO)
    detalle = _text(form, "detalle", errors, "Explique qué debe cambiar o agregarse.", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return Pedido(seccion=seccion, asunto=asunto, detalle=detalle)


def read_form_key(form: Form) -> UUID:
    """Read which form this is: the same one, sent twice, counts once."""
    try:
        return UUID(form.get("form_key", ""))
    except ValueError:
        raise Invalid("Vuelva a abrir el formulario y envíelo otra vez.") from None


def read_decision(form: Form) -> Accion:
    """Read which button the specialist pressed."""
    for decision in DECISIONES:
        if form.get("decision") == decision:
            return decision
    raise Invalid("Elija qué hacer con la solicitud.", {"decision": "Elija una opción."})


def read_estado(text: str) -> Estado | None:
    """Read which estado is asked for; anything else is all of them."""
    return next((estado for estado in Estado if estado == text), None)


def read_comentario(form: Form) -> str:
    """Read a comentario; whether it may be empty, the rules say."""
    errors: dict[str, str] = {}
    comentario = _text(form, "comentario", errors, "", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return comentario


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


def _text(form: Form, name: str, errors: dict[str, str], missing: str, longest: int) -> str:
    """Read one field; note in `errors` that it is `missing`, if that matters, or too long."""
    text = form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if missing and not text:
        errors[name] = missing
    elif len(text) > longest:
        errors[name] = f"Escriba {longest} caracteres como máximo: ahora tiene {len(text)}."
    return text


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
