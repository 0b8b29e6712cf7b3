"""Settings of legajo."""

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import Secret, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What the processes of legajo are told."""

    database_url: Secret
    """Where legajo keeps its data. No other service may connect here."""
    files_dir: Path
    """The folder where legajo keeps the documents of the legajos, encrypted."""
    files_key: Secret
    """What those documents are encrypted with: whoever loses it loses the documents."""
    max_documento_mb: int = 5
    """The largest document that a servidor may send, each."""
    clamd_address: str = ""
    """The clamd that looks at each document: `host:port` or a socket's path; empty is none."""
