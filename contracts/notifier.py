"""Facts that the notifier announces."""

from dataclasses import dataclass
from datetime import datetime

from contracts.events import Event


@dataclass(frozen=True, kw_only=True)
class EmailBounced(Event, publisher="notifier", version=1):
    """The address of a person takes no letters: somebody must ask them for another."""

    dni: str
    correo: str
    """The address that does not work."""
    reason: str
    """What its mail server said."""
    at: datetime
