"""Reads of which sede and which days a report is asked for."""

from datetime import date

from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain.reporte import Periodo, check_periodo, this_month
from services.legajo.forms.text import Form


def read_periodo(args: Form, today: date) -> Periodo:
    """Read from which day to which; without them, this month."""
    month = this_month(today)
    errors: dict[str, str] = {}
    desde = _day(args, "desde", month.desde, errors)
    hasta = _day(args, "hasta", month.hasta, errors)
    if errors:
        raise Invalid(errors=errors)
    return check_periodo(desde, hasta)


def read_sede(args: Form) -> str:
    """Read which sede is asked for; anything else is all of them."""
    sede = args.get("sede", "")
    return sede if find_sede(sede) else ""


def _day(args: Form, name: str, otherwise: date, errors: dict[str, str]) -> date:
    text = args.get(name, "").strip()
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors[name] = "Elija una fecha del calendario."
        return otherwise
