"""What identity is told by its environment."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """The settings of identity."""

    database_url: Secret
    """Where identity keeps its data. No other service may connect here."""
    key_secret: Secret
    """Encrypts the private signing keys at rest. Lost, it costs new keys and a new sign-in."""
    gateway_secret: Secret
    """The secret of the client `gateway`, as the gateway also knows it."""
    boleta_secret: Secret
    """The secret of the client `boleta`, with which boleta asks legajo."""
    sealing_key: str
    """The notifier's public key (JWK): password links travel sealed to it."""
