"""Events as the notifier hears them, and the key by which their links are sealed."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from joserfc.jwk import ECKey

from chassis.sealing import seal
from contracts.boleta import (
    BoletaAnnulled,
    BoletaReplaced,
    BoletasPublished,
    PlanillaImported,
    ReclamoAnswered,
)
from contracts.identity import (
    AccountContact,
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
    CorreoLinkIssued,
    NewDeviceSignIn,
    PasswordLinkIssued,
    PasswordSet,
    RecoveryWithoutAccount,
)
from contracts.legajo import (
    LegajoChanged,
    LegajoTransferred,
    ServidoresUpdated,
    ServidorFile,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)

_KEY = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})

SEALING_KEY = json.dumps(_KEY.as_dict(private=True))
"""The notifier's own key in these tests."""

LINK = "http://ayni.test/passport/generar/Zx9-secreto_de_prueba"
"""A live link: it may be read in a mail and nowhere else."""

ROSA = AccountContact(dni="00000001", nombres="ROSA ELENA", correo="Rosa.Quispe@correo.example")


def sealed(link: str = LINK) -> str:
    """Seal a link as identity does."""
    return seal(link, json.dumps(_KEY.as_dict(private=False)))


def accounts_created(*accounts: AccountContact) -> AccountsCreated:
    return AccountsCreated(accounts=accounts or (ROSA,))


def people(count: int, first: int = 1) -> tuple[AccountContact, ...]:
    """Invent so many people, with DNIs that nobody has."""
    return tuple(
        AccountContact(dni=f"{n:08}", nombres=f"PERSONA {n}", correo=f"persona{n}@correo.example")
        for n in range(first, first + count)
    )


def password_link(**fields: Any) -> PasswordLinkIssued:
    defaults: dict[str, Any] = {
        "dni": ROSA.dni,
        "nombres": ROSA.nombres,
        "correo": ROSA.correo,
        "purpose": "generar",
        "sealed_link": sealed(),
        "expires_at": datetime.now(UTC) + timedelta(hours=24),
    }
    return PasswordLinkIssued(**(defaults | fields))


def password_set(**fields: Any) -> PasswordSet:
    defaults: dict[str, Any] = {
        "dni": ROSA.dni,
        "nombres": ROSA.nombres,
        "correo": ROSA.correo,
        "at": datetime(2026, 6, 15, 16, 30, tzinfo=UTC),
    }
    return PasswordSet(**(defaults | fields))


def email_changed(**fields: Any) -> AccountEmailChanged:
    defaults: dict[str, Any] = {
        "dni": ROSA.dni,
        "nombres": ROSA.nombres,
        "previous_correo": ROSA.correo,
        "correo": "rosa.q@correo.example",
        "at": at("2026-06-15T16:30:00+00:00"),
    }
    return AccountEmailChanged(**(defaults | fields))


def solicitud_submitted(**fields: Any) -> SolicitudSubmitted:
    defaults: dict[str, Any] = {"expediente": "EXP-2026-000007", "dni": ROSA.dni, "seccion": "II"}
    return SolicitudSubmitted(**(defaults | fields))


def solicitud_status_changed(**fields: Any) -> SolicitudStatusChanged:
    defaults: dict[str, Any] = {
        "expediente": "EXP-2026-000007",
        "dni": ROSA.dni,
        "seccion": "II",
        "estado": "OBSERVADA",
        "comentario": "Adjunte el reverso del título.",
        "at": at("2026-06-15T16:30:00+00:00"),
    }
    return SolicitudStatusChanged(**(defaults | fields))


def solicitud_about_to_expire(**fields: Any) -> SolicitudAboutToExpire:
    defaults: dict[str, Any] = {
        "expediente": "EXP-2026-000007",
        "dni": ROSA.dni,
        "seccion": "II",
        "comentario": "Adjunte el reverso del título.",
        "vence_el": date(2026, 6, 22),
        "at": at("2026-06-18T05:01:00+00:00"),
    }
    return SolicitudAboutToExpire(**(defaults | fields))


def legajo_transferred(**fields: Any) -> LegajoTransferred:
    defaults: dict[str, Any] = {
        "dni": ROSA.dni,
        "origen": "080006",
        "destino": "080003",
        "at": at("2026-06-19T15:20:00+00:00"),
    }
    return LegajoTransferred(**(defaults | fields))


def legajo_changed(**fields: Any) -> LegajoChanged:
    defaults: dict[str, Any] = {
        "dni": ROSA.dni,
        "seccion": "II. Situación académica",
        "estado": "",
        "at": at("2026-06-22T16:05:00+00:00"),
    }
    return LegajoChanged(**(defaults | fields))


def boletas_published(*dnis: str, **fields: Any) -> BoletasPublished:
    defaults: dict[str, Any] = {"planilla": 12, "periodo": 202206, "entidad": "UGEL CANCHIS"}
    return BoletasPublished(dnis=dnis or (ROSA.dni,), **(defaults | fields))


def planilla_imported(**fields: Any) -> PlanillaImported:
    defaults: dict[str, Any] = {
        "planilla": 12,
        "periodo": 202206,
        "entidad": "UGEL CANCHIS",
        "boletas": 2,
        "rejected": 1,
        "imported_by": ROSA.dni,
    }
    return PlanillaImported(**(defaults | fields))


def correo_link() -> CorreoLinkIssued:
    expires_at = datetime.now(UTC) + timedelta(hours=24)
    return CorreoLinkIssued(
        dni=ROSA.dni,
        nombres=ROSA.nombres,
        correo="rosa.q@correo.example",
        sealed_link=sealed(),
        expires_at=expires_at,
    )


def account_opened() -> AccountOpened:
    return AccountOpened(
        dni=ROSA.dni,
        nombres=ROSA.nombres,
        correo=ROSA.correo,
        at=at("2026-06-15T16:30:00+00:00"),
    )


def new_device() -> NewDeviceSignIn:
    return NewDeviceSignIn(
        dni=ROSA.dni,
        nombres=ROSA.nombres,
        correo=ROSA.correo,
        device="Chrome en Windows",
        at=at("2026-06-15T16:30:00+00:00"),
    )


def no_account() -> RecoveryWithoutAccount:
    return RecoveryWithoutAccount(correo="nadie@correo.example", at=at("2026-06-15T16:30:00+00:00"))


def boleta_replaced() -> BoletaReplaced:
    return BoletaReplaced(
        boleta=202206000000001,
        reemplazo=202206000000002,
        dni=ROSA.dni,
        periodo=202206,
        entidad="UGEL CANCHIS",
        motivo="Faltaba la asignación por zona rural",
        at=at("2026-06-15T16:30:00+00:00"),
    )


def boleta_annulled() -> BoletaAnnulled:
    return BoletaAnnulled(
        boleta=202206000000001,
        dni=ROSA.dni,
        periodo=202206,
        entidad="UGEL CANCHIS",
        motivo="Se pagó dos veces",
        at=at("2026-06-15T16:30:00+00:00"),
    )


def reclamo_answered() -> ReclamoAnswered:
    return ReclamoAnswered(
        numero="RCL-2026-000007",
        dni=ROSA.dni,
        periodo=202206,
        entidad="UGEL CANCHIS",
        estado="atendido",
        respuesta="Se reconoce la asignación <rural> & se pagará en julio.",
        at=at("2026-06-15T16:30:00+00:00"),
    )


def servidores_updated(*dnis: str, sede: str = "080006") -> ServidoresUpdated:
    return ServidoresUpdated(
        servidores=tuple(
            ServidorFile(
                dni=dni,
                apellidos="QUISPE HUAMÁN",
                nombres="ROSA ELENA",
                sede=sede,
                tipo_servidor="Docente Contratado",
                regimen="Ley Nro 30328",
                cargo="PROFESOR",
                fecha_ingreso=at("2025-03-01").date(),
            )
            for dni in dnis or (ROSA.dni,)
        )
    )


def delivery_report(number: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Write what a mail server sends back when it cannot deliver (RFC 3464)."""
    return f"""\
From: MAILER-DAEMON@correo.example
To: rebotes+{number}@ayni.example.pe
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.correo.example

Final-Recipient: rfc822; rosa.quispe@correo.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user here
--b--
""".encode()


def at(text: str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(text)
