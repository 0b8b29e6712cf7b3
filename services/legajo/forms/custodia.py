"""Reads what a specialist says of a legajo itself: how it is opened, counts, and where it is."""

from collections.abc import Sequence
from datetime import date

from chassis.csv_rows import read_date
from chassis.errors import Invalid
from services.legajo.domain import MAX_TEXT, SECCIONES, Vigencia
from services.legajo.domain.anotacion import FIRST_YEAR, Margen
from services.legajo.domain.custodia import (
    DOCUMENTOS,
    LONGEST_NUMBER,
    LONGEST_PLACE,
    MOST_FOLIOS,
    NORMAS,
    Apertura,
    CambioDeVigencia,
    Motivo,
    Sustento,
    Ubicacion,
    motivos_for,
    needs_sustento,
)
from services.legajo.forms.text import Form, read_text
from services.legajo.queries.custodia import NOWHERE, FiltrosUbicacion

FOLIOS = "folios-"
"""How the field of the folios of a section begins: `folios-II`."""


def read_apertura(form: Form, margen: Margen) -> Apertura:
    """Read with which resolution a legajo is opened."""
    errors: dict[str, str] = {}
    sustento = read_sustento(form, margen, errors)
    norma = read_option(form, "norma", NORMAS, errors, "Elija la norma por la que se lleva.")
    if errors:
        raise Invalid(errors=errors)
    return Apertura(sustento=sustento, norma=norma)


def read_vigencia(form: Form, estado: Vigencia, margen: Margen) -> CambioDeVigencia:
    """Read why a legajo becomes so, and that who asks means it."""
    errors: dict[str, str] = {}
    chosen = read_option(form, "motivo", motivos_for(estado), errors, "Elija por qué.")
    motivo = Motivo(chosen) if chosen else Motivo.ERROR
    desde = read_day(form, "desde", margen, errors, "Escriba desde qué fecha.")
    is_asked_for = needs_sustento(motivo) or not chosen
    sustento = read_sustento(form, margen, errors) if is_asked_for else _no_sustento()
    missing = "" if needs_sustento(motivo) or not chosen else "Explique cuál fue el error."
    detalle = read_text(form, "detalle", errors, missing, MAX_TEXT)
    if form.get("confirmo") != "1":
        errors["confirmo"] = "Marque la casilla para confirmar."
    if errors or desde is None:
        raise Invalid(errors=errors)
    return CambioDeVigencia(
        estado=estado, motivo=motivo, desde=desde, sustento=sustento, detalle=detalle
    )


def read_ubicacion(form: Form) -> Ubicacion:
    """Read where the paper is, and its folios; what is left empty is not known."""
    errors: dict[str, str] = {}
    places = {
        name: " ".join(read_text(form, name, errors, "", LONGEST_PLACE).split())
        for name in ("ambiente", "estante", "caja")
    }
    folios: dict[str, int] = {}
    for numero in SECCIONES:
        count = read_count(form, f"{FOLIOS}{numero}", MOST_FOLIOS, errors)
        if count:
            folios[numero] = count
    if places["caja"] and not places["estante"] and not places["ambiente"]:
        errors["ambiente"] = "Escriba también en qué ambiente o estante está la caja."
    if errors:
        raise Invalid(errors=errors)
    return Ubicacion(**places, folios=folios)


def read_filtros_ubicacion(args: Form) -> FiltrosUbicacion:
    """Read which place is looked into; what is too long is cut, as no place has such a name."""
    places = {
        name: " ".join(args.get(name, "").replace("\0", "").split())[:LONGEST_PLACE]
        for name in ("ambiente", "estante", "caja")
    }
    return FiltrosUbicacion(**places, sin=NOWHERE if args.get("sin") == NOWHERE else "")


def read_sustento(form: Form, margen: Margen, errors: dict[str, str]) -> Sustento:
    """Read the paper that says so; note in `errors` what is wrong with it."""
    return Sustento(
        documento=read_option(form, "documento", DOCUMENTOS, errors, "Elija qué documento es."),
        numero_documento=read_text(
            form, "numero_documento", errors, "Escriba el número del documento.", LONGEST_NUMBER
        ),
        fecha_documento=read_day(
            form, "fecha_documento", margen, errors, "Escriba la fecha del documento."
        ),
    )


def read_day(
    form: Form, name: str, margen: Margen, errors: dict[str, str], missing: str
) -> date | None:
    """Read a day that has come already, and not before the servidor was born."""
    text = form.get(name, "").replace("\0", "").strip()
    try:
        if not text:
            raise Invalid(missing)
        day = read_date(text)
        _check_day(day, margen)
    except Invalid as refusal:
        errors[name] = refusal.detail
        return None
    return day


def read_option(
    form: Form, name: str, options: Sequence[str], errors: dict[str, str], missing: str
) -> str:
    """Read one of the options that were offered; note in `errors` that none was chosen."""
    chosen = form.get(name, "")
    if chosen not in options:
        errors[name] = missing
        return ""
    return chosen


def read_count(form: Form, name: str, most: int, errors: dict[str, str]) -> int | None:
    """Read a whole number; note in `errors` if it is none; nothing typed is nothing known."""
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[: len(str(most)) + 1]) > most:
        errors[name] = f"Escriba un número de 0 a {most}."
        return None
    return int(text)


def _check_day(day: date, margen: Margen) -> None:
    if day.year < FIRST_YEAR:
        raise Invalid(f"Revise el año: {day.year}.")
    if day > margen.hoy:
        raise Invalid("La fecha no puede ser futura.")
    if day < margen.nacimiento:
        raise Invalid("La fecha es anterior al nacimiento del servidor.")


def _no_sustento() -> Sustento:
    return Sustento(documento="", numero_documento="", fecha_documento=None)
