"""Sends a legajo to another sede, which receives or returns it; until then nothing moves."""

from dataclasses import asdict, fields
from datetime import UTC, datetime

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, Invalid, NotAllowed, NotFound
from contracts.access_token import Principal, Role
from contracts.legajo import LegajoTransferred, ServidoresUpdated, ServidorFile
from services.legajo.domain import IN_COURSE, Accion
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.traslado import Envio, EstadoTraslado, Paso, check_folios
from services.legajo.models import Legajo, Servidor, Solicitud, Traslado, db
from services.legajo.usecases.custody import Archivo, check_seen, lock_kept, support
from services.legajo.usecases.historia import de_oficio, note_legajo

log = structlog.get_logger()


@db.transactional
def send_legajo(
    principal: Principal,
    dni: str,
    envio: Envio,
    archivo: Archivo | None = None,
    *,
    seen: int | None = None,
) -> int:
    """Send a legajo that the specialist keeps; return the id. Sent twice, it is one transfer."""
    legajo = lock_kept(principal, dni)
    servidor = db.session.get_one(Servidor, dni, populate_existing=True)
    traslado = _in_course(dni)
    if traslado:
        if _is_same(traslado, principal, envio):
            return traslado.id
        raise Conflict(f"Este legajo ya fue enviado a {traslado.nombre_destino}.")
    if envio.destino == servidor.sede:
        raise Invalid(errors={"destino": "Elija otra sede: en esa ya está."})
    check_seen(legajo, seen)
    traslado = _sent(principal, servidor, envio)
    despues = {
        "destino": envio.destino,
        "causa": envio.causa,
        **envio.sustento.hechos,
        "total_folios": envio.folios,
    }
    autor = de_oficio(principal, envio.detalle)
    support(note_legajo(Operacion.ENVIAR, dni, autor, despues=despues), archivo)
    legajo.touch()
    db.session.flush()
    log.info("legajo_sent", traslado=traslado.id, destino=envio.destino)
    return traslado.id


@db.transactional
def receive_legajo(
    principal: Principal, traslado_id: int, *, folios: int, comentario: str = ""
) -> None:
    """Keep a legajo that was sent: from now on its sede, and its solicitudes, are the new ones."""
    traslado = _locked(principal, traslado_id, Paso.RECIBIR)
    if _is_done(traslado, principal, EstadoTraslado.RECIBIDO):
        return
    now = datetime.now(UTC)
    if traslado.is_in_course:
        check_folios(traslado.folios, folios, comentario)
    traslado.finish(Paso.RECIBIR, por=principal.dni, comentario=comentario, at=now)
    traslado.folios_recibidos = folios
    # Solicitudes first, as whoever attends one does: so that nobody waits in a ring.
    _hand_over_solicitudes(principal, traslado, now)
    servidor = db.session.get_one(
        Servidor,
        traslado.dni,
        with_for_update={"of": Servidor, "key_share": True},
        populate_existing=True,
    )
    legajo = db.session.get_one(Legajo, traslado.dni, with_for_update=True, populate_existing=True)
    place = {name: where for name, where in legajo.ubicacion.items() if name != "folios"}
    antes = {"sede": servidor.sede, "total_folios": traslado.folios, **place}
    servidor.sede, servidor.updated_at = traslado.destino, now
    legajo.leave_its_place()
    despues = {"sede": traslado.destino, "total_folios": folios}
    autor = de_oficio(principal, comentario)
    note_legajo(Operacion.RECIBIR, traslado.dni, autor, antes=antes, despues=despues)
    _announce(traslado, servidor, now)
    log.info("legajo_received", traslado=traslado.id, destino=traslado.destino)


@db.transactional
def return_legajo(principal: Principal, traslado_id: int, *, comentario: str) -> None:
    """Send a legajo back without having kept it, and say why."""
    _end(principal, traslado_id, Paso.DEVOLVER, Operacion.DEVOLVER, comentario)


@db.transactional
def cancel_transfer(principal: Principal, traslado_id: int, *, comentario: str) -> None:
    """Keep a legajo that was sent and not received yet, and say why."""
    _end(principal, traslado_id, Paso.CANCELAR, Operacion.CANCELAR, comentario)


def _end(
    principal: Principal, traslado_id: int, paso: Paso, operacion: Operacion, comentario: str
) -> None:
    traslado = _locked(principal, traslado_id, paso)
    ended = EstadoTraslado.DEVUELTO if paso is Paso.DEVOLVER else EstadoTraslado.CANCELADO
    if _is_done(traslado, principal, ended):
        return
    traslado.finish(paso, por=principal.dni, comentario=comentario, at=datetime.now(UTC))
    legajo = db.session.get_one(Legajo, traslado.dni, with_for_update=True, populate_existing=True)
    legajo.touch()
    despues = {"destino": traslado.destino}
    note_legajo(operacion, traslado.dni, de_oficio(principal, comentario), despues=despues)
    log.info("legajo_transfer_ended", traslado=traslado.id, estado=traslado.estado)


def _locked(principal: Principal, traslado_id: int, paso: Paso) -> Traslado:
    """Return a transfer that nobody else ends meanwhile, if the step is of one's own side."""
    traslado = db.session.scalar(
        select(Traslado)
        .where(Traslado.id == traslado_id, Traslado.is_seen_by(principal))
        .with_for_update(of=Traslado)
        .execution_options(populate_existing=True)
    )
    if traslado is None:
        raise NotFound("No encontramos ese traslado entre los de su ámbito.")
    side = traslado.origen if paso is Paso.CANCELAR else traslado.destino
    if not principal.may(Role.ESCALAFON, side):
        raise NotAllowed("Ese paso le toca a la otra sede.")
    return traslado


def _is_done(traslado: Traslado, principal: Principal, estado: EstadoTraslado) -> bool:
    """Tell whether who asks has done just that already: the form was sent twice."""
    return traslado.estado is estado and traslado.finished_by == principal.dni


def _in_course(dni: str) -> Traslado | None:
    return db.session.scalar(
        select(Traslado).where(Traslado.dni == dni, Traslado.estado == EstadoTraslado.ENVIADO)
    )


def _is_same(traslado: Traslado, principal: Principal, envio: Envio) -> bool:
    return (
        traslado.sent_by == principal.dni
        and traslado.destino == envio.destino
        and traslado.numero_documento == envio.sustento.numero_documento
    )


def _sent(principal: Principal, servidor: Servidor, envio: Envio) -> Traslado:
    traslado = Traslado(
        dni=servidor.dni,
        origen=servidor.sede,
        destino=envio.destino,
        estado=EstadoTraslado.ENVIADO,
        causa=envio.causa,
        detalle=envio.detalle,
        folios=envio.folios,
        sent_at=datetime.now(UTC),
        sent_by=principal.dni,
        comentario="",
        **asdict(envio.sustento),
    )
    db.session.add(traslado)
    return traslado


def _hand_over_solicitudes(principal: Principal, traslado: Traslado, at: datetime) -> None:
    """Let what waits be attended by anybody of the new sede; its deadlines stay."""
    solicitudes = db.session.scalars(
        select(Solicitud)
        .where(Solicitud.dni == traslado.dni, Solicitud.estado.in_(IN_COURSE))
        .order_by(Solicitud.id)
        .with_for_update(of=Solicitud)
        .execution_options(populate_existing=True)
    ).all()
    moved = f"El legajo pasó de {traslado.nombre_origen} a {traslado.nombre_destino}."
    for solicitud in solicitudes:
        solicitud.take(
            Accion.TRASLADAR, role=Role.ESCALAFON, dni=principal.dni, comentario=moved, at=at
        )


def _announce(traslado: Traslado, servidor: Servidor, at: datetime) -> None:
    file = ServidorFile(
        **{each.name: getattr(servidor, each.name) for each in fields(ServidorFile)}
    )
    db.publish(ServidoresUpdated(servidores=(file,)))
    db.publish(
        LegajoTransferred(dni=traslado.dni, origen=traslado.origen, destino=traslado.destino, at=at)
    )
