"""The informes escalafonarios."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self

from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Published
from services.legajo import models
from services.legajo.domain.informe import EstadoInforme


@dataclass(frozen=True, kw_only=True)
class Informe(Published):
    """Un informe escalafonario, como se emitió."""

    id: int
    """Con él se pide el PDF, en /informes/ID/pdf."""
    cita: str
    """Su número y su año: 000042-2026."""
    dni: Dni
    sede: Codigo
    """La UGEL o DRE que lo emitió."""
    nombre_sede: str
    nombre_tipo: str
    motivo: str
    nombre_motivo: str
    """Para qué se pidió."""
    is_de_oficio: bool
    """Si lo emitió el equipo de Escalafón."""
    issued_at: datetime
    vence_el: date


@dataclass(frozen=True, kw_only=True)
class InformeEmitido:
    """Un informe, y si lo que dice todavía vale."""

    informe: Informe
    estado: EstadoInforme

    @classmethod
    def of_pair(cls, informe: models.Informe, estado: EstadoInforme) -> Self:
        """Take an informe and what is known of it today."""
        return cls(informe=Informe.of(informe), estado=estado)


@dataclass(frozen=True, kw_only=True)
class Informes:
    """Una parte de los informes, el más reciente primero."""

    informes: tuple[InformeEmitido, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class InformePedido:
    """Para qué se necesita un informe."""

    motivo: Annotated[str, Rule(max_length=40)]
    """La clave de uno de los motivos del catálogo."""
