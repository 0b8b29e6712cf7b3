"""A legajo that is not there: its servidor asks for it, and the specialist opens it."""

from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import select

from chassis.errors import Conflict
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE, MAX_TEXT, Pedido, Vigencia
from services.legajo.domain.anotacion import Operacion, clean
from services.legajo.domain.custodia import Motivo
from services.legajo.domain.secciones import APERTURA
from services.legajo.models import Borrador, Legajo, Servidor, Solicitud, db
from services.legajo.usecases.borradores import begin_borrador, find_borrador
from services.legajo.usecases.historia import Autor, note_legajo
from services.legajo.usecases.submitting import SENDING, expediente_of, register
from services.legajo.usecases.words import add_document, hand_over, remove_document

log = structlog.get_logger()


@db.transactional
def request_opening(principal: Principal, detalle: str, *, form_key: UUID) -> str:
    """Register that a servidor asks for a legajo; who has asked already is shown what they did."""
    servidor = _who_may_ask(principal)
    pedido = Pedido(seccion=APERTURA.numero, asunto=APERTURA.nombre, detalle=detalle)
    sending = pedido.sent_with(form_key)
    if asked := _in_course(servidor) or expediente_of(servidor.dni, sending):
        return asked
    expediente = register(servidor, pedido, sending)
    hand_over(find_borrador(principal, APERTURA.numero), expediente)
    return expediente


@db.transactional
def keep_opening(principal: Principal, detalle: str) -> None:
    """Keep what a servidor says while they ask for a legajo; nothing begins no draft."""
    said = clean(detalle)[:MAX_TEXT]
    if not said and find_borrador(principal, APERTURA.numero) is None:
        return
    draft = _draft_of(principal)
    draft.detalle = said
    draft.updated_at = datetime.now(UTC)


@db.transactional
def attach_to_opening(principal: Principal, stream: BinaryIO, nombre: str, *, max_mb: int) -> None:
    """Keep a document that goes with it."""
    add_document(_draft_of(principal), stream, nombre, max_mb=max_mb)


@db.transactional
def detach_from_opening(principal: Principal, adjunto_id: int) -> None:
    """Take a document out of it again."""
    remove_document(find_borrador(principal, APERTURA.numero), adjunto_id)


def _draft_of(principal: Principal) -> Borrador:
    """Return what is being prepared; begin it if there is nothing yet."""
    servidor = _who_may_ask(principal)
    if expediente := _in_course(servidor):
        raise Conflict(f"Usted ya pidió que se abra su legajo: su expediente es {expediente}.")
    return find_borrador(principal, APERTURA.numero) or begin_borrador(principal, APERTURA.numero)


def _who_may_ask(principal: Principal) -> Servidor:
    """Return who has no legajo that counts, locked."""
    servidor = db.session.get(Servidor, principal.dni, with_for_update=SENDING)
    if servidor is None:
        raise Conflict("Usted no figura en el registro de servidores: acuda a su DRE o UGEL.")
    if servidor.has_legajo_vigente:
        raise Conflict("Usted ya tiene legajo vigente.")
    return servidor


def _in_course(servidor: Servidor) -> str | None:
    """Return the expediente by which they ask for it already."""
    return db.session.scalar(
        select(Solicitud.expediente).where(
            Solicitud.dni == servidor.dni,
            Solicitud.seccion == APERTURA.numero,
            Solicitud.estado.in_(IN_COURSE),
        )
    )


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
