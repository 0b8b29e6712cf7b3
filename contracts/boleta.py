"""Facts that boleta announces."""

from dataclasses import dataclass

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
