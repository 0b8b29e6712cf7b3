"""What identity is told by its environment."""

from dataclasses import dataclass

from chassis.settings import Secret, ServiceSettings
from services.identity.domain import CaptchaMode
from services.identity.policy import PolicyName

NO_SECRET = Secret("")
"""What is not set."""


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
    gateway_url: str = ""
    """Where the gateway hears that a session ended: `http://gateway:8000`; else the public URL."""
    gateway_key: str = ""
    """The gateway's public key (JWK), if it signs for itself instead of showing a secret."""
    password_policy: PolicyName = PolicyName.GUIDE
    """What is asked of a new password: `passport-2022`, as in the guide, or `nist-63b4`."""
    password_pepper: Secret = NO_SECRET
    """Mixed into every hash made from now on, so that the tables alone are worth nothing. Lost, it
    costs every password; once set, it must stay."""
    captcha_mode: CaptchaMode = CaptchaMode.ALWAYS
    """When a form asks for the code of an image: `always` as in the guide, only at `risk` (after
    mistakes from the same network), or never (`off`)."""
    reveal_unregistered: bool = True
    """Whether Generar contraseña tells at once, as in the guide, that a DNI and an address are not
    together in the register. With `false` the page is the same for all, and a mail tells."""
    totp_required: bool = False
    """Whether who holds a role must also type a code from an app (deploy/compose.tls.yaml: yes)."""
    recoveries_per_network: int = 10
    """How often an hour Recuperar contraseña is answered in one network."""
    max_register_mb: int = 1024
    """The largest file of the register that a page takes in."""
