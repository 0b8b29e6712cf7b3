"""The rules of what a specialist writes in a legajo de oficio: what it needs, and what it says."""

from chassis.errors import Invalid
from services.legajo.domain.secciones import SECCIONES, TipoAnotacion

POR_QUE = "por_que"
"""The field of the form that says why; `motivo` is a field of some kinds of entry."""


def check_sustento(tipo: TipoAnotacion, documents: int) -> None:
    """Refuse a sanction without its resolution: there is none that was not notified in writing."""
    if SECCIONES[tipo.seccion].es_reservada and not documents:
        raise Invalid(
            errors={"archivo": f"{tipo.nombre}: adjunte la resolución, sin ella no se anota."}
        )


def check_motivo(motivo: str, what: str) -> None:
    """Refuse to correct or annul what nobody asked to change without saying why."""
    if not motivo:
        raise Invalid(errors={POR_QUE: f"Escriba por qué {what}: queda en su historia."})
