"""The workflow of a solicitud: what can be done with it, by whom, and what it then becomes."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from chassis.errors import Conflict, Invalid


class Estado(StrEnum):
    """Where a solicitud is on its way."""

    REGISTRADA = "registrada"
    OBSERVADA = "observada"
    ATENDIDA = "atendida"
    RECHAZADA = "rechazada"
    DESISTIDA = "desistida"


class Accion(StrEnum):
    """What can be done with a solicitud. It begins with REGISTRAR, which no transition repeats."""

    REGISTRAR = "registrar"
    OBSERVAR = "observar"
    SUBSANAR = "subsanar"
    ATENDER = "atender"
    RECHAZAR = "rechazar"
    DESISTIR = "desistir"


TRANSITIONS: dict[tuple[Estado, Accion], Estado] = {
    (Estado.REGISTRADA, Accion.ATENDER): Estado.ATENDIDA,
    (Estado.REGISTRADA, Accion.OBSERVAR): Estado.OBSERVADA,
    (Estado.REGISTRADA, Accion.RECHAZAR): Estado.RECHAZADA,
    (Estado.REGISTRADA, Accion.DESISTIR): Estado.DESISTIDA,
    (Estado.OBSERVADA, Accion.SUBSANAR): Estado.REGISTRADA,
    (Estado.OBSERVADA, Accion.DESISTIR): Estado.DESISTIDA,
}
"""The whole workflow. What is not in this table cannot happen."""

DECISIONES = (Accion.ATENDER, Accion.OBSERVAR, Accion.RECHAZAR)
"""What the specialist of escalafón may do; the rest is for the servidor who asked."""

EXPLAINED = {
    Accion.OBSERVAR: "Escriba qué debe corregir o completar el servidor.",
    Accion.RECHAZAR: "Escriba por qué se rechaza la solicitud.",
    Accion.SUBSANAR: "Escriba su respuesta a la observación.",
}
"""What nobody may do without a comentario, and how it is asked for."""

MAX_ASUNTO = 150
"""The longest asunto, in characters: it is one line of a list."""

MAX_TEXT = 2000
"""The longest detalle or comentario, in characters: about a page."""


def next_estado(estado: Estado, accion: Accion) -> Estado:
    """Return what a solicitud in `estado` becomes when `accion` is taken."""
    try:
        return TRANSITIONS[estado, accion]
    except KeyError:
        raise Conflict(f"La solicitud está {estado}: no se puede {accion}.") from None


def possible_acciones(estado: Estado) -> list[Accion]:
    """Return what can be done with a solicitud in `estado`, in the order of the table."""
    return [accion for origin, accion in TRANSITIONS if origin is estado]


def check_comentario(accion: Accion, comentario: str) -> None:
    """Refuse an accion that the other side could not understand."""
    if accion in EXPLAINED and not comentario:
        raise Invalid(errors={"comentario": EXPLAINED[accion]})


@dataclass(frozen=True, kw_only=True)
class Pedido:
    """What a servidor asks to have updated."""

    seccion: str
    asunto: str
    detalle: str

    def sent_with(self, form_key: UUID) -> UUID:
        """Identify one sending: the same form, sent twice with the same words, is one."""
        return uuid5(form_key, "\0".join((self.seccion, self.asunto, self.detalle)))


def format_expediente(year: int, number: int) -> str:
    """Return the número de expediente: `EXP-2026-000123`."""
    return f"EXP-{year}-{number:06}"
