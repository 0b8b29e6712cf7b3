"""Which documents a legajo has, for who may have all of them at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contracts.access_token import Principal
from services.legajo.documents.inspection import SUFFIXES
from services.legajo.domain.carpeta import Pieza, in_order
from services.legajo.domain.servidor import LIMA
from services.legajo.models import Adjunto, Anotacion, Historia, Servidor, db
from services.legajo.queries.anotaciones import list_anotaciones, list_anotaciones_of
from services.legajo.queries.legajos import get_servidor_of, sees_reserved


def list_own_piezas(principal: Principal) -> list[Pieza]:
    """Return the documents of one's own legajo that support something that counts."""
    return _piezas(principal.dni, list_anotaciones(principal))


def list_piezas_of(principal: Principal, dni: str) -> list[Pieza]:
    """Return those of a legajo that a specialist keeps; the reserved ones only if they said why."""
    servidor: Servidor = get_servidor_of(principal, dni)
    with_reserved = sees_reserved(principal, servidor.dni)
    found = list_anotaciones_of(principal, servidor.dni, with_reserved=with_reserved)
    return _piezas(servidor.dni, found, with_reserved=with_reserved)


def _piezas(
    dni: str, anotaciones: Sequence[Anotacion], *, with_reserved: bool = True
) -> list[Pieza]:
    return in_order([*_of_entries(anotaciones), *_of_the_legajo(dni, with_reserved)])


def _of_entries(anotaciones: Sequence[Anotacion]) -> Iterator[Pieza]:
    for each in anotaciones:
        for adjunto in each.adjuntos:
            yield _pieza(
                adjunto,
                seccion=each.seccion,
                registro=each.about.nombre,
                sumilla=each.sumilla,
                desde=each.desde,
                hasta=each.hasta,
            )


def _of_the_legajo(dni: str, with_reserved: bool) -> Iterator[Pieza]:
    """Return what supports that it was opened, closed or moved."""
    changes = db.session.scalars(
        select(Historia)
        .where(Historia.dni == dni, Historia.anotacion_id.is_(None), Historia.adjuntos.any())
        .options(selectinload(Historia.adjuntos))
    )
    for change in changes:
        for adjunto in change.adjuntos if with_reserved or not change.hides_motivo else ():
            yield _pieza(
                adjunto,
                seccion="",
                registro="El legajo",
                sumilla=change.operacion.label,
                desde=change.at.astimezone(LIMA).date(),
                hasta=None,
            )


def _pieza(adjunto: Adjunto, **about: Any) -> Pieza:
    documento = adjunto.documento
    return Pieza(
        nombre=adjunto.nombre,
        suffix=SUFFIXES[documento.tipo],
        sha256=documento.sha256,
        bytes=documento.bytes,
        **about,
    )
