"""Reads what an administrador types: whom they look for, and how a boleta should be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chassis.errors import Invalid
from services.boleta.domain import BoletaDocument, TipoConcepto
from services.boleta.domain.correccion import MAX_LINEAS, Correccion, LineaCorregida
from services.boleta.formats.record import read_centimos
from services.boleta.forms import read_number
from services.boleta.forms.reclamos import read_periodo
from services.boleta.queries.administration import Busqueda
from services.boleta.queries.catalogo import ConceptoItem

Form = Mapping[str, str]
"""What was typed, by field."""

WITHOUT_ACCENTS = str.maketrans("ÁÉÍÓÚÜ", "AEIOUU")
"""As names are compared in the database."""

LEAST_NAME = 3
"""The shortest beginning of a name that is looked for, in characters."""

MAX_NAME = 80
"""The longest, in characters."""


@dataclass(frozen=True)
class Renglon:
    """A line of the form, as it was typed."""

    name: str
    """What its fields begin with."""
    label: str = ""
    """What the concept is called; nothing when it is to be chosen."""
    concepto: str = ""
    monto: str = ""
    is_removed: bool = False


def read_busqueda(args: Form) -> Busqueda:
    """Read whom an administrador looks for; refuse what would be found by chance."""
    texto = " ".join(args.get("texto", "").replace("\0", "").upper().split())[:MAX_NAME]
    periodo = read_periodo(args)
    if re.fullmatch("[0-9]{8}", texto):
        return Busqueda(dni=texto, periodo=periodo)
    nombre = texto.translate(WITHOUT_ACCENTS).replace(",", "")
    if texto and (len(nombre) < LEAST_NAME or any(sign.isdigit() for sign in nombre)):
        raise Invalid(
            errors={"texto": "Escriba los 8 dígitos del DNI, o cómo empieza el apellido."}
        )
    return Busqueda(nombre=nombre, periodo=periodo)


def renglones_of(boleta: BoletaDocument, form: Form) -> list[Renglon]:
    """Return the lines of the form: those of the boleta, then those that were added."""
    lines = [
        Renglon(
            name=f"linea-{number}",
            label=linea.label,
            monto=form.get(f"linea-{number}-monto", plain(linea.centimos)),
            is_removed=f"linea-{number}-quitar" in form,
        )
        for number, linea in enumerate(boleta.lineas, 1)
    ]
    added = read_number(form.get("nuevas"), 1, MAX_LINEAS) or 1
    added = min(added + (form.get("paso") == "agregar"), MAX_LINEAS)
    return lines + [
        Renglon(
            name=f"nueva-{number}",
            concepto=form.get(f"nueva-{number}-concepto", ""),
            monto=form.get(f"nueva-{number}-monto", ""),
        )
        for number in range(1, added + 1)
    ]


def read_correccion(
    boleta: BoletaDocument,
    renglones: list[Renglon],
    form: Form,
    conceptos: Mapping[int, ConceptoItem],
) -> Correccion:
    """Read the boleta as it should be; what is wrong with a line is told beside it."""
    lineas, errors = [], {}
    for number, renglon in enumerate(renglones):
        known = boleta.lineas[number] if number < len(boleta.lineas) else None
        if renglon.is_removed or not (known or renglon.concepto or renglon.monto):
            continue
        concepto = known or conceptos.get(read_number(renglon.concepto, 1, 32767) or 0)
        if concepto is None:
            errors[f"{renglon.name}-concepto"] = "Elija qué concepto se agrega."
            continue
        try:
            centimos = _amount(renglon.monto)
            lineas.append(LineaCorregida(TipoConcepto(concepto.tipo), concepto.codigo, centimos))
        except Invalid as refusal:
            errors[f"{renglon.name}-monto"] = refusal.detail
    if errors:
        raise Invalid(errors=errors)
    reclamo = form.get("reclamo", "").strip() or None
    return Correccion(lineas=tuple(lineas), motivo=read_motivo(form), reclamo=reclamo)


def read_motivo(form: Form) -> str:
    """Read why; whether it says enough, the rules say."""
    return form.get("motivo", "").replace("\r\n", "\n").replace("\0", "").strip()


def plain(centimos: int) -> str:
    """Write an amount as it is typed: `2760.12`."""
    return f"{centimos // 100}.{centimos % 100:02}"


def _amount(text: str) -> int:
    if not text.strip():
        raise Invalid("Escriba el monto.")
    centimos = read_centimos(text)
    if centimos == 0:
        raise Invalid("Escriba un monto mayor que cero, o quite la línea.")
    return centimos
