"""Reads what who keeps the catalogue types: words about a concept, a figure of the law."""

from collections.abc import Mapping
from datetime import date

from chassis.csv_rows import read_date
from chassis.errors import Invalid
from services.boleta.domain.conceptos import Explicacion
from services.boleta.domain.parametros import parametro_of, read_valor
from services.boleta.usecases.catalogo import NuevoValor

Form = Mapping[str, str]
"""What was typed, by field."""

LONGEST = {"nombre": 120, "que_es": 1000, "calculo": 1000, "base_legal": 300, "a_quien": 300}
"""The longest text of each field, in characters."""

NEEDED = {
    "nombre": "Escriba cómo se llama en palabras sencillas.",
    "que_es": "Explique qué es: lo leerá quien ve su boleta.",
}
"""What may not be left empty, and how it is asked for."""

REQUIRED = ("parametro", "desde", "valor")
"""The columns that the file of values must have, and fill (docs/formats.md)."""

OPTIONAL = ("base_legal",)
"""The columns that it may have."""


def read_explicacion(form: Form) -> tuple[Explicacion, date]:
    """Read what people will be told about a concept, and since when."""
    errors: dict[str, str] = {}
    said = {name: _text(form, name, errors) for name in LONGEST}
    desde = _day(form, errors)
    if errors or desde is None:
        raise Invalid(errors=errors)
    return Explicacion(**said), desde


def read_nuevo_valor(form: Form, codigo: str) -> NuevoValor:
    """Read what a figure is from some day on."""
    errors: dict[str, str] = {}
    base_legal = _text(form, "base_legal", errors)
    desde = _day(form, errors)
    try:
        valor = read_valor(form.get("valor", ""))
    except Invalid as refusal:
        errors["valor"] = refusal.detail
    if errors or desde is None:
        raise Invalid(errors=errors)
    return NuevoValor(parametro=codigo, desde=desde, valor=valor, base_legal=base_legal)


def read_row(cells: Form) -> NuevoValor:
    """Read a row of the file of values."""
    codigo = parametro_of(cells["parametro"].lower()).codigo
    return NuevoValor(
        parametro=codigo,
        desde=read_date(cells["desde"]),
        valor=read_valor(cells["valor"]),
        base_legal=cells["base_legal"][: LONGEST["base_legal"]],
    )


def _day(form: Form, errors: dict[str, str]) -> date | None:
    try:
        return read_date(form.get("desde", ""))
    except Invalid:
        errors["desde"] = "Escriba desde qué día vale, como dd/mm/aaaa."
        return None


def _text(form: Form, name: str, errors: dict[str, str]) -> str:
    text = form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if not text and name in NEEDED:
        errors[name] = NEEDED[name]
    elif len(text) > LONGEST[name]:
        errors[name] = f"Escriba {LONGEST[name]} caracteres como máximo: ahora tiene {len(text)}."
    return text
