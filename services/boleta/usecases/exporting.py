"""Exports a whole month as Excel in the background: asked for on a page, made by a worker.

A worker holds an export by a lease, which it renews with each part that it has written. Who is
killed renews nothing: another begins the file anew.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, exists, func, or_, select, update

from chassis.errors import Conflict, NotAllowed
from chassis.filestore import current_files
from contracts.access_token import Grant, Principal, Role
from contracts.sedes import NATIONAL, all_sedes, name_of
from services.boleta.documents.month import Fila, Month
from services.boleta.domain.exportacion import (
    KEPT_DAYS,
    LEASE_SECONDS,
    MAX_TRIES,
    EstadoExportacion,
)
from services.boleta.models import Boleta, Emision, Exportacion, Planilla, db
from uikit.filters import fecha_hora
from uikit.filters import periodo as month_name

AT_A_TIME = 1000
"""How many boletas are read and written at a time: so many are in memory."""

BOLETA, PLANILLA = Boleta.__table__.c, Planilla.__table__.c

COLUMNS = (
    *("id", "dni", "apellidos", "nombres", "sede", "regimen", "tipo_servidor", "cargo", "tipo"),
    *("estado", "bruto", "descuentos", "liquido"),
)

log = structlog.get_logger()


@db.transactional
def request_export(principal: Principal, sede: str, periodo: int) -> int:
    """Ask for a month of a sede; who asked for it already, and waits, asks once."""
    if not principal.may(Role.ADMINISTRADOR_BOLETA, sede):
        raise NotAllowed("Esa sede no es de su ámbito.")
    total = _count(sede, periodo)
    if not total:
        raise Conflict(f"No hay boletas publicadas de {month_name(periodo)} en esa sede.")
    same = (
        Exportacion.dni == principal.dni,
        Exportacion.sede == sede,
        Exportacion.periodo == periodo,
        Exportacion.estado.in_([EstadoExportacion.PENDIENTE, EstadoExportacion.EN_CURSO]),
    )
    waiting = db.session.scalar(select(Exportacion.id).where(*same))
    if waiting:
        return waiting
    exportacion = Exportacion(
        dni=principal.dni,
        nombre=principal.nombre_completo,
        sede=sede,
        periodo=periodo,
        estado=EstadoExportacion.PENDIENTE,
        total=total,
    )
    db.session.add(exportacion)
    db.session.flush()
    log.info("export_requested", exportacion=exportacion.id, boletas=total)
    return exportacion.id


@db.transactional
def take_exports() -> list[tuple[int, UUID]]:
    """Take what waits, or what a killed worker held; what was tried too often is given up."""
    now = datetime.now(UTC)
    waiting = db.session.scalars(
        select(Exportacion)
        .where(
            Exportacion.estado.in_([EstadoExportacion.PENDIENTE, EstadoExportacion.EN_CURSO]),
            or_(Exportacion.lease_until.is_(None), Exportacion.lease_until < now),
        )
        .order_by(Exportacion.id)
        .with_for_update(skip_locked=True)
    )
    taken = []
    for exportacion in waiting:
        if exportacion.tries >= MAX_TRIES:
            exportacion.estado = EstadoExportacion.FALLIDA
            exportacion.finished_at = now
            log.error("export_given_up", exportacion=exportacion.id)
            continue
        exportacion.estado = EstadoExportacion.EN_CURSO
        exportacion.tries += 1
        exportacion.lease = uuid4()
        exportacion.lease_until = now + timedelta(seconds=LEASE_SECONDS)
        exportacion.done = 0
        taken.append((exportacion.id, exportacion.lease))
    return taken


def make_export(export_id: int, lease: UUID) -> None:
    """Write the file of an export, if it is ours; a message that comes twice does nothing."""
    own = uuid4()
    exportacion = _go_on(export_id, lease, 0, renewed=own)
    if exportacion is None:
        return
    (sede, periodo), lease = exportacion, own
    with TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "month.xlsx"
        done = _write(path, export_id, lease, sede=sede, periodo=periodo)
        if done is None:
            log.warning("export_lost", exportacion=export_id)
            return
        with path.open("rb") as file:
            kept = current_files().keep(file)
    _finish(export_id, lease, kept.key, kept.size, done)


@db.transactional
def forget_exports() -> None:
    """Remove the files that can no longer be taken, unless something else is kept by that key."""
    since = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    expired = select(Exportacion).where(
        Exportacion.requested_at < since, Exportacion.clave.is_not(None)
    )
    for exportacion in db.session.scalars(expired.with_for_update(skip_locked=True)):
        clave, exportacion.clave = exportacion.clave or "", None
        db.session.flush()
        if not _is_kept(clave):
            current_files().forget(clave)
            log.info("export_forgotten", exportacion=exportacion.id)


def _is_kept(clave: str) -> bool:
    digest = bytes.fromhex(clave)
    users = (Exportacion.clave == clave, Planilla.sha256 == digest, Emision.sha256 == digest)
    return any(db.session.scalar(select(exists().where(used))) for used in users)


def _write(path: Path, export_id: int, lease: UUID, *, sede: str, periodo: int) -> int | None:
    """Write the workbook; return how many boletas are in it, or None when the lease was lost."""
    now = datetime.now(UTC)
    title = f"Boletas de {month_name(periodo)}"
    month = Month(path, title=title, created_at=now.replace(microsecond=0))
    done = 0
    for filas in _in_parts(sede, periodo):
        month.add(filas)
        done += len(filas)
        if done % (10 * AT_A_TIME) == 0 and _go_on(export_id, lease, done) is None:
            return None
    month.close(
        [
            ("Boletas de", month_name(periodo)),
            ("Sede", "Todo el país" if sede == NATIONAL else name_of(sede)),
            ("Filas", f"{done:,}"),
            ("Generado el", fecha_hora(now)),
            ("Contiene datos personales", "Úselo solo para su trabajo (Ley 29733)."),
        ]
    )
    return done


@db.transactional
def _go_on(
    export_id: int, lease: UUID, done: int, *, renewed: UUID | None = None
) -> tuple[str, int] | None:
    """Tell how far an export has come and hold it longer; None when it is no longer ours."""
    until = datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS)
    held = (
        update(Exportacion)
        .where(Exportacion.id == export_id, Exportacion.lease == lease)
        .where(Exportacion.estado == EstadoExportacion.EN_CURSO)
        .values(done=done, lease_until=until, lease=renewed or lease)
        .returning(Exportacion.sede, Exportacion.periodo)
    )
    row = db.session.execute(held).one_or_none()
    return (row.sede, row.periodo) if row else None


@db.transactional
def _finish(export_id: int, lease: UUID, clave: str, size: int, done: int) -> None:
    if _go_on(export_id, lease, done) is None:
        return
    db.session.execute(
        update(Exportacion)
        .where(Exportacion.id == export_id)
        .values(
            estado=EstadoExportacion.LISTA,
            clave=clave,
            bytes=size,
            total=done,
            finished_at=datetime.now(UTC),
            lease_until=None,
        )
    )
    log.info("export_ready", exportacion=export_id, boletas=done, bytes=size)


def _in_parts(sede: str, periodo: int) -> Iterator[list[Fila]]:
    """Give the boletas of a month, in the order in which they were written, part by part."""
    last = 0
    wanted = select(*(BOLETA[name] for name in COLUMNS)).order_by(BOLETA.id).limit(AT_A_TIME)
    conditions = _wanted(sede, periodo)
    while True:
        with db.reading() as connection:
            rows = connection.execute(wanted.where(*conditions, BOLETA.id > last)).all()
        if not rows:
            return
        last = rows[-1].id
        yield [_fila(row) for row in rows]


def _count(sede: str, periodo: int) -> int:
    counted = select(func.count()).select_from(Boleta).where(*_wanted(sede, periodo))
    return db.session.scalar(counted) or 0


def _wanted(sede: str, periodo: int) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of what has been published for a month of a sede."""
    published = select(PLANILLA.id).where(
        PLANILLA.periodo == periodo, PLANILLA.published_at.is_not(None)
    )
    conditions = [BOLETA.periodo == periodo, BOLETA.planilla_id.in_(published)]
    if sede != NATIONAL:
        grant = Grant(Role.ADMINISTRADOR_BOLETA, sede)
        conditions.append(BOLETA.sede.in_([code for code in all_sedes() if grant.reaches(code)]))
    return conditions


def _fila(row: Any) -> Fila:
    return Fila(
        row.dni,
        row.apellidos,
        row.nombres,
        name_of(row.sede),
        row.regimen,
        row.tipo_servidor,
        row.cargo,
        row.tipo.label,
        row.estado.label,
        row.bruto,
        row.descuentos,
        row.liquido,
    )
