"""The workflow of a transfer: a legajo that one sede sends, and another one receives or returns.

Until it is received the legajo is kept, and attended, by the sede that sent it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from chassis.errors import Conflict, Invalid
from services.legajo.domain.custodia import Sustento


class EstadoTraslado(StrEnum):
    """Where a transfer is on its way."""

    ENVIADO = "enviado"
    RECIBIDO = "recibido"
    DEVUELTO = "devuelto"
    CANCELADO = "cancelado"

    @property
    def label(self) -> str:
        """How people call it."""
        return self.capitalize()


class Paso(StrEnum):
    """What can be done with a transfer that was sent."""

    RECIBIR = "recibir"
    DEVOLVER = "devolver"
    CANCELAR = "cancelar"


TRANSITIONS: dict[tuple[EstadoTraslado, Paso], EstadoTraslado] = {
    (EstadoTraslado.ENVIADO, Paso.RECIBIR): EstadoTraslado.RECIBIDO,
    (EstadoTraslado.ENVIADO, Paso.DEVOLVER): EstadoTraslado.DEVUELTO,
    (EstadoTraslado.ENVIADO, Paso.CANCELAR): EstadoTraslado.CANCELADO,
}
"""The whole workflow. What is not in this table cannot happen."""

OF_ORIGEN = (Paso.CANCELAR,)
"""What the sede that sent it may do."""

OF_DESTINO = (Paso.RECIBIR, Paso.DEVOLVER)
"""What the sede to which it was sent may do."""

EXPLAINED = {
    Paso.DEVOLVER: "Escriba por qué lo devuelve.",
    Paso.CANCELAR: "Escriba por qué cancela el envío.",
}
"""What nobody may do without a comentario, and how it is asked for."""

CAUSAS = (
    "Reasignación",
    "Permuta",
    "Nombramiento o contrato en otra sede",
    "Destaque",
    "Encargatura o designación",
    "Cambio de jurisdicción",
    "Error en la sede",
    "Otra",
)
"""Why a legajo is sent to another sede."""

MOST_FOLIOS = 99_999
"""How many leaves of paper a legajo may have; a greater number is a slip of the finger."""


def next_estado(estado: EstadoTraslado, paso: Paso) -> EstadoTraslado:
    """Return what a transfer in `estado` becomes when `paso` is taken."""
    try:
        return TRANSITIONS[estado, paso]
    except KeyError:
        raise Conflict(f"El traslado ya fue {estado}: no se puede {paso}.") from None


def pasos_of(estado: EstadoTraslado, *, is_origen: bool, is_destino: bool) -> list[Paso]:
    """Return what a specialist of one side, or of both, can do."""
    theirs = (*(OF_DESTINO if is_destino else ()), *(OF_ORIGEN if is_origen else ()))
    return [paso for paso in theirs if (estado, paso) in TRANSITIONS]


def check_comentario(paso: Paso, comentario: str) -> None:
    """Refuse a step that the other side could not understand."""
    if paso in EXPLAINED and not comentario:
        raise Invalid(errors={"comentario": EXPLAINED[paso]})


def check_folios(sent: int, received: int, comentario: str) -> None:
    """Refuse to receive more or fewer leaves than were sent without a word about it."""
    if sent != received and not comentario:
        raise Invalid(
            errors={
                "comentario": f"Se enviaron {sent} folios y usted recibe {received}: "
                "escriba qué falta o sobra."
            }
        )


@dataclass(frozen=True, kw_only=True)
class Envio:
    """What is told of a legajo when it is sent."""

    destino: str
    causa: str
    sustento: Sustento
    detalle: str
    folios: int


class Movido(NamedTuple):
    """A transfer of which the register of servidores has not said the same yet."""

    origen: str
    destino: str
    is_in_course: bool


class SedeCreida(NamedTuple):
    """Which sede is believed when the register says one, and whether the register has caught up."""

    sede: str
    is_confirmed: bool


def believe(said: str, movidos: Sequence[Movido]) -> SedeCreida:
    """Weigh what the register says against transfers, oldest first: a stale row undoes none.

    While a legajo is on its way its origin keeps it, whatever the register says. Once received,
    the register is not believed until it says another sede than those that the legajo has left.
    """
    if not movidos:
        return SedeCreida(said, False)
    last = movidos[-1]
    if last.is_in_course:
        return SedeCreida(last.origen, False)
    if said in {each.origen for each in movidos} - {last.destino}:
        return SedeCreida(last.destino, False)
    return SedeCreida(said, True)
