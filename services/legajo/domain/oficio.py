"""The rules of what a specialist writes in a legajo de oficio: what it needs, and what it says."""

from chassis.errors import Conflict, Invalid
from services.legajo.domain.anotacion import POR_QUE, Operacion
from services.legajo.domain.secciones import SECCIONES, TipoAnotacion

TOLD = frozenset(
    {
        Operacion.AGREGAR,
        Operacion.CORREGIR,
        Operacion.ANULAR,
        Operacion.ADJUNTAR,
        Operacion.DEJAR_SIN_EFECTO,
        Operacion.DAR_DE_BAJA,
        Operacion.REACTIVAR,
    }
)
"""What the servidor is told of when nobody asked for it. A transfer has its own news."""


def needs_sustento(tipo: TipoAnotacion) -> bool:
    """Tell whether nothing of that kind is written without its document: a sanction."""
    return SECCIONES[tipo.seccion].es_reservada


def check_sustento(tipo: TipoAnotacion, documents: int) -> None:
    """Refuse a sanction without its resolution: there is none that was not notified in writing."""
    if needs_sustento(tipo) and not documents:
        raise Invalid(
            errors={"archivo": f"{tipo.nombre}: adjunte la resolución, sin ella no se anota."}
        )


def check_may_be_left_without(tipo: TipoAnotacion, documents: int) -> None:
    """Refuse to take its only document from a sanction: the right one must be there first."""
    if needs_sustento(tipo) and documents == 1:
        raise Conflict(
            f"{tipo.nombre}: sin su resolución no consta. Agregue primero la correcta, y después "
            "deje esta sin efecto."
        )


def check_motivo(motivo: str, what: str) -> None:
    """Refuse to correct or annul what nobody asked to change without saying why."""
    if not motivo:
        raise Invalid(errors={POR_QUE: f"Escriba por qué {what}: queda en su historia."})
