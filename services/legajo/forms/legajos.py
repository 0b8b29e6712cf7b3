"""Reads whom a specialist looks for, and why they need what is reserved."""

import re

from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain import Vigencia
from services.legajo.domain.reserva import MAX_MOTIVO
from services.legajo.forms.text import Form, read_text
from services.legajo.models.servidor import FOLDED_FROM, FOLDED_TO
from services.legajo.queries.legajos import SIN_LEGAJO, FiltrosLegajos

LONGEST_SEARCH = 80
"""No name that is looked for has more characters."""

FOLD = str.maketrans(FOLDED_FROM, FOLDED_TO)
"""How the index folds what it holds."""


def read_filtros(args: Form) -> FiltrosLegajos:
    """Read whom the specialist looks for: digits are a DNI, anything else a name."""
    texto = args.get("texto", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    is_number = bool(re.fullmatch("[0-9 ]+", texto))
    if is_number and not re.fullmatch("[0-9]{8}", texto):
        raise Invalid(errors={"texto": "El DNI tiene 8 dígitos: escríbalos todos."})
    sede, legajo = args.get("sede", ""), args.get("legajo", "")
    return FiltrosLegajos(
        dni=texto if is_number else "",
        palabras=() if is_number else _palabras(texto),
        sede=sede if find_sede(sede) else "",
        legajo=legajo if legajo in {*Vigencia, SIN_LEGAJO} else "",
    )


def read_motivo_reserva(form: Form) -> str:
    """Read why somebody needs what is reserved; whether it says enough, the rules say."""
    errors: dict[str, str] = {}
    motivo = read_text(form, "motivo_reserva", errors, "", MAX_MOTIVO)
    if errors:
        raise Invalid(errors=errors)
    return motivo


def _palabras(texto: str) -> tuple[str, ...]:
    palabras = tuple(re.findall(r"[^\W_]+", texto.lower().translate(FOLD)))
    if texto and not palabras:
        raise Invalid(errors={"texto": "Escriba el DNI, o apellidos y nombres."})
    return palabras
