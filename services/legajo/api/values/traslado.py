"""A legajo on its way from the sede that kept it to another one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self

from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Published
from contracts.access_token import Principal
from services.legajo import models
from services.legajo.api.values.borrador import Texto, TextoDicho, Visto
from services.legajo.api.values.custodia import OPTION, Sustentado
from services.legajo.domain.traslado import CAUSAS, MOST_FOLIOS, EstadoTraslado, Paso

FoliosContados = Annotated[int, Rule(minimum=1, maximum=MOST_FOLIOS)]


@dataclass(frozen=True, kw_only=True)
class Traslado(Published):
    """Un legajo que una sede envió a otra."""

    id: int
    dni: Dni
    origen: Codigo
    """La sede que lo envió: lo conserva hasta que la otra lo reciba."""
    nombre_origen: str
    destino: Codigo
    nombre_destino: str
    estado: EstadoTraslado
    causa: str
    documento: str
    numero_documento: str
    fecha_documento: date
    detalle: str
    folios: int
    """Cuántos se enviaron."""
    folios_recibidos: int | None
    sent_at: datetime
    finished_at: datetime | None
    """Cuándo se recibió, se devolvió o se canceló."""
    comentario: str
    """Qué se dijo entonces."""
    pasos: tuple[Paso, ...]
    """Lo que quien pregunta puede hacer con él."""

    @classmethod
    def seen_by(cls, principal: Principal, traslado: models.Traslado) -> Self:
        """Take a transfer as one of its sides sees it."""
        return cls.of(traslado, pasos=tuple(traslado.pasos_of(principal)))


@dataclass(frozen=True, kw_only=True)
class Traslados:
    """Una parte de los traslados que se buscan."""

    traslados: tuple[Traslado, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class LegajoEnviado(Sustentado):
    """A qué sede se envía un legajo, y por qué."""

    destino: Codigo
    causa: Annotated[str, Rule(max_length=OPTION, example=CAUSAS[0])]
    """Por qué, como lo llama la página."""
    folios: FoliosContados
    """Cuántos se envían."""
    detalle: Texto = ""
    """Lo que haya que decir a la otra sede."""
    visto: Visto
    """La «version» del legajo que vio quien envía: si hay algo nuevo, no se hace nada."""


@dataclass(frozen=True, kw_only=True)
class Recepcion:
    """Con qué se recibe un legajo."""

    folios: FoliosContados
    """Cuántos se contaron al recibir."""
    comentario: Texto = ""
    """Qué falta o sobra, si no son los que se enviaron."""


@dataclass(frozen=True, kw_only=True)
class FinDeTraslado:
    """Por qué un legajo no se recibe, o ya no se envía."""

    comentario: TextoDicho
