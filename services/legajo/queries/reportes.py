"""What happened to the solicitudes of some sedes in a period: always those of the Principal."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from contracts.access_token import Principal
from contracts.sedes import name_of
from services.legajo.domain import LIMA, POR_ATENDER, Estado
from services.legajo.domain.reporte import COUNTS, Detalle, Fila, Periodo, day_after
from services.legajo.models import Servidor, Solicitud, db
from services.legajo.queries.bandeja import sedes_of

MOST_ROWS = 20_000
"""How many solicitudes one workbook lists."""

RESERVADA = "Sección reservada"
"""What a workbook says, which anybody may be sent, of a section that few may see."""

ANSWERED = (Estado.ATENDIDA, Estado.ATENDIDA_PARCIALMENTE, Estado.RECHAZADA)
"""How a solicitud ends when somebody attended it."""


def count_by_sede(principal: Principal, sede: str, periodo: Periodo, today: date) -> list[Fila]:
    """Return what happened in each sede of who asks, or in one of them."""
    rows = db.session.execute(
        select(Servidor.sede, *_counts(periodo, today))
        .join(Servidor, Servidor.dni == Solicitud.dni)
        .where(*_within(principal, sede), _matters(periodo))
        .group_by(Servidor.sede)
    )
    filas = [
        Fila(sede=name_of(code), **dict(zip(COUNTS, map(int, counts), strict=True)))
        for code, *counts in rows
    ]
    return sorted(filas, key=lambda fila: fila.sede)


def list_of_periodo(principal: Principal, sede: str, periodo: Periodo) -> Sequence[Detalle]:
    """Return the solicitudes of the report, oldest first."""
    found = db.session.scalars(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(*_within(principal, sede), _matters(periodo))
        .order_by(Solicitud.id)
        .limit(MOST_ROWS)
    )
    return [
        Detalle(
            expediente=each.expediente,
            sede=each.servidor.nombre_sede,
            seccion=RESERVADA if each.about.es_reservada else each.about.titulo,
            estado=each.estado.label,
            submitted_at=each.submitted_at,
            finished_at=each.finished_at,
            vence_el=each.vence_el,
            dias_habiles=each.dias_habiles,
        )
        for each in found
    ]


def _counts(periodo: Periodo, today: date) -> list[ColumnElement[Any]]:
    """Return the columns of `COUNTS`, in their order."""
    finished = _in(Solicitud.finished_at, periodo)
    waiting = Solicitud.estado.in_(POR_ATENDER)
    answered = and_(finished, Solicitud.estado.in_(ANSWERED))
    conditions = (
        _in(Solicitud.submitted_at, periodo),
        and_(finished, Solicitud.estado == Estado.ATENDIDA),
        and_(finished, Solicitud.estado == Estado.ATENDIDA_PARCIALMENTE),
        and_(finished, Solicitud.estado == Estado.RECHAZADA),
        and_(finished, Solicitud.estado.in_((Estado.DESISTIDA, Estado.NO_PRESENTADA))),
        waiting,
        and_(waiting, Solicitud.vence_el < today),
    )
    days = func.coalesce(func.sum(Solicitud.dias_habiles).filter(answered), 0)
    return [*(func.count().filter(condition) for condition in conditions), days]


def _within(principal: Principal, sede: str) -> tuple[ColumnElement[bool], ...]:
    """Match the sedes of who asks; of one that is not theirs, nothing."""
    codes = [code for code, _ in sedes_of(principal)]
    return (Servidor.sede.in_([code for code in codes if sede in {"", code}]),)


def _matters(periodo: Periodo) -> ColumnElement[bool]:
    return or_(
        _in(Solicitud.submitted_at, periodo),
        _in(Solicitud.finished_at, periodo),
        Solicitud.estado.in_(POR_ATENDER),
    )


def _in(moment: ColumnElement[Any] | Any, periodo: Periodo) -> ColumnElement[bool]:
    first = datetime.combine(periodo.desde, time(), LIMA)
    return and_(moment >= first, moment < datetime.combine(day_after(periodo.hasta), time(), LIMA))
