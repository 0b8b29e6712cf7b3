"""What the notifier is told when it starts."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings
from uikit.brand import BRAND

NO_PASSWORD = Secret("")


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """The notifier's settings: `NOTIFIER_…`, or `AYNI_…` for what all services share."""

    database_url: Secret
    """Where the notifier keeps its data. No other service may connect here."""
    sealing_key: Secret
    """The private key (JWK) that opens the links which identity sealed."""
    smtp_host: str
    """The mail server that takes our messages."""
    smtp_port: int = 25
    """Its port."""
    smtp_user: str = ""
    """Who we are to it; empty when it knows us by our address."""
    smtp_password: Secret = NO_PASSWORD
    """The password of `smtp_user`."""
    smtp_starttls: bool = False
    """Whether to speak TLS to it, and to refuse to send without."""
    smtp_timeout: float = 10.0
    """Seconds to wait for its answer to one command."""
    mail_from: str = "Mensajería AYNI <mensajeria@ayni.example.pe>"
    """The sender that people see. What cannot be delivered comes back to its address."""
    reply_to: str = BRAND.help_email
    """Who reads what people answer: the help desk."""
    lease_seconds: int = 90
    """After how long an e-mail in the hands of a worker that was killed is free again."""
