"""Facts that boleta announces."""

from dataclasses import dataclass
from datetime import datetime

from contracts.events import Event


@dataclass(frozen=True, kw_only=True)
class BoletasPublished(Event, publisher="boleta", version=1):
    """Boletas of one sede and month can be seen; at most BATCH_SIZE people in one event."""

    planilla: int
    periodo: int
    """Year and month as one number: 202206."""
    entidad: str
    dnis: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanillaImported(Event, publisher="boleta", version=1):
    """A planilla was read: how many of its records were kept and how many refused."""

    planilla: int
    periodo: int
    entidad: str
    boletas: int
    rejected: int
    imported_by: str | None
    """DNI of who imported it; None when an operator did, by command."""


@dataclass(frozen=True, kw_only=True)
class BoletaReplaced(Event, publisher="boleta", version=1):
    """A boleta that its owner could see no longer counts: another version took its place."""

    boleta: int
    reemplazo: int
    """The version that counts."""
    dni: str
    periodo: int
    entidad: str
    motivo: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BoletaAnnulled(Event, publisher="boleta", version=1):
    """A boleta that its owner could see no longer counts, and nothing took its place."""

    boleta: int
    dni: str
    periodo: int
    entidad: str
    motivo: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ReclamoAnswered(Event, publisher="boleta", version=1):
    """An administrador observed, attended or rejected what a servidor claimed about their pay."""

    numero: str
    dni: str
    periodo: int
    entidad: str
    estado: str
    """`observado`, `atendido` or `rechazado`."""
    respuesta: str
    at: datetime
