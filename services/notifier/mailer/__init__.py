"""The way out to people: a letter becomes a message, and the mail server takes it.

`message` writes it, `smtp` hands it over, and `reports` reads what comes back; none of them knows
of tables or of when to try again.
"""

from services.notifier.mailer.message import compose
from services.notifier.mailer.reports import Report, read_report, reports_in
from services.notifier.mailer.smtp import Mailer

__all__ = ["Mailer", "Report", "compose", "read_report", "reports_in"]
