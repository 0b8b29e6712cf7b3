"""What anybody may learn of a document by its code: that it is ours, and as little as will do."""

from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import func, select

from chassis.errors import Conflict, NotFound
from chassis.issuing.codigo import initials, masked_dni, read_codigo
from chassis.issuing.press import has_codigo
from chassis.service import current_valkey
from services.boleta.domain import Estado
from services.boleta.domain.emision import Verificacion
from services.boleta.models import Boleta, Correccion, Emision, db
from services.boleta.usecases.evidence import note_verified

TRIES = 5
"""How many amounts may be compared with a document in an hour: nobody finds it by trying."""

TRIES_SECONDS = 3600

log = structlog.get_logger()


class Standing(NamedTuple):
    """Whether a boleta counts still, and what came of it if not."""

    estado: Estado = Estado.VIGENTE
    reemplazada_por: int | None = None
    anulada_at: datetime | None = None


@db.transactional
def verify(text: str) -> Verificacion:
    """Return what is told of the document with that code, and remember that somebody asked."""
    codigo = read_codigo(text)
    emision = _find(codigo)
    note_verified(emision.dni, emision.boleta_id or 0, emision.tipo.label)
    log.info("document_verified", tipo=emision.tipo)
    boleta = _boleta_of(emision)
    standing = _standing(boleta)
    return Verificacion(
        codigo=codigo,
        tipo=emision.tipo,
        estado=standing.estado,
        iniciales=initials(emision.nombre),
        dni=masked_dni(emision.dni),
        entidad=emision.entidad,
        desde=emision.desde,
        hasta=emision.hasta,
        version=emision.version,
        issued_at=emision.issued_at,
        sha256=emision.sha256.hex(),
        reemplazada_por=standing.reemplazada_por,
        anulada_at=standing.anulada_at,
        corregidas=0 if boleta else _corrected_since(emision),
    )


def compare_liquido(text: str, centimos: int) -> bool:
    """Tell whether a document says that amount; refuse who tries many."""
    emision = _find(read_codigo(text))
    valkey, key = current_valkey(), f"boleta:comparaciones:{emision.id}"
    tries = valkey.incr(key)
    if tries == 1:
        valkey.expire(key, TRIES_SECONDS)
    if int(tries) > TRIES:
        raise Conflict(
            f"Ya se compararon {TRIES} montos con este documento."
            " Espere una hora y vuelva a intentar."
        )
    return emision.liquido == centimos


def _find(codigo: str) -> Emision:
    emision = db.session.scalar(select(Emision).where(has_codigo(Emision, codigo)))
    if emision is None:
        raise NotFound("Ningún documento emitido por esta plataforma tiene ese código.")
    return emision


def _boleta_of(emision: Emision) -> Boleta | None:
    return db.session.scalar(
        select(Boleta).where(Boleta.periodo == emision.desde, Boleta.id == emision.boleta_id)
    )


def _standing(boleta: Boleta | None) -> Standing:
    """Tell what became of a boleta; one that replaced it may itself have been annulled."""
    if boleta is None or boleta.estado is Estado.VIGENTE:
        return Standing()
    versions = (
        select(Boleta.version, Boleta.estado, Correccion.corrected_at)
        .outerjoin(Correccion, Correccion.boleta_id == Boleta.id)
        .where(
            Boleta.periodo == boleta.periodo,
            Boleta.dni == boleta.dni,
            Boleta.sede == boleta.sede,
            Boleta.tipo == boleta.tipo,
            Boleta.version >= boleta.version,
        )
        .order_by(Boleta.version)
    )
    its_own, *later = db.session.execute(versions).all()
    last = later[-1] if later and boleta.estado is Estado.REEMPLAZADA else its_own
    if last.estado is Estado.ANULADA:
        return Standing(Estado.ANULADA, anulada_at=last.corrected_at)
    return Standing(Estado.REEMPLAZADA, reemplazada_por=last.version)


def _corrected_since(emision: Emision) -> int:
    """Return how many boletas that a constancia counted no longer count."""
    counted = (
        select(func.count())
        .select_from(Correccion)
        .join(Boleta, Boleta.id == Correccion.boleta_id)
        .where(
            Boleta.periodo.between(emision.desde, emision.hasta),
            Boleta.dni == emision.dni,
            Correccion.corrected_at > emision.issued_at,
        )
    )
    return db.session.scalar(counted) or 0
