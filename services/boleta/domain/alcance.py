"""Which sedes a person answers for: a UGEL, a DRE with its UGEL, or all of them and the country."""

from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL, all_sedes, name_of

COUNTRY = "Todo el país"
"""What a planilla of no single sede says of whom it pays."""


def sedes_of(principal: Principal, role: Role = Role.ADMINISTRADOR_BOLETA) -> list[str]:
    """Return the codes of the sedes over which the person holds the role."""
    return [code for code in (NATIONAL, *all_sedes()) if principal.may(role, code)]


def sede_options(principal: Principal) -> list[tuple[str, str]]:
    """Return the same as a list to choose from: each DRE before its UGEL."""
    return [(code, nombre_sede(code)) for code in sedes_of(principal)]


def nombre_sede(code: str) -> str:
    """Return what a sede is called, the whole country too."""
    return COUNTRY if code == NATIONAL else name_of(code)
