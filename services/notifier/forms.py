"""What people ask for and type; what makes no sense in an address is as if not asked."""

import re
from collections.abc import Mapping

from chassis.errors import Invalid
from services.notifier.domain import State
from services.notifier.domain.preferences import Preferencia

LAST_PAGE = 10_000
"""Nobody reads further."""


def read_dni(args: Mapping[str, str]) -> str:
    """Read a DNI; empty when it is none."""
    dni = args.get("dni", "").strip()
    return dni if re.fullmatch(r"\d{8}", dni, re.ASCII) else ""


def read_state(args: Mapping[str, str]) -> State | None:
    """Read the state of e-mails that are wanted."""
    estado = args.get("estado", "")
    return State(estado) if estado in [*State] else None


def read_page(args: Mapping[str, str]) -> int:
    """Read which page of a long list is wanted, from 1."""
    text = args.get("pagina", "")
    page = int(text) if re.fullmatch(r"\d{1,5}", text, re.ASCII) else 1
    return min(max(page, 1), LAST_PAGE)


def read_preference(form: Mapping[str, str]) -> Preferencia:
    """Read how a person wants to hear of a new boleta."""
    chosen = form.get("boletas", "")
    if chosen not in [*Preferencia]:
        raise Invalid(errors={"boletas": "Elija una de las opciones."})
    return Preferencia(chosen)
