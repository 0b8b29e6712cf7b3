"""The tables of identity. Of every secret thing they keep a fingerprint or a sealed text."""

from services.identity.models.accounts import Account, PasswordLink, RecoveryRequest, RoleGrant
from services.identity.models.base import Base, db
from services.identity.models.clients import AuthorizationCode, Client, RefreshToken, SigningKey
from services.identity.models.sessions import LoginSession

__all__ = [
    "Account",
    "AuthorizationCode",
    "Base",
    "Client",
    "LoginSession",
    "PasswordLink",
    "RecoveryRequest",
    "RefreshToken",
    "RoleGrant",
    "SigningKey",
    "db",
]
