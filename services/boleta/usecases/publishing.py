"""Publishes a planilla, so that its people see their boletas; or gives it up before.

A boleta is seen once its planilla is published: one row changes, and all of them are there. Who may
do it, and when, is not decided here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

import structlog
from sqlalchemy import delete, select

from chassis.errors import NotFound
from contracts.boleta import BoletasPublished
from contracts.events import BATCH_SIZE
from contracts.sedes import name_of
from services.boleta.domain import Estado
from services.boleta.domain.planilla import Accion, next_estado
from services.boleta.models import Boleta, Planilla, db

log = structlog.get_logger()


@db.transactional
def publish(planilla_id: int) -> Planilla:
    """Let everybody see their boleta, and announce it: some hundred people in each event."""
    planilla = hold_planilla(planilla_id)
    planilla.estado = next_estado(planilla.estado, Accion.PUBLICAR)
    planilla.published_at = datetime.now(UTC)
    if planilla.avisar:
        for sede, dnis in _people_of(planilla):
            db.publish(
                BoletasPublished(
                    planilla=planilla.id,
                    periodo=planilla.periodo,
                    entidad=name_of(sede),
                    dnis=tuple(dnis),
                )
            )
    log.info("planilla_published", planilla=planilla.id, boletas=planilla.boletas)
    return planilla


@db.transactional
def discard(planilla_id: int, motivo: str, discarded_by: str | None = None) -> Planilla:
    """Give up a planilla that was not published: nobody saw its boletas, and others may come."""
    planilla = hold_planilla(planilla_id)
    planilla.estado = next_estado(planilla.estado, Accion.DESCARTAR)
    planilla.discarded_at, planilla.discarded_by = datetime.now(UTC), discarded_by
    planilla.motivo = motivo
    db.session.execute(
        delete(Boleta).where(Boleta.periodo == planilla.periodo, Boleta.planilla_id == planilla.id),
        execution_options={"synchronize_session": False},
    )
    log.info("planilla_discarded", planilla=planilla.id)
    return planilla


def hold_planilla(planilla_id: int) -> Planilla:
    """Return a planilla for this transaction alone."""
    held = select(Planilla).where(Planilla.id == planilla_id).with_for_update()
    planilla = db.session.scalar(held.execution_options(populate_existing=True))
    if planilla is None:
        raise NotFound("Esa planilla no existe.")
    return planilla


def _people_of(planilla: Planilla) -> Iterator[tuple[str, list[str]]]:
    """Give the people of a planilla, at most BATCH_SIZE of one sede at a time."""
    wanted = (
        select(Boleta.sede, Boleta.dni)
        .where(
            Boleta.periodo == planilla.periodo,
            Boleta.planilla_id == planilla.id,
            Boleta.estado == Estado.VIGENTE,
        )
        .order_by(Boleta.sede, Boleta.id)
    )
    rows = db.session.execute(wanted, execution_options={"yield_per": 10 * BATCH_SIZE})
    for sede, people in groupby(rows, key=lambda row: row.sede):
        batch: list[str] = []
        for row in people:
            batch.append(row.dni)
            if len(batch) == BATCH_SIZE:
                yield sede, batch
                batch = []
        if batch:
            yield sede, batch
