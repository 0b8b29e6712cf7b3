"""The four invented people as whom one may sign in to the demonstration at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """A person of the demo data and their password."""

    dni: str
    password: str
    who: str


SERVIDOR = SignIn("00000001", "Huayruro2025", "servidor, con legajo vigente")
SIN_LEGAJO = SignIn("00000002", "Cantuta2025", "servidor sin legajo: solo Mi boleta")
ADMINISTRADOR = SignIn("00000003", "Vicuna2025", "Administrador MI BOLETA de una UGEL")

ESCALAFON = SignIn("00000004", "Retama2025", "Especialista de escalafón de una UGEL")

SIGN_INS = (SERVIDOR, SIN_LEGAJO, ADMINISTRADOR, ESCALAFON)
"""All of them, in the order in which they are told."""


def told() -> str:
    """Return what to tell somebody who wants to look around."""
    people = (f"  DNI {each.dni}   contraseña {each.password:<15} {each.who}" for each in SIGN_INS)
    return "\n".join(["Sign in as:", *people])
