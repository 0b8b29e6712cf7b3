"""The rules of a draft: how much it holds, when it can be sent, and how it is then called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from chassis.errors import Conflict, Invalid, NotAllowed
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.secciones import TipoAnotacion
from services.legajo.domain.solicitud import MAX_ASUNTO, Pedido

MAX_CAMBIOS = 20
"""How many entries one solicitud may be about."""

MAX_ADJUNTOS = 10
"""How many documents may support one entry."""

MAX_NOMBRE = 120
"""How much of the name of a file is kept, in characters."""


class Asked(Protocol):
    """What a rule needs to know of one of the changes of a draft."""

    operacion: Operacion
    listo: bool

    @property
    def about(self) -> TipoAnotacion:
        """What kind of entry it is about."""

    @property
    def sumilla(self) -> str:
        """How the entry is called."""

    @property
    def adjuntos(self) -> Sequence[object]:
        """What was sent with it."""

    @property
    def is_gone(self) -> bool:
        """Whether the entry that it is about counts no more."""

    @property
    def is_stale(self) -> bool:
        """Whether that entry says something else since it was begun."""


@dataclass(frozen=True, kw_only=True)
class PedidoDeCambios(Pedido):
    """What a servidor asks for with a draft, which can be sent only once."""

    def sent_with(self, form_key: UUID) -> UUID:
        """Identify the sending by the draft: whatever was corrected meanwhile, it is the same."""
        return form_key


def check_may_ask(tipo: TipoAnotacion, operacion: Operacion) -> None:
    """Refuse to let a servidor add what only the specialist adds."""
    if tipo.is_de_oficio and operacion is Operacion.AGREGAR:
        raise NotAllowed(f"{tipo.nombre}: solo la agrega el equipo de Escalafón, de oficio.")


def what_is_missing(cambio: Asked) -> str:
    """Tell what a change still needs before it can be sent; nothing, if it is ready."""
    if cambio.is_gone:
        return "Esa anotación ya no consta en su legajo: descártela."
    if cambio.is_stale:
        return "Lo que consta cambió desde que empezó: tráigalo y revise."
    if not cambio.listo:
        return "Falta completar sus datos."
    needs_one = cambio.about.needs_sustento and cambio.operacion is Operacion.AGREGAR
    if needs_one and not cambio.adjuntos:
        return "Falta el documento que lo sustenta."
    return ""


def check_can_be_sent(cambios: Sequence[Asked]) -> None:
    """Refuse a draft that is empty, or of which something is missing."""
    if not cambios:
        raise Invalid("Agregue, corrija o retire por lo menos una anotación antes de enviar.")
    missing = [f"«{each.sumilla}»: {what}" for each in cambios if (what := what_is_missing(each))]
    if missing:
        raise Invalid(" ".join(missing))


def check_room(count: int, most: int, what: str) -> None:
    """Refuse one more where there are as many as there may be."""
    if count >= most:
        raise Conflict(f"Ya hay {most} {what}: envíe esta solicitud y siga en otra.")


def asunto_of(cambios: Sequence[Asked]) -> str:
    """Say in one line what is asked for."""
    first = cambios[0]
    text = f"{first.operacion.label}: {first.sumilla}"
    if more := len(cambios) - 1:
        rest = f" y {more} más"
        return text[: MAX_ASUNTO - len(rest)] + rest
    return text[:MAX_ASUNTO]
