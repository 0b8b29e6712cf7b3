"""The legajos of a sede, as who keeps them sees them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Published
from services.legajo import models
from services.legajo.api.values.legajo import EstadoLegajo, Legajo
from services.legajo.domain.reserva import LEAST_MOTIVO, MAX_MOTIVO


class LegajoBuscado(StrEnum):
    """How the legajo of who is looked for is."""

    VIGENTE = "vigente"
    NO_VIGENTE = "no_vigente"
    SIN_LEGAJO = "sin_legajo"


@dataclass(frozen=True, kw_only=True)
class LegajoEncontrado(Published):
    """Un servidor en una búsqueda."""

    dni: Dni
    apellidos: str
    nombres: str
    sede: Codigo
    nombre_sede: str
    cargo: str
    estado: EstadoLegajo

    @classmethod
    def of_servidor(cls, servidor: models.Servidor) -> Self:
        """Take who was found."""
        return cls.of(servidor, estado=EstadoLegajo.of(servidor.legajo))


@dataclass(frozen=True, kw_only=True)
class LegajosEncontrados:
    """Una parte de quienes se encontraron, en el orden de sus apellidos."""

    legajos: tuple[LegajoEncontrado, ...]
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class LegajoDeSede(Legajo):
    """De quién es un legajo, y qué de él es reservado."""

    reservadas: int
    """Cuántas de sus anotaciones son reservadas."""
    ve_lo_reservado: bool
    """Si quien pregunta dijo hoy por qué necesita ver lo reservado."""

    @classmethod
    def kept(
        cls, servidor: models.Servidor, today: date, *, reservadas: int, ve_lo_reservado: bool
    ) -> Self:
        """Take the heading of a legajo for who keeps it."""
        heading = Legajo.of_servidor(servidor, today)
        return cls.of(heading, reservadas=reservadas, ve_lo_reservado=ve_lo_reservado)


@dataclass(frozen=True, kw_only=True)
class MotivoDeReserva:
    """Por qué se necesita ver lo reservado."""

    motivo_reserva: Annotated[str, Rule(min_length=LEAST_MOTIVO, max_length=MAX_MOTIVO)]
    """El servidor lo leerá."""
