"""Boletas with all that they say, ready for the page and the PDF."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, tuple_

from chassis.errors import NotFound
from contracts.access_token import Principal
from contracts.sedes import find_sede, name_of
from services.boleta.domain import BoletaDocument, Linea, TipoConcepto, periodo_of
from services.boleta.models import Boleta, Concepto, Correccion, Planilla, db

AS_KEPT = (
    *("id", "periodo", "estado", "dni", "apellidos", "nombres", "regimen", "tipo_servidor"),
    *("cargo", "establecimiento", "situacion", "fecha_nacimiento", "fecha_ingreso"),
    *("fecha_termino", "tiempo_servicio", "pension", "cuenta", "bruto", "descuentos", "liquido"),
    *("mensajes", "tipo", "version"),
)
"""What the document of a boleta takes from its row as it is."""

BOLETA, PLANILLA = Boleta.__table__.c, Planilla.__table__.c

PUBLISHED = (
    select(
        *(BOLETA[name] for name in (*AS_KEPT, "sede", "conceptos", "montos", "avisos")),
        PLANILLA.published_at,
    )
    .join(Planilla.__table__, PLANILLA.id == BOLETA.planilla_id)
    .where(PLANILLA.published_at.is_not(None))
)
"""What documents are made of."""

Named = tuple[TipoConcepto, str, str]
"""A concept: its kind, its short name, and what it is called."""


def boleta_document(principal: Principal, boleta_id: int) -> BoletaDocument:
    """Return a boleta of who asks, with its lines; somebody else's is not there."""
    return boleta_documents(principal, [boleta_id])[0]


def boleta_documents(principal: Principal, boleta_ids: Sequence[int]) -> list[BoletaDocument]:
    """Return boletas of who asks, in that order; none is there if one of them is not theirs."""
    keys = [(periodo_of(each), each) for each in boleta_ids]
    wanted = tuple_(BOLETA.periodo, BOLETA.id).in_(keys)
    found = {each.id: each for each in _documents(wanted, BOLETA.dni == principal.dni)}
    if not set(boleta_ids) <= found.keys():
        raise NotFound("Esa boleta no existe o no es suya.")
    return [found[boleta_id] for boleta_id in boleta_ids]


def documents_of(principal: Principal, *, since: int, until: int) -> list[BoletaDocument]:
    """Return the boletas of who asks from a month to another, the oldest first."""
    return _documents(BOLETA.dni == principal.dni, BOLETA.periodo.between(since, until))


def correcciones_of(boleta_id: int) -> list[Correccion]:
    """Return why a boleta does not count, and why it took the place of another, if it is so."""
    wanted = or_(Correccion.boleta_id == boleta_id, Correccion.reemplazo == boleta_id)
    return list(db.session.scalars(select(Correccion).where(wanted)))


def _documents(*wanted: ColumnElement[bool]) -> list[BoletaDocument]:
    statement = PUBLISHED.where(*wanted).order_by(BOLETA.periodo, BOLETA.id)
    with db.reading() as connection:
        rows = connection.execute(statement).all()
        conceptos = _conceptos(connection, {id_ for row in rows for id_ in row.conceptos})
    return [_document(row, conceptos) for row in rows]


def _conceptos(connection: Connection, ids: Iterable[int]) -> dict[int, Named]:
    columns = Concepto.__table__.c
    wanted = select(columns.id, columns.tipo, columns.codigo, columns.nombre)
    rows = connection.execute(wanted.where(columns.id.in_(ids)))
    return {id_: (tipo, codigo, nombre) for id_, tipo, codigo, nombre in rows}


def _document(row: Row[*tuple[Any, ...]], conceptos: dict[int, Named]) -> BoletaDocument:
    sede = find_sede(row.sede)
    return BoletaDocument(
        region=sede.dre_name if sede else "",
        entidad=name_of(row.sede),
        lineas=tuple(
            Linea(*conceptos[id_], centimos)
            for id_, centimos in zip(row.conceptos, row.montos, strict=True)
        ),
        avisos=tuple(row.avisos or ()),
        published_at=row.published_at,
        **{name: getattr(row, name) for name in AS_KEPT},
    )
