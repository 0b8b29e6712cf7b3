"""Which month of which sede an administrador wants as Excel."""

from collections.abc import Collection, Mapping

from chassis.errors import Invalid
from services.boleta.forms import read_number


def read_mes_de_sede(form: Mapping[str, str], sedes: Collection[str]) -> tuple[str, int]:
    """Read `sede`, `anio` and `mes`; the sede is one of those."""
    sede, errors = form.get("sede", ""), {}
    anio = read_number(form.get("anio"), 1900, 2999)
    mes = read_number(form.get("mes"), 1, 12)
    if sede not in sedes:
        errors["sede"] = "Elija una sede de su ámbito."
    if anio is None:
        errors["anio"] = "Escriba el año con cuatro cifras."
    if mes is None:
        errors["mes"] = "Elija el mes."
    if anio is None or mes is None or errors:
        raise Invalid(errors=errors)
    return sede, anio * 100 + mes
