"""The way out to people: a letter becomes a message, and the mail server takes it.

`message` writes it and `smtp` hands it over; neither knows of tables or of when to try again.
"""

from services.notifier.mailer.message import compose
from services.notifier.mailer.smtp import Mailer

__all__ = ["Mailer", "compose"]
