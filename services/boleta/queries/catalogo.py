"""What is looked up in the catalogue: what each concept is, and the figures of the law by date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.errors import NotFound
from services.boleta.domain import TipoConcepto
from services.boleta.domain.conceptos import Explicacion, explain, key_of, unknown
from services.boleta.domain.parametros import PARAMETROS, Parametro, Vigencia, value_on
from services.boleta.models import Concepto, ExplicacionConcepto, ValorParametro, db

PAGE = 50
"""How many conceptos a page shows."""


class ConceptoItem(NamedTuple):
    """A concept of payrolls."""

    id: int
    tipo: TipoConcepto
    codigo: str
    nombre: str


@dataclass(frozen=True, kw_only=True)
class ConceptoExplicado:
    """A concept with what people are told about it."""

    concepto: ConceptoItem
    explicacion: Explicacion | None
    """None when nobody has explained it yet."""
    desde: date | None = None
    """Since when people are told this; none when it came with the platform."""

    @property
    def is_known(self) -> bool:
        """Whether there is something to tell."""
        return self.explicacion is not None


class PageOfConceptos(NamedTuple):
    """A part of the catalogue."""

    items: list[ConceptoExplicado]
    page: int
    pages: int
    total: int
    unknown: int


def all_conceptos() -> dict[int, ConceptoItem]:
    """Return every concept that a payroll ever brought, by its id, income first."""
    columns = select(Concepto.id, Concepto.tipo, Concepto.codigo, Concepto.nombre)
    order = list(TipoConcepto)
    items = [ConceptoItem(*row) for row in db.session.execute(columns)]
    items.sort(key=lambda item: (order.index(item.tipo), item.nombre.lower(), item.codigo))
    return {item.id: item for item in items}


def list_conceptos(texto: str, tipo: str, on: date, page: int) -> PageOfConceptos:
    """Return the catalogue as it is on a day: what nobody has explained comes first."""
    found = [item for item in _explained(on) if _matches(item, texto, tipo)]
    found.sort(key=lambda item: item.is_known)
    pages = max(-(-len(found) // PAGE), 1)
    page = min(page, pages)
    part = found[(page - 1) * PAGE : page * PAGE]
    return PageOfConceptos(part, page, pages, len(found), sum(not it.is_known for it in found))


def get_concepto(concepto_id: int) -> ConceptoItem:
    """Return a concept."""
    concepto = all_conceptos().get(concepto_id)
    if concepto is None:
        raise NotFound("No encontramos ese concepto.")
    return concepto


def history_of(concepto_id: int) -> list[ExplicacionConcepto]:
    """Return all that was ever written about a concept, the newest first."""
    wanted = select(ExplicacionConcepto).where(ExplicacionConcepto.concepto_id == concepto_id)
    newest = wanted.order_by(ExplicacionConcepto.desde.desc(), ExplicacionConcepto.id.desc())
    return list(db.session.scalars(newest))


def explicaciones(
    conceptos: Iterable[tuple[str, str]], on: date
) -> dict[tuple[str, str], Explicacion]:
    """Return what people are told of concepts, (tipo, codigo), on a day; of each something."""
    wanted = set(conceptos)
    said = {
        (tipo, codigo): row.explicacion
        for row, tipo, codigo in _in_force(on)
        if (tipo, codigo) in wanted
    }
    return {
        (tipo, codigo): said.get((tipo, codigo)) or explain(codigo) or unknown(codigo)
        for tipo, codigo in wanted
    }


def parametros_on(on: date) -> list[tuple[Parametro, Vigencia | None]]:
    """Return every figure of the law with what it is on a day, if anybody has said it."""
    values = _values()
    return [
        (parametro, value_on(values.get(parametro.codigo, ()), on))
        for parametro in PARAMETROS.values()
    ]


def parametro_on(codigo: str, on: date) -> Vigencia | None:
    """Return what a figure of the law is on a day; None when nobody has said it."""
    return value_on(_values(codigo).get(codigo, ()), on)


def history_of_parametro(codigo: str) -> list[ValorParametro]:
    """Return all values that a figure ever had, the newest first."""
    wanted = select(ValorParametro).where(ValorParametro.parametro == codigo)
    newest = wanted.order_by(ValorParametro.desde.desc(), ValorParametro.id.desc())
    return list(db.session.scalars(newest))


def _explained(on: date) -> list[ConceptoExplicado]:
    in_force = {row.concepto_id: row for row, _, _ in _in_force(on)}
    return [_with_words(concepto, in_force) for concepto in all_conceptos().values()]


def _with_words(
    concepto: ConceptoItem, in_force: Mapping[int, ExplicacionConcepto]
) -> ConceptoExplicado:
    row = in_force.get(concepto.id)
    if row:
        return ConceptoExplicado(concepto=concepto, explicacion=row.explicacion, desde=row.desde)
    return ConceptoExplicado(concepto=concepto, explicacion=explain(concepto.codigo))


def _in_force(on: date) -> list[tuple[ExplicacionConcepto, str, str]]:
    """Return the newest words about each concept that hold on a day."""
    newest = (
        select(ExplicacionConcepto.id)
        .ext(distinct_on(ExplicacionConcepto.concepto_id))
        .where(ExplicacionConcepto.desde <= on)
        .order_by(
            ExplicacionConcepto.concepto_id,
            ExplicacionConcepto.desde.desc(),
            ExplicacionConcepto.id.desc(),
        )
    )
    wanted = (
        select(ExplicacionConcepto, Concepto.tipo, Concepto.codigo)
        .join(Concepto, Concepto.id == ExplicacionConcepto.concepto_id)
        .where(ExplicacionConcepto.id.in_(newest))
    )
    return [(row, tipo, codigo) for row, tipo, codigo in db.session.execute(wanted)]


def _matches(item: ConceptoExplicado, texto: str, tipo: str) -> bool:
    if tipo and item.concepto.tipo != tipo:
        return False
    nombre = item.explicacion.nombre if item.explicacion else ""
    return key_of(texto) in key_of(f"{item.concepto.codigo} {item.concepto.nombre} {nombre}")


def _values(codigo: str | None = None) -> dict[str, list[Vigencia]]:
    wanted = select(ValorParametro).order_by(ValorParametro.id)
    if codigo:
        wanted = wanted.where(ValorParametro.parametro == codigo)
    values: dict[str, list[Vigencia]] = {}
    for row in db.session.scalars(wanted):
        said = Vigencia(desde=row.desde, valor=row.valor, base_legal=row.base_legal)
        values.setdefault(row.parametro, []).append(said)
    return values
