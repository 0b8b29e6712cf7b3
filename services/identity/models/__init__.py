"""The tables of identity. Of every secret thing they keep a fingerprint or a sealed text."""

from services.identity.models.accounts import (
    NAME_WORDS,
    Account,
    PasswordLink,
    RecoveryRequest,
    RoleGrant,
)
from services.identity.models.audit import AuditEntry
from services.identity.models.base import Base, db
from services.identity.models.clients import (
    AuthorizationCode,
    Client,
    Consent,
    RefreshToken,
    SigningKey,
)
from services.identity.models.correo import CorreoChange
from services.identity.models.logout import LogoutNotice
from services.identity.models.register import (
    RegisterImport,
    RegisterPiece,
    RegisterRefusal,
)
from services.identity.models.second_factor import RecoveryCode, Totp
from services.identity.models.sessions import LoginSession
from services.identity.models.subject import Subject

__all__ = [
    "NAME_WORDS",
    "Account",
    "AuditEntry",
    "AuthorizationCode",
    "Base",
    "Client",
    "Consent",
    "CorreoChange",
    "LoginSession",
    "LogoutNotice",
    "PasswordLink",
    "RecoveryCode",
    "RecoveryRequest",
    "RefreshToken",
    "RegisterImport",
    "RegisterPiece",
    "RegisterRefusal",
    "RoleGrant",
    "SigningKey",
    "Subject",
    "Totp",
    "db",
]
