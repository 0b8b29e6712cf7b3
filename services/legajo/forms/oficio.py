"""Reads what a specialist writes in a legajo: why, and the entry as it was before them."""

from datetime import datetime

from chassis.errors import Invalid
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.anotacion import POR_QUE
from services.legajo.forms.text import Form, read_text


def read_por_que(form: Form) -> str:
    """Read why something is written; whether it may be empty, the rules say."""
    errors: dict[str, str] = {}
    motivo = read_text(form, POR_QUE, errors, "", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return motivo


def read_visto(form: Form) -> datetime | None:
    """Read when the entry had last changed as the page showed it; who does not say, now."""
    try:
        seen = datetime.fromisoformat(form.get("visto", ""))
    except ValueError:
        return None
    return seen if seen.tzinfo else None
