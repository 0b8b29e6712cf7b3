"""What changed in a legajo: one's own, or one that a specialist keeps, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from contracts.access_token import Principal
from services.legajo.domain.anotacion import Diferencia
from services.legajo.domain.operacion import Operacion
from services.legajo.domain.reserva import RESERVED, reserved_campos
from services.legajo.models import Adjunto, Anotacion, Historia, Servidor, Solicitud, db
from services.legajo.models.anotacion import DOCUMENTOS

MOTIVO = "Motivo"
"""How a history calls why something was done, and why a legajo counts no more."""

PAGE = 25
"""How many changes a page shows."""


@dataclass(frozen=True, kw_only=True)
class Paso:
    """One change of a legajo, as who asks may see it."""

    id: int
    at: datetime
    operacion: Operacion
    sobre: str
    """Which entry, in one line; or the legajo."""
    anotacion_id: int | None
    por: str
    """DNI of who did it; empty when a file did, and for who is not to know."""
    quien: str
    """By what right, in words."""
    motivo: str
    expediente: str
    """Of the solicitud that asked for it, if one did."""
    cambios: Sequence[Diferencia]
    """What is not as it was."""
    is_correction: bool
    """Whether something was known before, and something else after."""
    ocultos: Sequence[str]
    """The names of what is reserved in it and not shown."""
    adjuntos: Sequence[Adjunto]
    """Those that came with it, and those that it left without effect."""


@dataclass(frozen=True, kw_only=True)
class PageOfHistoria:
    """A part of what changed in a legajo."""

    items: Sequence[Paso]
    page: int
    pages: int
    ocultos: int = 0
    """How many more changes are of reserved entries."""


def list_historia_of(
    principal: Principal,
    dni: str,
    page: int = 1,
    *,
    anotacion_id: int | None = None,
    with_reserved: bool = False,
) -> PageOfHistoria:
    """Return what changed in a legajo that a specialist keeps, or in one entry of it.

    What is reserved is left out unless it is asked for: `legajos.sees_reserved` tells who may.
    """
    theirs = select(Servidor.dni).where(Servidor.dni == dni, Servidor.is_attended_by(principal))
    wanted: list[ColumnElement[bool]] = [Historia.dni.in_(theirs)]
    if anotacion_id is not None:
        wanted.append(Historia.anotacion_id == anotacion_id)
    if with_reserved:
        return _page(page, wanted, hides=False, tells_who=True)
    is_open = or_(Anotacion.id.is_(None), Anotacion.tipo.not_in(RESERVED))
    ocultos = _count([*wanted, Anotacion.tipo.in_(RESERVED)])
    return _page(page, [*wanted, is_open], hides=True, tells_who=True, ocultos=ocultos)


def list_my_historia(principal: Principal, page: int = 1) -> PageOfHistoria:
    """Return what changed in one's own legajo: who did it is told by their role alone."""
    return _page(page, [Historia.dni == principal.dni], hides=False, tells_who=False)


def _page(
    page: int, wanted: list[ColumnElement[bool]], *, hides: bool, tells_who: bool, ocultos: int = 0
) -> PageOfHistoria:
    pages = max(-(-_count(wanted) // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = db.session.execute(
        select(Historia, Solicitud.expediente)
        .outerjoin(Historia.anotacion)
        .outerjoin(Solicitud, Solicitud.id == Historia.solicitud_id)
        .where(*wanted)
        .order_by(Historia.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .options(
            contains_eager(Historia.anotacion),
            selectinload(Historia.adjuntos),
            selectinload(Historia.anulados),
        )
    )
    pasos = [_paso(row, expediente or "", hides, tells_who) for row, expediente in rows]
    return PageOfHistoria(items=pasos, page=page, pages=pages, ocultos=ocultos)


def _count(wanted: list[ColumnElement[bool]]) -> int:
    counted = select(func.count(Historia.id)).outerjoin(Historia.anotacion).where(*wanted)
    return db.session.scalar(counted) or 0


def _paso(row: Historia, expediente: str, hides: bool, tells_who: bool) -> Paso:
    ocultos = _reserved_names(row) if hides else []
    is_covered = hides and _is_covered(row)
    motivo = "" if row.motivo == expediente else row.motivo
    return Paso(
        id=row.id,
        at=row.at,
        operacion=row.operacion,
        sobre=_sobre(row, hides),
        anotacion_id=row.anotacion_id,
        por=row.por if tells_who else "",
        quien=row.role.label if row.role else "Un archivo de datos",
        motivo="" if is_covered else motivo,
        expediente=expediente,
        cambios=[
            each for each in row.diferencias if each.is_other and each.etiqueta not in ocultos
        ],
        is_correction=bool(row.antes and row.despues),
        ocultos=[*ocultos, *_covered_names(row, motivo)] if is_covered else ocultos,
        adjuntos=[] if is_covered else [*row.adjuntos, *row.anulados],
    )


def _sobre(row: Historia, hides: bool) -> str:
    """Name what changed without what is reserved in its name."""
    return row.anotacion.without_reserved().sumilla if hides and row.anotacion else row.sobre


def _reserved_names(row: Historia) -> list[str]:
    """Return how the fields are called that were reserved before or after."""
    if row.anotacion is None:
        return [MOTIVO] if row.hides_motivo else []
    about = row.anotacion.about
    said = (row.antes or {}, row.despues or {})
    reserved = {campo for valores in said for campo in reserved_campos(about, valores)}
    return [campo.etiqueta for campo in about.campos if campo in reserved]


def _is_covered(row: Historia) -> bool:
    """Tell whether the words and the documents around a change may say what is reserved."""
    return row.hides_motivo or (row.anotacion is not None and row.anotacion.has_reserved_documents)


def _covered_names(row: Historia, motivo: str) -> list[str]:
    """Return how what is covered is called, where the history of an entry has any."""
    if row.anotacion is None:
        return []
    return [MOTIVO] * bool(motivo) + [DOCUMENTOS] * bool(row.adjuntos or row.anulados)
