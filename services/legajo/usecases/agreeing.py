"""Weighs what a file says of sedes against transfers: a stale row undoes none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import ARRAY, String, any_, literal, or_, select, update

from services.legajo.domain import ServidorRecord
from services.legajo.domain.traslado import EstadoTraslado, Movido, believe
from services.legajo.models import Traslado, db

log = structlog.get_logger()


def hold_transfers(records: Sequence[ServidorRecord]) -> tuple[list[ServidorRecord], int]:
    """Return the records with the sede that is believed, and of how many that is another one."""
    movidos = _movidos([record.dni for record in records])
    believed, confirmed, held = [], [], 0
    for record in records:
        sede, is_confirmed = believe(record.sede, movidos.get(record.dni, ()))
        held += sede != record.sede
        if is_confirmed:
            confirmed.append(record.dni)
        believed.append(record if sede == record.sede else replace(record, sede=sede))
    if confirmed:
        _confirm(confirmed)
    if held:
        log.warning("register_is_behind_transfers", people=held)
    return believed, held


def _movidos(people: Sequence[str]) -> dict[str, list[Movido]]:
    """Return the transfers that the register does not know yet, oldest first: few, or none."""
    matters = or_(
        Traslado.estado == EstadoTraslado.ENVIADO,
        (Traslado.estado == EstadoTraslado.RECIBIDO) & Traslado.confirmed_at.is_(None),
    )
    found = db.session.execute(
        select(Traslado.dni, Traslado.origen, Traslado.destino, Traslado.estado)
        .where(Traslado.dni == any_(literal(people, ARRAY(String))), matters)
        .order_by(Traslado.id)
    )
    movidos: dict[str, list[Movido]] = defaultdict(list)
    for dni, origen, destino, estado in found:
        movidos[dni].append(Movido(origen, destino, estado is EstadoTraslado.ENVIADO))
    return movidos


def _confirm(people: Sequence[str]) -> None:
    """Note that the register has caught up, or moved on: from now on it is believed."""
    db.session.execute(
        update(Traslado)
        .where(
            Traslado.dni.in_(people),
            Traslado.estado == EstadoTraslado.RECIBIDO,
            Traslado.confirmed_at.is_(None),
        )
        .values(confirmed_at=datetime.now(UTC))
    )
