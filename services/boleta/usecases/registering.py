"""Registers a historical month: whose boletas a payroll file has, and where, without reading them.

It costs a fraction of an import. Each boleta is read when its owner asks for it (`loading`).
"""

import tempfile
from datetime import UTC, datetime
from functools import cache
from typing import Any, BinaryIO, cast

import structlog
from sqlalchemy import text

from chassis.filestore import current_files
from services.boleta.domain.planilla import Accion, TipoPlanilla, next_estado
from services.boleta.formats import BadRecord, scan_planilla
from services.boleta.models import Planilla, db, given
from services.boleta.models.copying import as_line, pour, pouring
from services.boleta.usecases.importing import open_anio, receive
from services.boleta.usecases.payers import Payers

COLUMNS = ("dni", "periodo", "planilla_id", "posicion", "longitud", "sede", "regimen")
"""What is written of a boleta that is registered."""

log = structlog.get_logger()


@db.transactional
def register_planilla(
    stream: BinaryIO, *, archivo: str, sede: str, tipo: TipoPlanilla = TipoPlanilla.HABERES
) -> Planilla:
    """Keep the payroll file of a historical month, and know who is in it; nobody is told.

    Raises Conflict when the file came before, Invalid when nothing in it can be used.
    """
    with db.session.begin_nested():
        planilla = receive(stream, archivo=archivo, sede=sede, tipo=tipo, avisar=False)
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
        open_anio(planilla.periodo)
        given.prepare(db.session)
        with (
            current_files().open(planilla.clave or "") as kept,
            cast(Any, tempfile.SpooledTemporaryFile(max_size=1024 * 1024)) as said,
        ):
            planilla.registros = _write(planilla, kept, said)
            pour(db.session, "said", given.OF_SAID, said)
        planilla.rechazos, _ = given.tell(db.session, planilla.id)
        planilla.estado = next_estado(planilla.estado, Accion.REGISTRAR)
        planilla.validated_at = planilla.published_at = datetime.now(UTC)
    log.info("planilla_registered", planilla=planilla.id, registros=planilla.registros)
    return planilla


def _write(planilla: Planilla, stream: BinaryIO, said: BinaryIO) -> int:
    sede_of = cache(Payers(planilla.sede).sede_of)
    registros = 0
    with pouring(db.session, "registro", COLUMNS) as registro:
        for found in scan_planilla(stream, planilla.periodo):
            if isinstance(found, BadRecord):
                said.write(as_line((found.line, True, found.reason, found.text, None)).encode())
                continue
            sede, reason = sede_of(found.sede)
            if reason:
                said.write(as_line((found.line, True, reason, found.dni, None)).encode())
                continue
            place = (planilla.id, found.offset, found.length)
            row = (found.dni, found.periodo, *place, sede, found.regimen)
            registro.write(as_line(row))
            registros += 1
    return registros
