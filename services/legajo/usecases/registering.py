"""Puts many entries into legajos at once, as files say: a batch is a handful of statements."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy import select, text

from contracts.access_token import Role
from services.legajo.domain.anotacion import (
    EstadoAnotacion,
    Operacion,
    Origen,
    day_of,
)
from services.legajo.domain.importacion import Alcance, Entrada
from services.legajo.domain.secciones import TipoAnotacion
from services.legajo.models import Legajo, Servidor, db
from services.legajo.usecases.servidores import Registered

ADD = """
WITH how AS (
    SELECT CAST(:seccion AS text) AS seccion, CAST(:tipo AS text) AS tipo,
        CAST(:vigente AS text) AS vigente, CAST(:agregar AS text) AS agregar,
        CAST(:origen AS text) AS origen, CAST(:por AS text) AS por, CAST(:role AS text) AS role,
        CAST(:motivo AS text) AS motivo, CAST(:at AS timestamptz) AS at
), said AS (
    SELECT min(place) AS place, dni, valores::jsonb AS valores,
        min(desde::date) AS desde, min(hasta::date) AS hasta
    FROM unnest(
        CAST(:dnis AS text[]), CAST(:valores AS text[]),
        CAST(:desde AS text[]), CAST(:hasta AS text[])
    ) WITH ORDINALITY AS given (dni, valores, desde, hasta, place)
    GROUP BY dni, valores::jsonb
), added AS (
    INSERT INTO anotacion (
        dni, seccion, tipo, valores, desde, hasta, estado, origen, created_at, updated_at
    )
    SELECT dni, seccion, tipo, valores, desde, hasta, vigente, origen, at, at FROM said, how
    WHERE NOT EXISTS (
        SELECT FROM anotacion AS known
        WHERE known.dni = said.dni AND known.tipo = how.tipo AND known.estado = how.vigente
            AND known.valores = said.valores
    )
    ORDER BY place
    RETURNING id, dni, valores
)
INSERT INTO historia (dni, anotacion_id, at, operacion, origen, por, role, motivo, despues)
SELECT dni, id, at, agregar, origen, por, role, motivo, valores FROM added, how ORDER BY id
"""
"""Adds what no entry of the legajo says yet, with its history, and each of them once."""

log = structlog.get_logger()


@db.transactional
def register_anotaciones(
    tipo: TipoAnotacion, entradas: Sequence[Entrada], *, alcance: Alcance, motivo: str
) -> Registered:
    """Add entries of a kind; one that says exactly what one of that legajo says changes nothing."""
    if not entradas:
        return Registered(0, 0)
    read, entradas = len(entradas), _locked(entradas, alcance)
    added: int = db.session.execute(  # type: ignore[attr-defined]
        text(ADD),
        {
            "dnis": [entrada.dni for entrada in entradas],
            "valores": [json.dumps(entrada.valores) for entrada in entradas],
            "desde": [_day(entrada, tipo.desde) for entrada in entradas],
            "hasta": [_day(entrada, tipo.hasta) for entrada in entradas],
            "seccion": tipo.seccion,
            "tipo": tipo.clave,
            "vigente": EstadoAnotacion.VIGENTE,
            "agregar": Operacion.AGREGAR,
            "origen": Origen.IMPORTACION,
            "por": alcance.por,
            "role": Role.ESCALAFON if alcance.por else None,
            "motivo": motivo,
            "at": datetime.now(UTC),
        },
    ).rowcount
    log.info("anotaciones_registered", tipo=tipo.clave, rows=read, added=added)
    return Registered(added, read - added)


def _locked(entradas: Sequence[Entrada], alcance: Alcance) -> list[Entrada]:
    """Let nobody else change these legajos; leave out one that went to another sede meanwhile.

    In one order always: so that two imports wait for each other, and never in a ring.
    """
    theirs = select(Legajo.dni).where(Legajo.dni.in_({entrada.dni for entrada in entradas}))
    dnis = db.session.scalars(theirs.order_by(Legajo.dni).with_for_update()).all()
    sedes = select(Servidor.dni, Servidor.sede).where(Servidor.dni.in_(dnis))
    covered = {dni for dni, sede in db.session.execute(sedes) if alcance.covers(dni, sede)}
    return [entrada for entrada in entradas if entrada.dni in covered]


def _day(entrada: Entrada, clave: str) -> str | None:
    day = day_of(entrada.valores, clave)
    return day.isoformat() if day else None
