"""Settings of legajo."""

from dataclasses import dataclass

from chassis.issuing.settings import IssuingSettings
from chassis.settings import Secret


@dataclass(frozen=True, kw_only=True)
class Settings(IssuingSettings):
    """What the processes of legajo are told."""

    database_url: Secret
    """Where legajo keeps its data. No other service may connect here."""
    max_documento_mb: int = 5
    """The largest document that a servidor may send, each."""
    max_importacion_mb: int = 50
    """The largest CSV that a specialist may import on a page."""
    clamd_address: str = ""
    """The clamd that looks at each document: `host:port` or a socket's path; empty is none."""
