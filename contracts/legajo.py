"""Facts that legajo announces."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.events import Event


@dataclass(frozen=True, kw_only=True)
class ServidorFile:
    """What the heading of a personnel file says about a servidor."""

    dni: str
    apellidos: str
    nombres: str
    sede: str
    tipo_servidor: str
    regimen: str
    cargo: str
    fecha_ingreso: date


@dataclass(frozen=True, kw_only=True)
class ServidoresUpdated(Event, publisher="legajo", version=1):
    """Servidores were registered or corrected; at most BATCH_SIZE of them in one event."""

    servidores: tuple[ServidorFile, ...]


@dataclass(frozen=True, kw_only=True)
class SolicitudSubmitted(Event, publisher="legajo", version=1):
    """A servidor asked for their legajo to be updated."""

    expediente: str
    dni: str
    seccion: str
    """What it is about; empty when that is reserved."""


@dataclass(frozen=True, kw_only=True)
class SolicitudStatusChanged(Event, publisher="legajo", version=1):
    """A solicitud moved to another estado."""

    expediente: str
    dni: str
    seccion: str
    """What it is about; empty when that is reserved."""
    estado: str
    comentario: str
    at: datetime
    vence_el: date | None = None
    """The last day for what the estado waits for, if it waits for anything."""


@dataclass(frozen=True, kw_only=True)
class SolicitudAboutToExpire(Event, publisher="legajo", version=1):
    """A solicitud that was observed becomes no presentada if its servidor does not answer soon."""

    expediente: str
    dni: str
    seccion: str
    """What it is about; empty when that is reserved."""
    comentario: str
    """What was observed."""
    vence_el: date
    """The last day on which the servidor may answer."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LegajoTransferred(Event, publisher="legajo", version=1):
    """Another sede received the legajo of a servidor, and keeps it from now on."""

    dni: str
    origen: str
    """The code of the sede that sent it."""
    destino: str
    """The code of the sede that keeps it."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LegajoChanged(Event, publisher="legajo", version=1):
    """A specialist changed a legajo of their own accord: nobody had asked for it."""

    dni: str
    seccion: str
    """Where; empty when the section is reserved, or when it is about the legajo itself."""
    estado: str
    """Whether it counts from now on: `vigente`, `no_vigente`; empty, if that is as it was."""
    at: datetime
