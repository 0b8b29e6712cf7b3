"""Letters about boletas, planillas and reclamos."""

from contracts.boleta import (
    BoletaAnnulled,
    BoletaReplaced,
    BoletasPublished,
    PlanillaImported,
    ReclamoAnswered,
)
from services.notifier.domain import Kind
from services.notifier.models import db
from services.notifier.usecases import preferences
from services.notifier.usecases.queueing import queue_to_contacts


@db.transactional
def boletas_published(event: BoletasPublished) -> None:
    """Tell everybody of the batch that their boleta can be seen, as each wants to hear it."""
    params = {"periodo": event.periodo, "entidad": event.entidad}
    at_once = preferences.who_hears_at_once(event)
    queue_to_contacts(Kind.BOLETA_PUBLISHED, str(event.planilla), at_once, params)


@db.transactional
def planilla_imported(event: PlanillaImported) -> None:
    """Report an import to who asked for it; an operator has read it on the screen."""
    if event.imported_by is None:
        return
    params = {
        "periodo": event.periodo,
        "entidad": event.entidad,
        "boletas": event.boletas,
        "rejected": event.rejected,
        "planilla": event.planilla,
    }
    about = str(event.planilla)
    queue_to_contacts(Kind.PLANILLA_IMPORTED, about, [event.imported_by], params)


@db.transactional
def boleta_replaced(event: BoletaReplaced) -> None:
    """Tell a person that a boleta was corrected, why, and where the one that counts is."""
    _queue_about(Kind.BOLETA_REPLACED, event.reemplazo, event)


@db.transactional
def boleta_annulled(event: BoletaAnnulled) -> None:
    """Tell a person that a boleta no longer counts, and why."""
    _queue_about(Kind.BOLETA_ANNULLED, event.boleta, event)


@db.transactional
def reclamo_answered(event: ReclamoAnswered) -> None:
    """Tell a person what was answered to their reclamo."""
    params = {
        "numero": event.numero,
        "periodo": event.periodo,
        "entidad": event.entidad,
        "estado": event.estado,
        "respuesta": event.respuesta,
    }
    about = f"{event.numero}:{event.at.isoformat()}"
    queue_to_contacts(Kind.RECLAMO_ANSWERED, about, [event.dni], params)


def _queue_about(kind: Kind, boleta: int, event: BoletaReplaced | BoletaAnnulled) -> None:
    """Owe a letter that leads to a boleta, and says why it is written."""
    params = {
        "boleta": boleta,
        "periodo": event.periodo,
        "entidad": event.entidad,
        "motivo": event.motivo,
    }
    queue_to_contacts(kind, str(boleta), [event.dni], params)
