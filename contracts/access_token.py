"""What the access token says about a person: the claims of RFC 9068 and our own.

Identity writes it, every other service believes it and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from contracts.sedes import NATIONAL, find_sede

AUDIENCE = "ayni"
"""The `aud` of every access token: the services of this platform."""


class Role(StrEnum):
    """What a person may be, beyond themselves."""

    SERVIDOR = "servidor"
    ADMINISTRADOR_BOLETA = "administrador_boleta"
    ESCALAFON = "escalafon"
    RESPONSABLE_PERSONAL = "responsable_personal"
    MESA_DE_AYUDA = "mesa_de_ayuda"
    AUDITOR = "auditor"
    ADMINISTRADOR = "administrador"

    @property
    def label(self) -> str:
        """How people call it."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.SERVIDOR: "Servidor público",
    Role.ADMINISTRADOR_BOLETA: "Administrador MI BOLETA",
    Role.ESCALAFON: "Especialista de escalafón",
    Role.RESPONSABLE_PERSONAL: "Responsable de personal",
    Role.MESA_DE_AYUDA: "Mesa de ayuda",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRADOR: "Administrador",
}


@dataclass(frozen=True)
class Grant:
    """A role over a sede: a UGEL, a DRE (and its UGEL), or NATIONAL."""

    role: Role
    sede: str

    def reaches(self, sede: str) -> bool:
        """Tell whether that sede is within the scope of the grant."""
        if self.sede in {NATIONAL, sede}:
            return True
        target = find_sede(sede)
        return target is not None and target.dre == self.sede


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who asks: a person, or a client of ours acting for itself (then `dni` is empty)."""

    sub: str
    client_id: str
    scope: frozenset[str] = frozenset()
    dni: str = ""
    nombres: str = ""
    apellidos: str = ""
    grants: tuple[Grant, ...] = ()
    ultimo_acceso: datetime | None = None
    """When the person had last signed in before this time."""
    sid: str = ""
    """Which sign-in of the person it is."""

    @property
    def nombre_completo(self) -> str:
        """The person's name as pages show it."""
        return f"{self.nombres} {self.apellidos}".strip()

    def has(self, role: Role) -> bool:
        """Tell whether the person holds the role, over any sede."""
        return any(grant.role is role for grant in self.grants)

    def may(self, role: Role, sede: str) -> bool:
        """Tell whether the person holds the role over that sede."""
        return any(grant.role is role and grant.reaches(sede) for grant in self.grants)

    def grants_of(self, role: Role) -> tuple[Grant, ...]:
        """Return the grants of one role."""
        return tuple(grant for grant in self.grants if grant.role is role)

    def to_claims(self) -> dict[str, Any]:
        """Return the claims that say this, besides those that RFC 9068 §2.2 requires."""
        claims: dict[str, Any] = {
            "sub": self.sub,
            "client_id": self.client_id,
            "scope": " ".join(sorted(self.scope)),
        }
        if self.dni:
            claims |= {
                "dni": self.dni,
                "given_name": self.nombres,
                "family_name": self.apellidos,
                "grants": [{"role": grant.role, "sede": grant.sede} for grant in self.grants],
            }
        if self.sid:
            claims["sid"] = self.sid
        if self.ultimo_acceso:
            claims["ultimo_acceso"] = self.ultimo_acceso.isoformat()
        return claims

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> "Principal":
        """Read verified claims; roles that this version does not know are ignored."""
        ultimo_acceso = claims.get("ultimo_acceso")
        return cls(
            sub=claims["sub"],
            client_id=claims["client_id"],
            scope=frozenset(claims.get("scope", "").split()),
            dni=claims.get("dni", ""),
            nombres=claims.get("given_name", ""),
            apellidos=claims.get("family_name", ""),
            grants=tuple(
                Grant(Role(item["role"]), item["sede"])
                for item in claims.get("grants", ())
                if item["role"] in set(Role)
            ),
            ultimo_acceso=datetime.fromisoformat(ultimo_acceso) if ultimo_acceso else None,
            sid=claims.get("sid", ""),
        )
