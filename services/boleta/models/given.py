"""Boletas on their way into the database: as lines of COPY, and those that wait apart.

COPY refuses all when one boleta is there already. Those that may be are therefore put in a table of
this transaction, `given`, and merged from it; what there is to say of records waits in `said`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, column, func, select, table, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.errors import Invalid
from services.boleta.domain import SERIALS_IN_A_PERIODO, TipoConcepto
from services.boleta.domain.conceptos import name_of_concepto
from services.boleta.models.boleta import Boleta, boleta_serial
from services.boleta.models.catalogo import Concepto

COLUMNS = (
    *("id", "planilla_id", "periodo", "tipo", "estado", "sede", "bruto", "descuentos", "liquido"),
    *("dni", "fecha_nacimiento", "fecha_ingreso", "fecha_termino", "conceptos", "montos", "avisos"),
    *("apellidos", "nombres", "regimen", "tipo_servidor", "cargo", "establecimiento", "situacion"),
    *("tiempo_servicio", "pension", "cuenta", "mensajes"),
)
"""What is written of a boleta; the rest begins as the table says."""

OF_SAID = ("line", "is_rechazo", "motivo", "texto", "clase")
"""What is written of a record that there is something to say of."""

MAX_CONCEPTOS = 30_000
"""How many concepts there may be: the ids of them all fit two bytes, and real ones are hundreds."""

MOST_SERIALS = 5_000
"""How many serials of boletas are taken at a time, at most."""

TABLES = """
    CREATE TEMPORARY TABLE given (LIKE boleta INCLUDING DEFAULTS, line int) ON COMMIT DROP;
    CREATE TEMPORARY TABLE said (
        line int, is_rechazo boolean, motivo text, texto text, clase text
    ) ON COMMIT DROP
"""

GO_ON = """
    UPDATE given SET version = gone.version + 1
    FROM (
        SELECT dni, sede, tipo, max(version) AS version
        FROM correccion JOIN boleta ON boleta.id = boleta_id AND boleta.periodo = :periodo
        WHERE boleta_id BETWEEN :first AND :last GROUP BY dni, sede, tipo
    ) AS gone
    WHERE (given.dni, given.sede, given.tipo) = (gone.dni, gone.sede, gone.tipo)
"""
"""A month may come again after a boleta of it was annulled: its versions go on from there."""

LEFT = """
    SELECT line, dni, apellidos, nombres, sede, bruto, liquido FROM given
    WHERE NOT EXISTS (SELECT FROM boleta WHERE periodo = given.periodo AND id = given.id)
    ORDER BY line
"""

TELL = """
    WITH told AS (
        INSERT INTO incidencia (planilla_id, orden, line, is_rechazo, motivo, texto, clase)
        SELECT :planilla, row_number() OVER (ORDER BY line, is_rechazo DESC, motivo), said.*
        FROM said WHERE is_rechazo
        OR NOT EXISTS (SELECT FROM said AS no WHERE no.is_rechazo AND no.line = said.line)
        RETURNING is_rechazo
    )
    SELECT count(*) FILTER (WHERE is_rechazo), count(*) FILTER (WHERE NOT is_rechazo) FROM told
"""
"""In the order of the file; of what was refused, nothing else is said."""


def prepare(session: Session) -> None:
    """Make the tables that last until the end of the transaction, or empty those that are there."""
    session.execute(text("DROP TABLE IF EXISTS pg_temp.given, pg_temp.said"))
    session.execute(text(TABLES))


def merge(session: Session, periodo: int) -> Iterator[Row[Any]]:
    """Write what waits in `given`; give those whose person has such a boleta already."""
    first = periodo * SERIALS_IN_A_PERIODO
    of_month = {"periodo": periodo, "first": first, "last": first + SERIALS_IN_A_PERIODO - 1}
    session.execute(text(GO_ON), of_month)
    # Of a person who comes twice, the first is kept.
    columns = (*COLUMNS, "version")
    waiting: Any = (
        select(*map(column, columns)).select_from(table("given")).order_by(column("line"))
    )
    session.execute(upsert(Boleta).from_select(columns, waiting).on_conflict_do_nothing())
    yield from session.execute(text(LEFT), execution_options={"yield_per": 1000})


def tell(session: Session, planilla_id: int) -> tuple[int, int]:
    """Keep what was said of records; return how many were refused, and how many warnings stand."""
    refused, warnings = session.execute(text(TELL), {"planilla": planilla_id}).one()
    return refused, warnings


def serials(beside: Connection) -> Iterator[int]:
    """Give serials for boletas: a hundred at first, then more at a time."""
    count = 100
    while True:
        taken = select(boleta_serial.next_value()).select_from(func.generate_series(1, count))
        yield from beside.scalars(taken).all()
        count = min(2 * count, MOST_SERIALS)


class ConceptoIds(dict[str, dict[str, str]]):
    """The id of each concept, as text: `ids["+"]["remcontrat"]`; new ones get theirs at once.

    They are learned on a connection that commits each statement: two imports that learn the same
    do not wait for each other to end, and a name more in the catalogue harms nobody.
    """

    def __init__(self, beside: Connection) -> None:
        super().__init__({tipo: _OfTipo(self, tipo) for tipo in TipoConcepto})
        self._beside = beside
        self._look()

    def learn(self, tipo: str, codigo: str) -> str:
        """Give a concept its id."""
        if sum(map(len, self.values())) >= MAX_CONCEPTOS:
            raise Invalid("El archivo tiene demasiados conceptos distintos para ser una planilla.")
        row = {"tipo": TipoConcepto(tipo), "codigo": codigo, "nombre": name_of_concepto(codigo)}
        self._beside.execute(upsert(Concepto).on_conflict_do_nothing(), [row])
        self._look()
        return self[tipo][codigo]

    def _look(self) -> None:
        found: Sequence[Any] = self._beside.execute(
            select(Concepto.tipo, Concepto.codigo, Concepto.id)
        ).all()
        for tipo, codigo, id_ in found:
            self[tipo][codigo] = str(id_)


class _OfTipo(dict[str, str]):
    """The ids of the concepts of one tipo."""

    def __init__(self, ids: ConceptoIds, tipo: str) -> None:
        super().__init__()
        self._ids = ids
        self._tipo = tipo

    def __missing__(self, codigo: str) -> str:
        return self._ids.learn(self._tipo, codigo)
