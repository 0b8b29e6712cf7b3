"""What the audit trail can say: acts, how they ended, and the words in which people read them.

An act is added here before it is recorded; one that was ever recorded keeps its text.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    THROTTLED = "throttled"
    """Not even tried: too many went before."""

    @property
    def label(self) -> str:
        """How people call it."""
        return _OUTCOMES[self]


class Kind(StrEnum):
    """What acts are about: by this they are looked for."""

    SIGN_IN = "ingreso"
    PASSWORD = "contrasena"  # noqa: S105
    SESSION = "sesion"
    ACCOUNT = "cuenta"
    ROLE = "rol"
    PLATFORM = "plataforma"
    """Keys, clients, imports: what is about no person in particular."""

    @property
    def label(self) -> str:
        """How people call it."""
        return _KINDS[self]


class Act(StrEnum):
    """Something that happened to an account, or that somebody did to the platform."""

    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"
    TOTP_ENROLLED = "totp_enrolled"
    TOTP_REMOVED = "totp_removed"
    TOTP_RESET = "totp_reset"

    LINK_ISSUED = "link_issued"
    LINK_HANDED = "link_handed"
    LINK_USED = "link_used"
    LINK_EXPIRED = "link_expired"
    LINK_REUSED = "link_reused"
    PASSWORD_SET = "password_set"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105

    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    GRANT_ISSUED = "grant_issued"
    GRANT_ENDED = "grant_ended"
    CODE_REUSED = "code_reused"
    REFRESH_REUSED = "refresh_reused"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"

    ACCOUNT_CREATED = "account_created"
    CORREO_ASKED = "correo_asked"
    CORREO_CHANGED = "correo_changed"
    ACCOUNT_SUSPENDED = "account_suspended"
    ACCOUNT_REINSTATED = "account_reinstated"

    ROLE_GRANTED = "role_granted"
    ROLE_WITHDRAWN = "role_withdrawn"

    KEYS_ROTATED = "keys_rotated"
    KEY_LOST = "key_lost"
    CLIENT_CREATED = "client_created"
    CLIENT_SECRET_ROTATED = "client_secret_rotated"  # noqa: S105
    CLIENT_DISABLED = "client_disabled"
    CLIENT_ENABLED = "client_enabled"
    CLIENT_REFUSED = "client_refused"
    REGISTER_IMPORTED = "register_imported"
    TRAIL_EXPORTED = "trail_exported"
    TRAIL_TRIMMED = "trail_trimmed"

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return _ACTS[self][0]

    @property
    def label(self) -> str:
        """How people call it."""
        return _ACTS[self][1]


_OUTCOMES = {
    Outcome.DONE: "Hecho",
    Outcome.REFUSED: "Rechazado",
    Outcome.THROTTLED: "Frenado",
}

_KINDS = {
    Kind.SIGN_IN: "Ingresos",
    Kind.PASSWORD: "Contraseñas y enlaces",
    Kind.SESSION: "Sesiones y permisos de programas",
    Kind.ACCOUNT: "Cuentas",
    Kind.ROLE: "Roles",
    Kind.PLATFORM: "Plataforma",
}

_ACTS = {
    Act.SIGN_IN: (Kind.SIGN_IN, "Ingreso con contraseña"),
    Act.SECOND_FACTOR: (Kind.SIGN_IN, "Código de verificación"),
    Act.TOTP_ENROLLED: (Kind.SIGN_IN, "Activación de la verificación en dos pasos"),
    Act.TOTP_REMOVED: (Kind.SIGN_IN, "Desactivación de la verificación en dos pasos"),
    Act.TOTP_RESET: (Kind.SIGN_IN, "Restablecimiento de la verificación en dos pasos"),
    Act.LINK_ISSUED: (Kind.PASSWORD, "Enlace enviado por correo"),
    Act.LINK_HANDED: (Kind.PASSWORD, "Enlace entregado por un operador"),
    Act.LINK_USED: (Kind.PASSWORD, "Enlace usado"),
    Act.LINK_EXPIRED: (Kind.PASSWORD, "Enlace vencido"),
    Act.LINK_REUSED: (Kind.PASSWORD, "Enlace ya usado, abierto otra vez"),
    Act.PASSWORD_SET: (Kind.PASSWORD, "Contraseña generada con un enlace"),
    Act.PASSWORD_CHANGED: (Kind.PASSWORD, "Cambio de contraseña"),
    Act.SESSION_ENDED: (Kind.SESSION, "Cierre de una sesión"),
    Act.SESSIONS_ENDED: (Kind.SESSION, "Cierre de todas las sesiones"),
    Act.GRANT_ISSUED: (Kind.SESSION, "Permiso a un programa"),
    Act.GRANT_ENDED: (Kind.SESSION, "Fin del permiso a un programa"),
    Act.CODE_REUSED: (Kind.SESSION, "Código de un programa, usado dos veces"),
    Act.REFRESH_REUSED: (Kind.SESSION, "Permiso de un programa, usado dos veces"),
    Act.CONSENT_GIVEN: (Kind.SESSION, "Autorización a un programa"),
    Act.CONSENT_WITHDRAWN: (Kind.SESSION, "Retiro de la autorización a un programa"),
    Act.ACCOUNT_CREATED: (Kind.ACCOUNT, "Creación de la cuenta"),
    Act.CORREO_ASKED: (Kind.ACCOUNT, "Pedido de cambio de correo"),
    Act.CORREO_CHANGED: (Kind.ACCOUNT, "Cambio de correo"),
    Act.ACCOUNT_SUSPENDED: (Kind.ACCOUNT, "Suspensión de la cuenta"),
    Act.ACCOUNT_REINSTATED: (Kind.ACCOUNT, "Reactivación de la cuenta"),
    Act.ROLE_GRANTED: (Kind.ROLE, "Rol otorgado"),
    Act.ROLE_WITHDRAWN: (Kind.ROLE, "Rol retirado"),
    Act.KEYS_ROTATED: (Kind.PLATFORM, "Cambio de la clave de firma"),
    Act.KEY_LOST: (Kind.PLATFORM, "Clave de firma perdida"),
    Act.CLIENT_CREATED: (Kind.PLATFORM, "Registro de un programa"),
    Act.CLIENT_SECRET_ROTATED: (Kind.PLATFORM, "Cambio del secreto de un programa"),
    Act.CLIENT_DISABLED: (Kind.PLATFORM, "Desactivación de un programa"),
    Act.CLIENT_ENABLED: (Kind.PLATFORM, "Reactivación de un programa"),
    Act.CLIENT_REFUSED: (Kind.PLATFORM, "Programa que no se identificó"),
    Act.REGISTER_IMPORTED: (Kind.PLATFORM, "Importación del registro"),
    Act.TRAIL_EXPORTED: (Kind.PLATFORM, "Descarga de la auditoría"),
    Act.TRAIL_TRIMMED: (Kind.PLATFORM, "Borrado de la auditoría antigua"),
}


def acts_of(kind: Kind) -> list[Act]:
    """Return the acts of one kind."""
    return [act for act, (its_kind, _) in _ACTS.items() if its_kind is kind]
