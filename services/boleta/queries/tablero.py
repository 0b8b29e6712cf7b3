"""The dashboard of a month: what became of its boletas in the sedes of an administrador."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL, all_sedes, find_sede
from services.boleta.domain import SERIALS_IN_A_PERIODO, Estado
from services.boleta.domain.acceso import Acto
from services.boleta.domain.alcance import nombre_sede
from services.boleta.domain.reclamo import IN_COURSE
from services.boleta.models import Acceso, Boleta, Planilla, Rebote, Reclamo, db


@dataclass(frozen=True, kw_only=True)
class Fila:
    """A sede of the dashboard, or all of them together."""

    sede: str
    publicadas: int = 0
    vistas: int = 0
    descargadas: int = 0
    rebotes: int = 0
    reclamos: int = 0

    @property
    def entidad(self) -> str:
        """What the sede is called."""
        return nombre_sede(self.sede) if self.sede else "Total"

    def percent(self, count: int) -> str:
        """Say which part of the published boletas that is."""
        return f"{count * 100 // self.publicadas} %" if self.publicadas else ""


def month_of_sede(principal: Principal, code: str, periodo: int) -> list[Fila]:
    """Return what became of a month in each sede within that one; the sum stands first."""
    codes = [sede for sede in _within(code) if principal.may(Role.ADMINISTRADOR_BOLETA, sede)]
    published = _published(periodo, codes)
    seen = _with(published, codes, periodo, Acto.VISTA, Acto.DESCARGA)
    downloaded = _with(published, codes, periodo, Acto.DESCARGA)
    bounced = _bounced(periodo, codes)
    claimed = _reclamos(periodo, codes)
    filas = [
        Fila(
            sede=sede,
            publicadas=published.get(sede, 0),
            vistas=seen.get(sede, 0),
            descargadas=downloaded.get(sede, 0),
            rebotes=bounced.get(sede, 0),
            reclamos=claimed.get(sede, 0),
        )
        for sede in codes
        if sede in published or sede in claimed
    ]
    return [_sum(filas), *filas] if filas else []


def newest_periodo(principal: Principal, code: str) -> int | None:
    """Return the newest month of which anything is published in a sede."""
    if not principal.may(Role.ADMINISTRADOR_BOLETA, code):
        return None
    sede = find_sede(code)
    # The DRE, or the country, may have brought the boletas of a UGEL with those of others.
    above = {NATIONAL, sede.dre} if sede else {NATIONAL}
    newest = select(func.max(Planilla.periodo)).where(
        Planilla.published_at.is_not(None), Planilla.sede.in_({*_within(code), *above})
    )
    return db.session.scalar(newest)


def _within(code: str) -> list[str]:
    if code == NATIONAL:
        return list(all_sedes())
    return [sede.code for sede in all_sedes().values() if code in {sede.code, sede.dre}]


def _is_counted(periodo: int, codes: list[str]) -> tuple[ColumnElement[bool], ...]:
    published = select(Planilla.id).where(
        Planilla.periodo == periodo, Planilla.published_at.is_not(None)
    )
    return (
        Boleta.periodo == periodo,
        Boleta.planilla_id.in_(published),
        Boleta.sede.in_(codes),
        Boleta.estado == Estado.VIGENTE,
    )


def _published(periodo: int, codes: list[str]) -> dict[str, int]:
    counted = select(Boleta.sede, func.count()).where(*_is_counted(periodo, codes))
    return dict(db.session.execute(counted.group_by(Boleta.sede)).all())


def _with(
    published: dict[str, int], codes: list[str], periodo: int, *actos: Acto
) -> dict[str, int]:
    """Count the boletas with which their owner did one of those things."""
    if not published:
        return {}
    first = periodo * SERIALS_IN_A_PERIODO
    by_owner = and_(
        Acceso.boleta_id.between(first, first + SERIALS_IN_A_PERIODO - 1),
        Acceso.por == Acceso.dueno,
        Acceso.acto.in_(actos),
    )
    noted = select(Acceso.boleta_id).where(by_owner).distinct().subquery()
    counted = (
        select(Boleta.sede, func.count())
        .join(noted, noted.c.boleta_id == Boleta.id)
        .where(*_is_counted(periodo, codes))
        .group_by(Boleta.sede)
    )
    return dict(db.session.execute(counted).all())


def _bounced(periodo: int, codes: list[str]) -> dict[str, int]:
    """Count the boletas whose owners have no address that takes letters."""
    counted = (
        select(Boleta.sede, func.count())
        .join(Rebote, Rebote.dni == Boleta.dni)
        .where(*_is_counted(periodo, codes))
        .group_by(Boleta.sede)
    )
    return dict(db.session.execute(counted).all())


def _reclamos(periodo: int, codes: list[str]) -> dict[str, int]:
    counted = select(Reclamo.sede, func.count()).where(
        Reclamo.periodo == periodo, Reclamo.sede.in_(codes), Reclamo.estado.in_(IN_COURSE)
    )
    return dict(db.session.execute(counted.group_by(Reclamo.sede)).all())


def _sum(filas: list[Fila]) -> Fila:
    return Fila(
        sede="",
        publicadas=sum(fila.publicadas for fila in filas),
        vistas=sum(fila.vistas for fila in filas),
        descargadas=sum(fila.descargadas for fila in filas),
        rebotes=sum(fila.rebotes for fila in filas),
        reclamos=sum(fila.reclamos for fila in filas),
    )
