"""A legajo that is not there: its servidor asks for it, and the specialist opens it."""

from uuid import UUID

import structlog
from sqlalchemy import select

from chassis.errors import Conflict
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE, Pedido, Vigencia
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.custodia import Motivo
from services.legajo.domain.secciones import APERTURA
from services.legajo.models import Legajo, Servidor, Solicitud, db
from services.legajo.usecases.anotaciones import Autor
from services.legajo.usecases.historia import note_legajo
from services.legajo.usecases.submitting import register

log = structlog.get_logger()


@db.transactional
def request_opening(principal: Principal, detalle: str, *, form_key: UUID) -> str:
    """Register that a servidor asks for a legajo; who has asked already is shown what they did."""
    servidor = db.session.get(Servidor, principal.dni, with_for_update={"of": Servidor})
    if servidor is None:
        raise Conflict("Usted no figura en el registro de servidores: acuda a su DRE o UGEL.")
    if servidor.has_legajo_vigente:
        raise Conflict("Usted ya tiene legajo vigente.")
    in_course = db.session.scalar(
        select(Solicitud.expediente).where(
            Solicitud.dni == servidor.dni,
            Solicitud.seccion == APERTURA.numero,
            Solicitud.estado.in_(IN_COURSE),
        )
    )
    if in_course:
        return in_course
    pedido = Pedido(seccion=APERTURA.numero, asunto=APERTURA.nombre, detalle=detalle)
    return register(servidor, pedido, pedido.sent_with(form_key))


def open_legajo(dni: str, autor: Autor) -> None:
    """Open a legajo, or make it count again, within the running transaction."""
    # Whoever opens the same one waits here, and then finds it open.
    db.session.get(Servidor, dni, with_for_update={"of": Servidor, "key_share": True})
    legajo = db.session.get(Legajo, dni, with_for_update=True, populate_existing=True)
    despues = {"estado": Vigencia.VIGENTE, "motivo": Motivo.INGRESO}
    if legajo is None:
        db.session.add(Legajo(dni=dni, opened_by=autor.dni, **despues))
        note_legajo(Operacion.ABRIR, dni, autor, despues=despues)
    elif not legajo.is_vigente:
        antes = legajo.vigencia
        legajo.become(Vigencia.VIGENTE, Motivo.INGRESO, None)
        note_legajo(Operacion.REACTIVAR, dni, autor, antes=antes, despues=despues)
    log.info("legajo_opened")
