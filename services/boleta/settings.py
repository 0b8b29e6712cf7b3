"""What the boleta service is told by its environment."""

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import Secret, ServiceSettings

NO_SEAL = Secret("")
"""What stands for the key of the seal where there is none."""


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """The settings of boleta: `BOLETA_…`, or `AYNI_…` for what all services share."""

    database_url: Secret
    """Where boleta keeps its data. No other service may connect here."""
    legajo_url: str
    """Where boleta reaches legajo, inside, to rebuild its replica of the servidores."""
    client_secret: Secret
    """What boleta shows identity to get a token of its own, for calls that no person makes."""
    files_dir: Path
    """The folder where boleta keeps payroll files and the documents that it issued, encrypted."""
    files_key: Secret
    """What those files are encrypted with: whoever loses it loses the files."""
    max_planilla_mb: int = 1024
    """The largest payroll file that a page takes in: a national month in CSV is just below."""
    seal_key: Secret = NO_SEAL
    """Seals documents: the path of a PEM file, or PKCS#8 in base64. Without it none is sealed."""
    seal_certificates: str = ""
    """The certificates of that key, its own first: a PEM file, or DER in base64 with commas."""
    seal_tsa_url: str = ""
    """Where a time-stamping authority attests the moment of a seal (RFC 3161); none if empty."""
