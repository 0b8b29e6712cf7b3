"""What the boleta service is told by its environment."""

from dataclasses import dataclass

from chassis.issuing.settings import IssuingSettings
from chassis.settings import Secret


@dataclass(frozen=True, kw_only=True)
class Settings(IssuingSettings):
    """The settings of boleta: `BOLETA_…`, or `AYNI_…` for what all services share."""

    database_url: Secret
    """Where boleta keeps its data. No other service may connect here."""
    legajo_url: str
    """Where boleta reaches legajo, inside, to rebuild its replica of the servidores."""
    client_secret: Secret
    """What boleta shows identity to get a token of its own, for calls that no person makes."""
    max_planilla_mb: int = 1024
    """The largest payroll file that a page takes in: a national month in CSV is just below."""
