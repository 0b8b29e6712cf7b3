"""Writes the boletas of a planilla into the database, while its file is read.

They go by one COPY that stays open, so that PostgreSQL works while we read; those that may be there
already are put aside, and are merged after it. Memory holds neither these nor what there is to say
of records: both go to temporary files.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from contracts.sedes import name_of
from services.boleta.domain import SERIALS_IN_A_PERIODO, Estado
from services.boleta.domain.avisos import clase_of
from services.boleta.formats import BadRecord, Record
from services.boleta.models import Planilla, db, given
from services.boleta.models.copying import NULL, Pouring, as_line, escaped, pour, pouring
from uikit import filters

SEEN_BITS = 1 << 25
"""How many bits tell who was seen in the file: 4 MB, which hardly ever take one for another."""

IN_MEMORY = 1024 * 1024
"""How much of what is put aside stays in memory, in bytes."""


@dataclass
class Written:
    """What became of the records of a planilla."""

    boletas: int = 0
    total_bruto: int = 0
    total_liquido: int = 0
    rechazos: int = 0
    advertencias: int = 0


class Writer:
    """A planilla while its records are written."""

    def __init__(self, planilla: Planilla, beside: Any, *, may_be_there: bool) -> None:
        self.written = Written()
        self._planilla = planilla
        self._may_be_there = may_be_there
        self._seen = bytearray(SEEN_BITS // 8)
        self._ids = given.ConceptoIds(beside)
        self._serials = given.serials(beside)
        self._first_id = planilla.periodo * SERIALS_IN_A_PERIODO
        kind = (planilla.id, planilla.periodo, planilla.tipo, Estado.VIGENTE)
        self._kind = "\t".join(map(str, kind))

    def add(self, record: Record, sede: str) -> None:
        """Write the boleta that the sede pays."""
        written = self.written
        written.boletas += 1
        written.total_bruto += record.bruto
        written.total_liquido += record.liquido
        line = self._line(record, sede)
        if self._may_be_there or self._was_seen(record.dni, sede):
            self.aside.write(f"{line}\t{record.line}\n".encode())
        else:
            self.boletas.write(line + "\n")
        for warning in record.warnings:
            whose = f"{record.dni} {record.apellidos}, {record.nombres}"
            self._say(record.line, False, warning, whose, clase_of(warning))

    def refuse(self, bad: BadRecord) -> None:
        """Write down why a record is no boleta."""
        self._say(bad.line, True, bad.reason, bad.text, None)

    boletas: Pouring
    """The COPY of those that are surely not there."""
    aside: BinaryIO
    said: BinaryIO

    def merge(self) -> None:
        """Write what was put aside, and what there is to say; count all of it."""
        written, session = self.written, db.session
        if self.aside.tell():
            pour(session, "given", (*given.COLUMNS, "line"), self.aside)
            for row in given.merge(session, self._planilla.periodo):
                written.boletas -= 1
                written.total_bruto -= row.bruto
                written.total_liquido -= row.liquido
                self.refuse(self._already_there(row))
        if self.said.tell():
            pour(session, "said", given.OF_SAID, self.said)
            written.rechazos, written.advertencias = given.tell(session, self._planilla.id)

    def _already_there(self, row: Any) -> BadRecord:
        mes = filters.periodo(self._planilla.periodo)
        reason = f"Ya tiene una boleta de {mes} en {name_of(row.sede)}."
        return BadRecord(row.line, reason, f"{row.dni} {row.apellidos} {row.nombres}")

    def _was_seen(self, dni: str, sede: str) -> bool:
        """Tell whether that person may have come before; remember them."""
        place, bit = divmod(hash((dni, sede)) % SEEN_BITS, 8)
        was_seen = self._seen[place] >> bit & 1
        self._seen[place] |= 1 << bit
        return bool(was_seen)

    def _line(self, record: Record, sede: str) -> str:
        """Return the boleta as a line of COPY, with the columns of `given.COLUMNS`."""
        ids = self._ids
        conceptos = ",".join([ids[tipo][codigo] for tipo, codigo, _ in record.lines])
        montos = ",".join([str(centimos) for _, _, centimos in record.lines])
        texts = (
            *(record.apellidos, record.nombres, record.regimen, record.tipo_servidor),
            *(record.cargo, record.establecimiento, record.estado, record.tiempo_servicio),
            *(record.pension, record.cuenta, record.mensajes),
        )
        said = "\t".join(texts)
        if "\\" in said or not said.replace("\t", "").isprintable():
            said = "\t".join(map(escaped, texts))
        return (
            f"{self._first_id + next(self._serials)}\t{self._kind}\t{sede}"
            f"\t{record.bruto}\t{record.descuentos}\t{record.liquido}\t{record.dni}"
            f"\t{record.fecha_nacimiento or NULL}\t{record.fecha_ingreso or NULL}"
            f"\t{record.fecha_termino or NULL}\t{{{conceptos}}}\t{{{montos}}}"
            f"\t{_array(record.warnings)}\t{said}"
        )

    def _say(self, line: int, is_rechazo: bool, motivo: str, texto: str, clase: str | None) -> None:
        self.said.write(as_line((line, is_rechazo, motivo, texto, clase)).encode())


@contextmanager
def writing(planilla: Planilla, *, may_be_there: bool) -> Iterator[Writer]:
    """Offer a writer; at the end all that it was given is in the database, and counted.

    Meanwhile the session can do nothing else: what must be asked is asked on another connection.
    """
    given.prepare(db.session)
    engine = db.session.connection().engine
    with _file() as aside, _file() as said:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as beside:
            writer = Writer(planilla, beside, may_be_there=may_be_there)
            writer.aside, writer.said = aside, said
            with pouring(db.session, "boleta", given.COLUMNS) as writer.boletas:
                yield writer
        writer.merge()


def _file() -> Any:
    return cast(Any, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))


def _array(texts: tuple[str, ...]) -> str:
    """Write a list of texts as COPY wants an array; most boletas have none."""
    if not texts:
        return NULL
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return escaped("{" + ",".join(f'"{text}"' for text in quoted) + "}")
