"""The worker's own work: what the clock does to solicitudes."""

from datetime import datetime

from chassis.ticker import Chore
from services.legajo.domain import LIMA
from services.legajo.usecases.expiring import expire_solicitudes, warn_of_expiry

SWEEP_SECONDS = 60.0
"""How long after midnight a deadline may go unnoticed: nobody can answer late meanwhile."""


def expire() -> bool:
    """End what was not answered in time, as it is today in Peru."""
    return expire_solicitudes(datetime.now(LIMA).date())


def warn() -> bool:
    """Warn of what will end soon."""
    return warn_of_expiry(datetime.now(LIMA).date())


CHORES = (
    Chore("expire solicitudes", SWEEP_SECONDS, expire),
    Chore("warn of expiry", SWEEP_SECONDS, warn),
)
"""What the worker does beside sending events."""
