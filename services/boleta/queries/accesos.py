"""Who had boletas of a person before their eyes: always those of the Principal, who comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Subquery, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.accesos import who_looked, why_they_may
from contracts.access_token import Principal
from contracts.sedes import name_of
from services.boleta.domain import periodo_of
from services.boleta.domain.acceso import Acto
from services.boleta.domain.emision import TipoDocumento
from services.boleta.models import Acceso, Boleta, Emision, Planilla, db

PAGE = 25
"""How many looks, or boletas, a page shows."""

ACCESO = Acceso.__table__.c
BOLETA, PLANILLA, EMISION = (model.__table__.c for model in (Boleta, Planilla, Emision))


@dataclass(frozen=True, kw_only=True)
class Evidencia:
    """What is known of the delivery of a boleta: when each step first happened."""

    boleta_id: int
    periodo: int
    sede: str
    published_at: datetime
    notified: bool
    """Whether the person was sent a letter when it was published."""
    seen_at: datetime | None
    downloaded_at: datetime | None
    planilla_sha256: bytes
    issued_at: datetime | None
    """When its PDF was issued; none until somebody asks for it."""
    documento_sha256: bytes | None

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)

    @property
    def huella(self) -> str:
        """The SHA-256 of the payroll file from which the boleta came."""
        return self.planilla_sha256.hex()

    @property
    def documento(self) -> str:
        """The SHA-256 of its PDF; empty until it is issued."""
        return (self.documento_sha256 or b"").hex()


class Mirada(NamedTuple):
    """Somebody else had boletas of a person before their eyes."""

    at: datetime
    acto: Acto
    quien: str
    por_que: str
    """By what right, in words."""
    periodo: int | None
    boleta_id: int | None
    que: str | None


class Page(NamedTuple):
    """A part of a long list, which has `pages` of them."""

    items: Sequence[object]
    page: int
    pages: int


def evidence_of(principal: Principal, boleta_id: int) -> Evidencia | None:
    """Return what is known of the delivery of a boleta of who asks."""
    found = _evidencias(principal, boleta_id)
    return found[0] if found else None


def list_evidence(principal: Principal, page: int) -> Page:
    """Return what is known of the delivery of each boleta of who asks, newest first."""
    mine = _evidencias(principal)
    pages = max(1, -(-len(mine) // PAGE))
    page = min(page, pages)
    return Page(mine[(page - 1) * PAGE : page * PAGE], page, pages)


def list_looks(principal: Principal, page: int) -> Page:
    """Return who else had boletas of who asks before their eyes, newest first."""
    others = (ACCESO.dueno == principal.dni, ACCESO.por != principal.dni)
    columns = ("at", "acto", "por", "rol", "sede", "nombre", "boleta_id", "que")
    wanted = select(*(ACCESO[name] for name in columns)).where(*others)
    newest_first = wanted.order_by(ACCESO.at.desc(), ACCESO.boleta_id)
    with db.reading() as connection:
        total = connection.scalar(select(func.count()).where(*others)) or 0
        pages = max(1, -(-total // PAGE))
        page = min(page, pages)
        rows = connection.execute(newest_first.limit(PAGE).offset((page - 1) * PAGE))
        return Page([_mirada(row) for row in rows], page, pages)


def _mirada(row: Row[*tuple[object, ...]]) -> Mirada:
    return Mirada(
        at=row.at,
        acto=row.acto,
        quien=who_looked(row),
        por_que=why_they_may(row),
        periodo=periodo_of(row.boleta_id) or None,
        boleta_id=row.boleta_id or None,
        que=row.que,
    )


def _evidencias(principal: Principal, boleta_id: int | None = None) -> list[Evidencia]:
    own = [ACCESO.dueno == principal.dni, ACCESO.por == principal.dni]
    mine = [BOLETA.dni == principal.dni, PLANILLA.published_at.is_not(None)]
    if boleta_id is not None:
        own += [ACCESO.boleta_id == boleta_id]
        mine += [BOLETA.periodo == periodo_of(boleta_id), BOLETA.id == boleta_id]
    seen, issued = _first_times(own), _issued(principal)
    statement = (
        select(
            BOLETA.id.label("boleta_id"),
            BOLETA.periodo,
            BOLETA.sede,
            PLANILLA.published_at,
            PLANILLA.avisar.label("notified"),
            seen.c.seen_at,
            seen.c.downloaded_at,
            PLANILLA.sha256.label("planilla_sha256"),
            issued.c.issued_at,
            issued.c.documento_sha256,
        )
        .join(Planilla.__table__, PLANILLA.id == BOLETA.planilla_id)
        .outerjoin(seen, seen.c.boleta_id == BOLETA.id)
        .outerjoin(issued, issued.c.boleta_id == BOLETA.id)
        .where(*mine)
        .order_by(BOLETA.periodo.desc(), BOLETA.id.desc())
    )
    with db.reading() as connection:
        return [Evidencia(**row._mapping) for row in connection.execute(statement)]


def _first_times(own: Iterable[ColumnElement[bool]]) -> Subquery:
    """Return when each boleta was first seen, and first taken away."""
    times = (
        func.min(ACCESO.at).filter(ACCESO.acto == Acto.VISTA).label("seen_at"),
        func.min(ACCESO.at).filter(ACCESO.acto == Acto.DESCARGA).label("downloaded_at"),
    )
    return select(ACCESO.boleta_id, *times).where(*own).group_by(ACCESO.boleta_id).subquery()


def _issued(principal: Principal) -> Subquery:
    """Return the PDF of each boleta, as it was last issued."""
    columns = (EMISION.boleta_id, EMISION.issued_at, EMISION.sha256.label("documento_sha256"))
    boletas = (EMISION.dni == principal.dni, EMISION.tipo == TipoDocumento.BOLETA)
    newest = select(*columns).where(*boletas).ext(distinct_on(EMISION.boleta_id))
    return newest.order_by(EMISION.boleta_id, EMISION.issued_at.desc()).subquery()
