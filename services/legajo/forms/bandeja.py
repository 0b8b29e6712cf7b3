"""Reads what the specialist filters and decides, and which page of a solicitud was before them."""

from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain import MAX_TEXT, SECCIONES, Accion
from services.legajo.domain.veredicto import Fallo, Pieza, Resultado
from services.legajo.domain.workflow import OF_ESCALAFON
from services.legajo.forms.text import Form, read_text
from services.legajo.queries.bandeja import OPENINGS, FiltrosBandeja

LONGEST_SEARCH = 20
"""No expediente and no DNI has more characters."""

MOST_DIGITS = 9
"""A number with more digits is none of ours, and would not fit where we compare it."""


def read_accion(form: Form) -> Accion:
    """Read which button the specialist pressed."""
    for accion in OF_ESCALAFON:
        if form.get("accion") == accion:
            return accion
    raise Invalid("Elija qué hacer con la solicitud.", {"accion": "Elija una opción."})


def read_comentario(form: Form) -> str:
    """Read a comentario; whether it may be empty, the rules say."""
    errors: dict[str, str] = {}
    comentario = read_text(form, "comentario", errors, "", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return comentario


def read_seen(form: Form) -> int | None:
    """Read how many movimientos the page showed; who does not say has seen them all."""
    return read_number(form.get("visto", ""))


def read_pagina(args: Form) -> int:
    """Read which page of a list is wanted; what makes no sense is the first."""
    return read_number(args.get("pagina", "")) or 1


def read_filtros(args: Form) -> FiltrosBandeja:
    """Read what of the bandeja is wanted; what makes no sense is as if not asked."""
    seccion, sede = args.get("seccion", ""), args.get("sede", "")
    return FiltrosBandeja(
        estado=args.get("estado", ""),
        seccion=seccion if seccion in {*SECCIONES, OPENINGS} else "",
        sede=sede if find_sede(sede) else "",
        texto=args.get("texto", "").strip().upper().replace("\0", "")[:LONGEST_SEARCH],
    )


def read_number(text: str) -> int | None:
    """Read a whole number above zero."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return (int(text) or None) if is_number else None


def read_fallos(form: Form) -> dict[Pieza, Fallo]:
    """Read the verdict on each piece that the form shows; which ones are missing, the rules say."""
    fallos: dict[Pieza, Fallo] = {}
    errors: dict[str, str] = {}
    for name, chosen in form.items():
        piece = _read_piece(name)
        if piece and chosen in set(Resultado):
            motivo = read_text(form, f"motivo-{piece.campo}", errors, "", MAX_TEXT)
            fallos[piece] = Fallo(Resultado(chosen), motivo)
    if errors:
        raise Invalid(errors=errors)
    return fallos


def _read_piece(name: str) -> Pieza | None:
    """Read `fallo-CAMBIO-ADJUNTO`."""
    kind, _, numbers = name.partition("-")
    cambio, _, adjunto = numbers.partition("-")
    if kind != "fallo" or not (cambio_id := read_number(cambio)):
        return None
    return Pieza(cambio_id, read_number(adjunto) or 0)
