"""Every kind of letter: its subject, its lane, and for how long it is worth sending."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256


class Lane(StrEnum):
    """Which queue a letter waits in: nobody's password waits behind a month of boletas."""

    SECURITY = "security"
    BULK = "bulk"


class Kind(StrEnum):
    """What a letter is about; its templates are named so."""

    PASSWORD_LINK = "password_link"  # noqa: S105  (a name of ours)
    PASSWORD_RECOVERY = "password_recovery"  # noqa: S105
    PASSWORD_SET = "password_set"  # noqa: S105
    CORREO_LINK = "correo_link"
    ACCOUNT_OPENED = "account_opened"
    NEW_DEVICE = "new_device"
    NO_ACCOUNT = "no_account"
    EMAIL_CHANGED = "email_changed"
    EMAIL_LEFT = "email_left"
    SOLICITUD_SUBMITTED = "solicitud_submitted"
    SOLICITUD_STATUS_CHANGED = "solicitud_status_changed"
    SOLICITUD_ABOUT_TO_EXPIRE = "solicitud_about_to_expire"
    LEGAJO_TRANSFERRED = "legajo_transferred"
    LEGAJO_CHANGED = "legajo_changed"
    BOLETA_PUBLISHED = "boleta_published"
    BOLETA_DIGEST = "boleta_digest"
    BOLETA_REPLACED = "boleta_replaced"
    BOLETA_ANNULLED = "boleta_annulled"
    PLANILLA_IMPORTED = "planilla_imported"
    RECLAMO_ANSWERED = "reclamo_answered"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """How one kind of letter is sent."""

    subject: str
    """Its `{fields}` come from the parameters. Nothing personal: locked screens show it."""
    lane: Lane = Lane.BULK
    lifetime: timedelta = timedelta(days=3)
    """After this it is not worth sending; what carries a link ends with the link instead."""
    is_refusable: bool = False
    """Whether a person may choose not to get it."""
    gathers: timedelta = timedelta(0)
    """How long it waits for more of the same, which it tells then in one letter."""
    second_chance: timedelta = timedelta(minutes=15)
    """How long to wait before sending it once more when nobody knows whether it arrived."""


def _security(subject: str) -> Letter:
    return Letter(subject=subject, lane=Lane.SECURITY, second_chance=timedelta(0))


PLATFORM = "Plataforma de Servicios para el Servidor Público"

LETTERS: dict[Kind, Letter] = {
    Kind.PASSWORD_LINK: _security(f"{PLATFORM} – Generar tu contraseña"),
    Kind.PASSWORD_RECOVERY: _security(f"{PLATFORM} – Recuperar su contraseña"),
    Kind.PASSWORD_SET: _security(f"{PLATFORM} – Su contraseña fue guardada"),
    Kind.CORREO_LINK: _security(f"{PLATFORM} – Confirme su nuevo correo"),
    Kind.ACCOUNT_OPENED: _security(f"{PLATFORM} – Su cuenta fue creada"),
    Kind.NEW_DEVICE: _security(f"{PLATFORM} – Ingreso desde un dispositivo nuevo"),
    Kind.NO_ACCOUNT: _security(f"{PLATFORM} – No hay una cuenta con este correo"),
    Kind.EMAIL_CHANGED: _security(f"{PLATFORM} – Su nuevo correo"),
    Kind.EMAIL_LEFT: _security(f"{PLATFORM} – Su correo fue cambiado"),
    Kind.SOLICITUD_SUBMITTED: Letter(subject="Su solicitud {expediente} fue registrada"),
    Kind.SOLICITUD_STATUS_CHANGED: Letter(subject="Novedades de su solicitud {expediente}"),
    Kind.SOLICITUD_ABOUT_TO_EXPIRE: Letter(
        subject="Su solicitud {expediente} vence el {vence_el}", lifetime=timedelta(days=2)
    ),
    Kind.LEGAJO_TRANSFERRED: Letter(subject="Su legajo cambió de sede"),
    Kind.LEGAJO_CHANGED: Letter(subject="Hubo cambios en su legajo", gathers=timedelta(minutes=15)),
    Kind.BOLETA_PUBLISHED: Letter(
        subject="Su boleta de {periodo} está disponible", is_refusable=True
    ),
    Kind.BOLETA_DIGEST: Letter(subject="Sus boletas de esta semana", is_refusable=True),
    Kind.BOLETA_REPLACED: Letter(subject="Su boleta de {periodo} fue corregida"),
    Kind.BOLETA_ANNULLED: Letter(subject="Su boleta de {periodo} fue anulada"),
    Kind.RECLAMO_ANSWERED: Letter(subject="Novedades de su reclamo {numero}"),
    Kind.PLANILLA_IMPORTED: Letter(subject="La planilla de {periodo} fue procesada"),
}
"""Every kind of letter that there is."""

LEAST_VALIDITY = timedelta(minutes=30)
"""A link that ends sooner than this is not worth sending: it would arrive to disappoint."""


def message_id(dedupe_key: str, host: str) -> str:
    """Return the Message-ID of a letter: the same at every try, so that copies can be told."""
    return f"<{sha256(dedupe_key.encode()).hexdigest()[:32]}@{host}>"
