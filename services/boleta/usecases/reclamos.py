"""What happens to a reclamo: its owner opens, answers or gives it up; others attend it."""

from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, NotFound
from contracts.access_token import Principal, Role
from contracts.boleta import ReclamoAnswered
from services.boleta.domain.reclamo import (
    DECISIONES,
    IN_COURSE,
    AccionReclamo,
    EstadoReclamo,
    NuevoReclamo,
    format_numero,
)
from services.boleta.models import (
    Boleta,
    Concepto,
    MovimientoReclamo,
    NumeracionReclamo,
    Planilla,
    Reclamo,
    db,
)
from services.boleta.models.boleta import is_boleta
from uikit.filters import LIMA

log = structlog.get_logger()


@db.transactional
def open_reclamo(principal: Principal, nuevo: NuevoReclamo, *, form_key: UUID) -> str:
    """Register what a servidor says is wrong; return its number. Sent twice, it is the same one."""
    # Whoever sends the same form at the same time waits here, and then finds the first one.
    lock = func.pg_advisory_xact_lock(func.hashtext(f"reclamos of {principal.dni}"))
    db.session.execute(select(lock))
    sending = nuevo.sent_with(form_key)
    if numero := _numero_of(Reclamo.dni == principal.dni, Reclamo.sending == sending):
        return numero
    _refuse_a_second(principal, nuevo)

    boleta = _claimed_boleta(principal, nuevo) if nuevo.boleta_id else None
    now = datetime.now(UTC)
    reclamo = Reclamo(
        numero=_next_numero(now.astimezone(LIMA).year),
        dni=principal.dni,
        nombre=principal.nombre_completo,
        sede=boleta.sede if boleta else nuevo.sede,
        periodo=boleta.periodo if boleta else nuevo.periodo,
        boleta_id=nuevo.boleta_id,
        linea=nuevo.linea,
        concepto=_concepto_of(boleta, nuevo.linea) if boleta and nuevo.linea else None,
        texto=nuevo.texto,
        monto_esperado=nuevo.monto_esperado,
        estado=EstadoReclamo.ABIERTO,
        opened_at=now,
        sending=sending,
        movimientos=[_opening(principal.dni, now)],
    )
    db.session.add(reclamo)
    log.info("reclamo_opened", reclamo=reclamo.numero)
    return reclamo.numero


@db.transactional
def attend_reclamo(
    principal: Principal, numero: str, accion: AccionReclamo, *, comentario: str
) -> None:
    """Take a reclamo, hand it back or answer it, as an administrador of its sede."""
    reclamo = lock_reclamo(numero, Reclamo.is_attended_by(principal))
    take(accion, reclamo, Role.ADMINISTRADOR_BOLETA, principal.dni, comentario)


@db.transactional
def amend_reclamo(principal: Principal, numero: str, *, comentario: str) -> None:
    """Answer what the administrador observed, so that the reclamo is under review again."""
    reclamo = lock_reclamo(numero, Reclamo.dni == principal.dni)
    take(AccionReclamo.SUBSANAR, reclamo, Role.SERVIDOR, principal.dni, comentario)


@db.transactional
def withdraw_reclamo(principal: Principal, numero: str) -> None:
    """Give up a reclamo of one's own."""
    reclamo = lock_reclamo(numero, Reclamo.dni == principal.dni)
    take(AccionReclamo.DESISTIR, reclamo, Role.SERVIDOR, principal.dni, comentario="")


def lock_reclamo(numero: str, is_theirs: ColumnElement[bool]) -> Reclamo:
    """Return a reclamo as it is now, which nobody else changes before the transaction ends."""
    reclamo = db.session.scalar(
        select(Reclamo)
        .where(Reclamo.numero == numero, is_theirs)
        .with_for_update(of=Reclamo)
        .execution_options(populate_existing=True)
    )
    if reclamo is None:
        raise NotFound("No encontramos ese reclamo: revise su número.")
    return reclamo


def take(accion: AccionReclamo, reclamo: Reclamo, role: Role, dni: str, comentario: str) -> None:
    """Move a locked reclamo, and announce it if it is an answer to its owner."""
    now = datetime.now(UTC)
    reclamo.take(accion, role=role, dni=dni, comentario=comentario, at=now)
    if accion in DECISIONES:
        db.publish(
            ReclamoAnswered(
                numero=reclamo.numero,
                dni=reclamo.dni,
                periodo=reclamo.periodo,
                entidad=reclamo.entidad,
                estado=reclamo.estado,
                respuesta=comentario,
                at=now,
            )
        )
    log.info("reclamo_moved", reclamo=reclamo.numero, estado=reclamo.estado)


def _opening(dni: str, at: datetime) -> MovimientoReclamo:
    return MovimientoReclamo(
        accion=AccionReclamo.ABRIR,
        estado=EstadoReclamo.ABIERTO,
        role=Role.SERVIDOR,
        dni=dni,
        comentario="",
        at=at,
    )


def _next_numero(year: int) -> str:
    """Take the next number of the year; its row is locked until the end, so none is skipped."""
    taken = db.session.scalars(
        insert(NumeracionReclamo)
        .values(anio=year, ultimo=1)
        .on_conflict_do_update(
            index_elements=["anio"], set_={"ultimo": NumeracionReclamo.ultimo + 1}
        )
        .returning(NumeracionReclamo.ultimo)
    )
    return format_numero(year, taken.one())


def _numero_of(*conditions: ColumnElement[bool]) -> str | None:
    return db.session.scalar(select(Reclamo.numero).where(*conditions).limit(1))


def _refuse_a_second(principal: Principal, nuevo: NuevoReclamo) -> None:
    """Refuse to open what is open already: two people would attend the same."""
    same: tuple[ColumnElement[bool], ...] = (
        Reclamo.boleta_id == nuevo.boleta_id,
        Reclamo.linea.is_not_distinct_from(nuevo.linea),
    )
    if nuevo.boleta_id is None:
        same = (
            Reclamo.boleta_id.is_(None),
            Reclamo.periodo == nuevo.periodo,
            Reclamo.sede == nuevo.sede,
        )
    mine = Reclamo.dni == principal.dni
    numero = _numero_of(mine, Reclamo.estado.in_(IN_COURSE), *same)
    if numero:
        raise Conflict(
            f"Usted ya tiene un reclamo en curso sobre esto, el {numero}:"
            " sígalo en Mis reclamos, o desista de él para presentar otro."
        )


def _claimed_boleta(principal: Principal, nuevo: NuevoReclamo) -> Boleta:
    """Return the boleta of who asks, which their planilla has made visible to them."""
    boleta = db.session.scalar(
        select(Boleta)
        .join(Planilla, Planilla.id == Boleta.planilla_id)
        .where(
            *is_boleta(nuevo.boleta_id or 0),
            Boleta.dni == principal.dni,
            Planilla.published_at.is_not(None),
        )
    )
    if boleta is None or (nuevo.linea or 0) > len(boleta.montos):
        raise NotFound("Esa boleta no existe o no es suya.")
    return boleta


def _concepto_of(boleta: Boleta, linea: int) -> str:
    concepto = db.session.get_one(Concepto, boleta.conceptos[linea - 1])
    return concepto.nombre
