"""What an Administrador MI BOLETA looks up: the planillas of their sedes, and what was wrong."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from chassis.errors import NotFound
from chassis.service import current_valkey
from contracts.access_token import Principal
from services.boleta.domain.alcance import sedes_of
from services.boleta.domain.avisos import Clase
from services.boleta.domain.diferencias import Cambio, Comparacion, percent, previous_month
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.models import Boleta, Incidencia, Planilla, Servidor, db
from services.boleta.models.diferencia import comparar, diferencias
from services.boleta.models.planilla import progress_key

PAGE = 50
"""How many planillas, or incidencias of one, a page shows."""

FIRST = 10
"""How many refused records the page of a planilla shows itself."""


class Page(NamedTuple):
    """A part of a long list, which has `pages` of them."""

    items: Sequence[Any]
    page: int
    pages: int


class Avance(NamedTuple):
    """How far the worker has come with a planilla; None when nobody can tell."""

    porcentaje: int | None
    texto: str


class Diferencia(NamedTuple):
    """A person whose pay differs from the month before; None is no boleta."""

    dni: str
    nombre: str
    antes: int | None
    ahora: int | None
    cambio: Cambio

    @property
    def porcentaje(self) -> int | None:
        """By how many percent it rose."""
        return percent(self.antes, self.ahora)


class Momento(NamedTuple):
    """Something that happened to a planilla."""

    title: str
    when: datetime
    text: str = ""
    kind: str = "neutro"


def list_planillas(principal: Principal, page: int, estado: EstadoPlanilla | None = None) -> Page:
    """Return the planillas of the sedes of an Administrador MI BOLETA, newest month first."""
    wanted = select(Planilla).where(_is_administered_by(principal))
    if estado:
        wanted = wanted.where(Planilla.estado == estado)
    return _page(wanted, page, Planilla.periodo.desc(), Planilla.id.desc())


def get_planilla(principal: Principal, planilla_id: int) -> Planilla:
    """Return a planilla of the sedes of an Administrador MI BOLETA; of another it is not there."""
    wanted = select(Planilla).where(Planilla.id == planilla_id, _is_administered_by(principal))
    planilla = db.session.scalar(wanted)
    if planilla is None:
        raise NotFound("Esa planilla no existe o es de otra sede.")
    return planilla


def same_file(principal: Principal, stream: BinaryIO) -> Planilla | None:
    """Return the planilla that has the very same file, if who asks may see it."""
    stream.seek(0)
    sha256 = hashlib.file_digest(stream, "sha256").digest()  # type: ignore[arg-type]
    return db.session.scalar(
        select(Planilla).where(
            Planilla.sha256 == sha256,
            Planilla.estado != EstadoPlanilla.DESCARTADA,
            _is_administered_by(principal),
        )
    )


def progress_of(planilla: Planilla) -> Avance:
    """Return how far the worker has come: it says so in Valkey, which may forget."""
    if planilla.estado is EstadoPlanilla.PROGRAMADA:
        return Avance(None, "Publicando las boletas")
    told = current_valkey().get(progress_key(planilla.id))
    if told is None:
        return Avance(None, "En espera de revisión" if not planilla.intentos else "Revisando")
    porcentaje = int(str(told))
    doing = "Revisando el archivo" if porcentaje < 100 else "Comparando con el mes anterior"  # noqa: PLR2004
    return Avance(porcentaje, f"{doing}: {porcentaje} %")


def list_incidencias(
    planilla: Planilla, page: int, clase: Clase | None = None, size: int = PAGE
) -> Page:
    """Return what was refused of a planilla, in the order of the file; or warnings of a kind."""
    wanted = select(Incidencia).where(
        Incidencia.planilla_id == planilla.id,
        Incidencia.clase == clase if clase else Incidencia.is_rechazo,
    )
    return _page(wanted, page, Incidencia.orden, size=size)


def count_avisos(planilla: Planilla) -> list[tuple[Clase, int]]:
    """Return how many warnings of each kind a planilla has, the most first."""
    clase = func.coalesce(Incidencia.clase, Clase.OTRO)
    rows = db.session.execute(
        select(clase, func.count())
        .where(Incidencia.planilla_id == planilla.id, ~Incidencia.is_rechazo)
        .group_by(clase)
        .order_by(func.count().desc())
    )
    return [(Clase(name), count) for name, count in rows]


def all_rechazos(planilla: Planilla) -> Iterator[Incidencia]:
    """Give every record of a planilla that was refused, in the order of the file."""
    refused = Incidencia.planilla_id == planilla.id, Incidencia.is_rechazo
    wanted = select(Incidencia).where(*refused).order_by(Incidencia.orden)
    yield from db.session.scalars(wanted.execution_options(yield_per=PAGE))


def reasons_of(planilla: Planilla) -> dict[int, str]:
    """Return why each refused record was, by the line where it begins."""
    newest_first = Incidencia.orden.desc()  # so that the first of a line stays
    wanted = select(Incidencia.line, Incidencia.motivo).where(
        Incidencia.planilla_id == planilla.id, Incidencia.is_rechazo
    )
    return {row.line: row.motivo for row in db.session.execute(wanted.order_by(newest_first))}


def compare(planilla: Planilla, umbral: int) -> Comparacion:
    """Return how a planilla stands to the month before, in sums."""
    return comparar(db.session, planilla, umbral)


def list_diferencias(planilla: Planilla, umbral: int, cambio: Cambio | None, page: int) -> Page:
    """Return whose pay differs from the month before by `umbral` percent or more.

    Whom it changed the most comes first.
    """
    found = diferencias(planilla, umbral).c
    change = func.abs(func.coalesce(found.ahora, 0) - func.coalesce(found.antes, 0))
    wanted = (
        select(found.dni, found.antes, found.ahora, found.cambio, func.count().over())
        .where(found.cambio == cambio if cambio else found.cambio.is_not(None))
        .order_by(change.desc(), found.dni)
    )
    rows = db.session.execute(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()
    names = _names_in(planilla, [row.dni for row in rows])
    items = [
        Diferencia(dni, names.get(dni, ""), antes, ahora, Cambio(changed))
        for dni, antes, ahora, changed, _ in rows
    ]
    total = rows[0][-1] if rows else 0
    return Page(items, page, max(1, -(-total // PAGE)))


def _names_in(planilla: Planilla, dnis: Sequence[str]) -> dict[str, str]:
    """Return what the boletas of a month, or of the one before, call people."""
    months = (previous_month(planilla.periodo), planilla.periodo)
    said = (
        select(Boleta.dni, Boleta.apellidos, Boleta.nombres)
        .where(Boleta.dni.in_(dnis), Boleta.periodo.in_(months))
        .order_by(Boleta.periodo)
    )
    return {dni: f"{apellidos}, {nombres}" for dni, apellidos, nombres in db.session.execute(said)}


def history(planilla: Planilla) -> list[Momento]:
    """Return what happened to a planilla, newest first, with who did it."""
    names = _names(planilla.uploaded_by, planilla.approved_by, planilla.discarded_by)
    happened = [
        (planilla.uploaded_at, "Subida", names(planilla.uploaded_by), "informe"),
        (planilla.validated_at, "Revisada", _found(planilla), "informe"),
        (planilla.approved_at, "Aprobada", names(planilla.approved_by), "exito"),
        (planilla.published_at, "Publicada", "", "exito"),
        (
            planilla.discarded_at,
            "Descartada",
            f"{names(planilla.discarded_by)}: {planilla.motivo}",
            "error",
        ),
    ]
    moments = [Momento(title, when, text, kind) for when, title, text, kind in happened if when]
    return sorted(moments, key=lambda moment: moment.when)[::-1]


def _found(planilla: Planilla) -> str:
    return (
        f"Boletas: {planilla.boletas}. Registros rechazados: {planilla.rechazos}."
        f" Advertencias: {planilla.advertencias}."
    )


def _names(*dnis: str | None) -> Any:
    """Return what names a person by DNI, as far as legajo knows them."""
    wanted = select(Servidor.dni, Servidor.nombres, Servidor.apellidos).where(
        Servidor.dni.in_({dni for dni in dnis if dni})
    )
    known = {
        dni: f"{nombres} {apellidos}, " for dni, nombres, apellidos in db.session.execute(wanted)
    }

    def name(dni: str | None) -> str:
        return f"{known.get(dni, '')}DNI {dni}" if dni else "Un operador, por comando"

    return name


def _is_administered_by(principal: Principal) -> ColumnElement[bool]:
    return Planilla.sede.in_(sedes_of(principal))


def _page(wanted: Select[Any], page: int, *order: Any, size: int = PAGE) -> Page:
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = wanted.order_by(*order).limit(size).offset((page - 1) * size)
    return Page(db.session.scalars(found).all(), page, max(1, -(-total // size)))
