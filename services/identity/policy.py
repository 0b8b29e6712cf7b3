"""What a password must be when it is chosen: two policies, as data that page and server read.

Nothing here is asked of a password that is typed to sign in: a change of policy locks nobody out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from chassis.errors import Invalid
from services.identity.blocklist import reason_against
from services.identity.domain import Registration


class PolicyName(StrEnum):
    """The policies that one may choose from."""

    GUIDE = "passport-2022"
    NIST = "nist-63b4"


@dataclass(frozen=True)
class PasswordRule:
    """One requirement, as it is told and as it is tested.

    The pattern is searched by Python here and by JavaScript in the page: it may only say what both
    understand alike.
    """

    text: str
    pattern: str

    def is_kept_by(self, password: str) -> bool:
        """Tell whether the password meets this requirement."""
        return re.search(self.pattern, password) is not None


@dataclass(frozen=True)
class PasswordPolicy:
    """The requirements of one policy, in the order in which they are read."""

    rules: tuple[PasswordRule, ...]

    def broken_by(self, password: str) -> list[PasswordRule]:
        """Return the requirements that the password does not meet."""
        return [rule for rule in self.rules if not rule.is_kept_by(password)]


def _at_least(length: int) -> PasswordRule:
    return PasswordRule(f"Debería tener {length} caracteres como mínimo", rf"^[\s\S]{{{length}}}")


def _at_most(length: int) -> PasswordRule:
    text = f"Debería tener {length} caracteres como máximo"
    return PasswordRule(text, rf"^(?![\s\S]{{{length + 1}}})")


POLICIES = {
    PolicyName.GUIDE: PasswordPolicy(
        (
            PasswordRule("Al menos debería tener una letra en minúscula", "[a-zà-öø-ÿ]"),
            PasswordRule("Al menos debería tener una letra en mayúscula", "[A-ZÀ-ÖØ-Þ]"),
            PasswordRule("Al menos debería tener un número", "[0-9]"),
            _at_least(8),
            _at_most(15),
            PasswordRule(
                r"No debería tener los siguientes caracteres +/.*?\$&%|<>#",
                r"^(?![\s\S]*[+/.*?\\$&%|<>#])",
            ),
        )
    ),
    PolicyName.NIST: PasswordPolicy((_at_least(15), _at_most(128))),
}
"""`passport-2022`: the six requirements of the user guide, in its words and order. `nist-63b4`: any
characters, and as many as a phrase has (NIST SP 800-63B-4 §3.1.1.2)."""


def refuse_weak(password: str, person: Registration, policy: PolicyName) -> None:
    """Refuse a password that breaks the policy, or that others would guess of this person."""
    if POLICIES[policy].broken_by(password):
        reason: str | None = "La contraseña no cumple todos los requerimientos."
    else:
        reason = reason_against(password, person)
    if reason:
        raise Invalid(errors={"contrasena": reason})
