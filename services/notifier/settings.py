"""What the notifier is told when it starts."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings
from uikit.brand import BRAND

NONE = Secret("")


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
    smtp_password: Secret = NONE
    """The password of `smtp_user`."""
    smtp_starttls: bool = False
    """Whether to speak TLS to it, and to refuse to send without."""
    smtp_timeout: float = 10.0
    """Seconds to wait for its answer to one command."""
    mail_from: str = "Mensajería AYNI <mensajeria@ayni.example.pe>"
    """The sender that people see."""
    bounce_address: str = "rebotes@ayni.example.pe"
    """Where mail that cannot be delivered comes back; each message adds its number to the name
    (`rebotes+NUMBER@…`), so that a report says by its address which message it is about."""
    bounce_maildir: str = ""
    """The Maildir where a mail server leaves what came back; empty when it tells by HTTP or not."""
    bounce_secret: Secret = NONE
    """What a mail provider shows when it tells of a bounce by HTTP; empty refuses them all."""
    dkim_key: Secret = NONE
    """The RSA private key (PEM) that signs every message (RFC 6376); empty for no signature."""
    dkim_selector: str = "ayni"
    """The name under which the DNS of the sender's domain has its public half."""
    reply_to: str = BRAND.help_email
    """Who reads what people answer: the help desk."""
    retention_days: int = 730
    """For how long an e-mail that has ended is kept for who asks about it."""
    lease_seconds: int = 90
    """After how long an e-mail in the hands of a worker that was killed is free again."""
