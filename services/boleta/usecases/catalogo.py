"""Keeps the catalogue: what people are told about concepts, and the figures of the law, by date.

Whoever keeps it does so for the whole country. What was said before stays, with its dates.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

import structlog
from sqlalchemy import select

from chassis.errors import NotAllowed, NotFound
from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL
from services.boleta.domain.conceptos import Explicacion
from services.boleta.models import Concepto, ExplicacionConcepto, ValorParametro, db
from uikit.filters import LIMA

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class NuevoValor:
    """What a figure of the law is from some day on."""

    parametro: str
    desde: date
    valor: Decimal
    base_legal: str


class Registered(NamedTuple):
    """What a batch of values changed."""

    changed: int
    unchanged: int


@db.transactional
def explain_concepto(
    principal: Principal, concepto_id: int, explicacion: Explicacion, *, desde: date
) -> None:
    """Say what a concept is from some day on."""
    _check_national(principal)
    concepto = db.session.get(Concepto, concepto_id)
    if concepto is None:
        raise NotFound("No encontramos ese concepto.")
    if desde <= datetime.now(LIMA).date():
        concepto.nombre = explicacion.nombre  # what its line is called from now on
    db.session.add(
        ExplicacionConcepto(
            concepto_id=concepto_id,
            desde=desde,
            written_at=datetime.now(UTC),
            written_by=principal.dni,
            **asdict(explicacion),
        )
    )
    log.info("concepto_explained", concepto=concepto_id)


@db.transactional
def set_parametro(principal: Principal, nuevo: NuevoValor) -> None:
    """Say what a figure of the law is from some day on."""
    _check_national(principal)
    _write([nuevo], written_by=principal.dni)


@db.transactional
def register_valores(nuevos: Sequence[NuevoValor]) -> Registered:
    """Keep values that an operator brings; what is already so stays as it is."""
    known = {
        (row.parametro, row.desde): (row.valor, row.base_legal)
        for row in db.session.scalars(select(ValorParametro).order_by(ValorParametro.id))
    }
    changed = [
        nuevo
        for nuevo in nuevos
        if known.get((nuevo.parametro, nuevo.desde)) != (nuevo.valor, nuevo.base_legal)
    ]
    _write(changed, written_by=None)
    return Registered(len(changed), len(nuevos) - len(changed))


def _write(nuevos: Sequence[NuevoValor], *, written_by: str | None) -> None:
    now = datetime.now(UTC)
    for nuevo in nuevos:
        db.session.add(ValorParametro(written_at=now, written_by=written_by, **asdict(nuevo)))
    log.info("parametros_set", valores=len(nuevos))


def _check_national(principal: Principal) -> None:
    if not principal.may(Role.ADMINISTRADOR_BOLETA, NATIONAL):
        raise NotAllowed("El catálogo lo mantiene el Administrador MI BOLETA de todo el país.")
