"""Settings of legajo."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What the processes of legajo are told."""

    database_url: Secret
    """Where legajo keeps its data. No other service may connect here."""
