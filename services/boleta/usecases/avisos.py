"""The review of a planilla that was read: its boletas one by one, against what else is known.

It takes part in the transaction of who calls it, and holds a few boletas at a time in memory.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, cast

from sqlalchemy import ColumnElement, func, select

from services.boleta.domain import Estado
from services.boleta.domain.avisos import ENOUGH, Aviso, Pago, about_concepto, avisos_of
from services.boleta.domain.conceptos import explain
from services.boleta.domain.diferencias import UMBRAL
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.models import Boleta, Concepto, Incidencia, Planilla, Servidor, db
from services.boleta.models.copying import as_line, pour
from services.boleta.models.diferencia import comparar

COLUMNS = ("planilla_id", "orden", "line", "is_rechazo", "motivo", "texto", "clase")
"""What is written of a warning."""

IN_MEMORY = 1024 * 1024
"""How much of the warnings stays in memory until all are known, in bytes."""

NAMESAKES_UP_TO = 20_000
"""Up to how many boletas it is odd that two people without date of birth have the same name."""


def look_over(planilla: Planilla) -> None:
    """Warn of what is odd in a planilla that was read, and set it beside the month before."""
    db.session.flush()
    write_avisos(planilla)
    planilla.comparacion = comparar(db.session, planilla, UMBRAL).to_json()


def write_avisos(planilla: Planilla) -> None:
    """Write down what somebody should look at, after what the reading itself warned of."""
    last = db.session.scalar(
        select(func.max(Incidencia.orden)).where(Incidencia.planilla_id == planilla.id)
    )
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as lines:
        for orden, (whose, aviso) in enumerate(_avisos(planilla), (last or 0) + 1):
            row = (planilla.id, orden, 0, False, aviso.motivo, whose, aviso.clase)
            lines.write(as_line(row).encode())
            planilla.advertencias += 1
        pour(db.session, "incidencia", COLUMNS, cast(BinaryIO, lines))


def _avisos(planilla: Planilla) -> Iterator[tuple[str, Aviso]]:
    """Give each warning with the person whose boleta it is about."""
    yield from _about_conceptos(planilla)
    middles = _middles(planilla)
    repeated = _repeated(planilla)
    # Where legajo knows hardly anybody, its replica is what lacks, not the people.
    knows = _share_known(planilla) > 0.5  # noqa: PLR2004  (more than not)
    is_pension = planilla.tipo is TipoPlanilla.PENSIONES
    for row in db.session.execute(_reviewed(planilla), execution_options={"yield_per": 1000}):
        pago = Pago(
            dni=row.dni,
            periodo=planilla.periodo,
            liquido=row.liquido,
            bruto=row.bruto,
            fecha_termino=None if is_pension else row.fecha_termino,
            fecha_nacimiento=row.fecha_nacimiento,
            namesakes=repeated.get((row.apellidos, row.nombres, row.fecha_nacimiento), 1),
            is_known=row.known is not None or not knows,
            tipo_servidor="" if is_pension else row.tipo_servidor or "",
            middle=middles.get(row.regimen, 0),
        )
        whose = f"{row.dni} {row.apellidos}, {row.nombres}"
        yield from ((whose, aviso) for aviso in avisos_of(pago))


def _repeated(planilla: Planilla) -> dict[tuple[str, str, date | None], int]:
    """Return who comes more than once, by name and date of birth, and how often."""
    same = (Boleta.apellidos, Boleta.nombres, Boleta.fecha_nacimiento)
    rows = select(*same, func.count()).where(*_is_of(planilla)).group_by(*same)
    if planilla.boletas > NAMESAKES_UP_TO:  # the same name alone is nothing odd there
        rows = rows.where(Boleta.fecha_nacimiento.is_not(None))
    found = db.session.execute(rows.having(func.count() > 1))
    return {(apellidos, nombres, born): count for apellidos, nombres, born, count in found}


def _is_of(planilla: Planilla) -> tuple[ColumnElement[bool], ...]:
    return (
        Boleta.periodo == planilla.periodo,
        Boleta.planilla_id == planilla.id,
        Boleta.estado == Estado.VIGENTE,
    )


def _reviewed(planilla: Planilla) -> Any:
    return (
        select(
            Boleta.dni,
            Boleta.apellidos,
            Boleta.nombres,
            Boleta.liquido,
            Boleta.bruto,
            Boleta.fecha_termino,
            Boleta.fecha_nacimiento,
            Boleta.regimen,
            Servidor.dni.label("known"),
            Servidor.tipo_servidor,
        )
        .join(Servidor, Servidor.dni == Boleta.dni, isouter=True)
        .where(*_is_of(planilla))
    )


def _about_conceptos(planilla: Planilla) -> Iterator[tuple[str, Aviso]]:
    """Warn once of each concept of which we have no name in plain Spanish."""
    used = (
        select(func.unnest(Boleta.conceptos).label("concepto_id"))
        .where(*_is_of(planilla))
        .subquery("usados")
    )
    unnamed = (
        select(Concepto.codigo, func.count())
        .join(used, used.c.concepto_id == Concepto.id)
        .where(Concepto.nombre == Concepto.codigo)
        .group_by(Concepto.codigo)
        .order_by(Concepto.codigo)
    )
    for codigo, count in db.session.execute(unnamed).all():
        if explain(codigo) is None:  # some are called as they are written: SUBCAFAE
            yield f"{count} boletas" if count > 1 else "1 boleta", about_concepto(codigo)


def _middles(planilla: Planilla) -> dict[str, int]:
    """Return the middle net amount of each regimen that has enough boletas to have one."""
    middle = func.percentile_disc(0.5).within_group(Boleta.liquido)
    rows = select(Boleta.regimen, middle).where(*_is_of(planilla)).group_by(Boleta.regimen)
    enough = db.session.execute(rows.having(func.count() >= ENOUGH))
    return dict(enough.all())


def _share_known(planilla: Planilla) -> float:
    """Return which part of the people of a planilla legajo knows."""
    known = func.count(Servidor.dni)
    counted = select(known, func.count()).select_from(Boleta)
    counted = counted.join(Servidor, Servidor.dni == Boleta.dni, isouter=True)
    found, total = db.session.execute(counted.where(*_is_of(planilla))).one()
    return found / total if total else 0.0
