"""The statement that sets the month of a planilla beside the one before it, person by person.

The month as it will be once the planilla is published: what it brings, and what was published of
the same sede and tipo already. So a file that only adds who was missing is not compared alone.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Subquery,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from contracts.sedes import NATIONAL, all_sedes
from services.boleta.domain import Estado
from services.boleta.domain.diferencias import Cambio, Comparacion, Grupo, previous_month
from services.boleta.models.boleta import Boleta
from services.boleta.models.planilla import Planilla


def diferencias(planilla: Planilla, umbral: int) -> Subquery:
    """Return who is paid in either month: `antes`, `ahora`, and the `cambio` if it is one."""
    before = _month(planilla, previous_month(planilla.periodo), "antes")
    now = _month(planilla, planilla.periodo, "ahora", planilla.id)
    # FULL OUTER JOIN keeps who is in one of them only.
    both = before.join(now, before.c.dni == now.c.dni, full=True)
    return (
        select(
            func.coalesce(now.c.dni, before.c.dni).label("dni"),
            before.c.liquido.label("antes"),
            now.c.liquido.label("ahora"),
            cambio_sql(before.c.liquido, now.c.liquido, umbral).label("cambio"),
        )
        .select_from(both)
        .subquery("diferencias")
    )


def comparar(session: Session, planilla: Planilla, umbral: int) -> Comparacion:
    """Add up how a planilla stands to the month before it."""
    found = diferencias(planilla, umbral).c
    antes, ahora = (func.coalesce(func.sum(column), 0) for column in (found.antes, found.ahora))
    had = func.count(found.antes)
    sums = select(found.cambio, func.count(), antes, ahora, had).group_by(found.cambio)
    rows = session.execute(sums).all()
    return Comparacion(
        anterior=previous_month(planilla.periodo),
        boletas=sum(had for *_, had in rows),
        total=sum(int(antes) for _, _, antes, _, _ in rows),
        grupos={
            Cambio(cambio): Grupo(boletas, int(antes), int(ahora))
            for cambio, boletas, antes, ahora, _ in rows
            if cambio  # the others are as they were
        },
    )


def _month(planilla: Planilla, periodo: int, name: str, *unpublished: int) -> Subquery:
    """Return what each person of the sede is paid in a month, by planillas of the same tipo."""
    counted = select(Planilla.id).where(
        Planilla.periodo == periodo,
        Planilla.tipo == planilla.tipo,
        or_(Planilla.published_at.is_not(None), Planilla.id.in_(unpublished)),
    )
    return (
        select(Boleta.dni, cast(func.sum(Boleta.liquido), BigInteger).label("liquido"))
        .where(
            Boleta.periodo == periodo,
            Boleta.planilla_id.in_(counted),
            Boleta.estado == Estado.VIGENTE,
            *_of_sede(planilla.sede),
        )
        .group_by(Boleta.dni)
        .subquery(name)
    )


def _of_sede(code: str) -> list[ColumnElement[bool]]:
    if code == NATIONAL:
        return []
    within = [sede.code for sede in all_sedes().values() if code in {sede.code, sede.dre}]
    return [Boleta.sede.in_(within)]


def cambio_sql(before: Any, now: Any, umbral: int) -> ColumnElement[str]:
    """Say in SQL what `domain.diferencias.cambio_of` says; a test holds them together."""
    too_little = func.abs(now - before) * 100 < umbral * before
    return case(
        (before.is_(None), Cambio.NUEVA),
        (now.is_(None), Cambio.FALTA),
        (or_(now == before, too_little), literal_column("NULL")),
        (now > before, Cambio.SUBE),
        else_=Cambio.BAJA,
    )
