"""Which entries of a legajo end: what is still in force, what ends soon, and what has expired."""

from datetime import date, timedelta
from typing import NamedTuple

from services.legajo.domain.secciones import TipoAnotacion

EXPIRES = "fecha_vencimiento"
"""The field of what is worth nothing after its day, as the proof of a language."""

SOON = timedelta(days=60)
"""How long before its day it is told that something expires: time enough to renew it."""


class Vencimiento(NamedTuple):
    """What is said of an entry that ends."""

    texto: str
    kind: str
    """The kind of badge."""


def vencimiento_of(tipo: TipoAnotacion, hasta: date | None, today: date) -> Vencimiento | None:
    """Tell until when an entry counts; that a contract or a licence is over needs no telling."""
    if hasta is None:
        return None
    day = f"{hasta:%d/%m/%Y}"
    if tipo.hasta != EXPIRES:
        return Vencimiento(f"En curso, hasta el {day}", "informe") if hasta >= today else None
    if hasta < today:
        return Vencimiento(f"Venció el {day}: renuévela", "error")
    if hasta - today <= SOON:
        return Vencimiento(f"Vence pronto, el {day}", "aviso")
    return Vencimiento(f"Vence el {day}", "informe")
