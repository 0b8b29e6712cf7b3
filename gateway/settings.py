"""What the gateway is told by its environment: `GATEWAY_…`, or `AYNI_…` for what all share."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings

NO_SECRET = Secret("")
"""Of what is not used."""


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """The settings of the gateway."""

    legajo_url: str
    """Where the gateway reaches legajo, inside: `http://legajo:8000`."""
    boleta_url: str
    """Where the gateway reaches boleta, inside: `http://boleta:8000`."""
    notifier_url: str
    """Where the gateway reaches the notifier, inside: `http://notifier:8000`."""
    client_secret: Secret
    """By which identity knows the gateway; the same as IDENTITY_GATEWAY_SECRET."""
    client_key: Secret = NO_SECRET
    """A private key (JWK, P-256): then the gateway signs for itself and shows no secret."""
    session_secret: Secret
    """Seals what rests in Valkey. Another value signs everybody out, and does no other harm."""
    session_idle_minutes: int = 30
    """A session that nobody uses for so long ends."""
    session_max_hours: int = 8
    """A session ends after so long, however busy it is."""
    upstream_timeout_seconds: int = 30
    """How long a service may keep a person waiting before we say that it is slow."""
    posts_per_minute: int = 300
    """How many forms one address may send in a minute; a whole UGEL may share one address."""
    trusted_proxies: int = 0
    """How many proxies of ours stand before the gateway, and say who the client is."""
