"""Reads what people write in a reclamo, and what is answered to them."""

from collections.abc import Mapping
from uuid import UUID

from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.boleta.domain import LAST_PERIODO
from services.boleta.domain.reclamo import (
    MAX_TEXT,
    OF_THE_ADMINISTRADOR,
    AccionReclamo,
    NuevoReclamo,
)
from services.boleta.formats.record import read_centimos
from services.boleta.forms import read_number
from services.boleta.queries.reclamos import FiltrosBandeja

Form = Mapping[str, str]
"""What was typed, by field."""

FIRST_ANIO = 1990
"""Nobody asks for a boleta of an earlier year here."""


def read_nuevo(form: Form) -> NuevoReclamo:
    """Read the form of a reclamo: about a boleta, a line of it, or one that is not there."""
    errors: dict[str, str] = {}
    boleta_id = read_number(form.get("boleta"), 1, 2**63 - 1)
    periodo = sede = None
    if boleta_id is None:
        periodo = read_periodo(form)
        sede = form.get("sede", "")
        if periodo is None:
            errors["mes"] = "Elija el año y el mes de la boleta que no encuentra."
        if find_sede(sede) is None:
            errors["sede"] = "Elija la UGEL o DRE que debió pagarle."
    texto = _text(form, "texto", errors, "Explique qué está mal y cómo debería ser.")
    monto = _amount(form.get("monto_esperado", "").strip(), errors)
    if errors:
        raise Invalid(errors=errors)
    return NuevoReclamo(
        periodo=periodo or 0,
        sede=sede or "",
        boleta_id=boleta_id,
        linea=read_number(form.get("linea"), 1, 32767) if boleta_id else None,
        texto=texto,
        monto_esperado=monto,
    )


def read_periodo(form: Form) -> int | None:
    """Read `anio` and `mes`, or `periodo`, as one month."""
    periodo = read_number(form.get("periodo"), FIRST_ANIO * 100 + 1, LAST_PERIODO)
    if periodo and 1 <= periodo % 100 <= 12:  # noqa: PLR2004  (months)
        return periodo
    anio = read_number(form.get("anio"), FIRST_ANIO, LAST_PERIODO // 100)
    mes = read_number(form.get("mes"), 1, 12)
    return anio * 100 + mes if anio and mes else None


def read_form_key(form: Form) -> UUID:
    """Read which form this is: the same one, sent twice, counts once."""
    try:
        return UUID(form.get("form_key", ""))
    except ValueError:
        raise Invalid("Vuelva a abrir el formulario y envíelo otra vez.") from None


def read_accion(form: Form) -> AccionReclamo:
    """Read which button the administrador pressed."""
    for accion in OF_THE_ADMINISTRADOR:
        if form.get("accion") == accion:
            return accion
    raise Invalid("Elija qué hacer con el reclamo.")


def read_comentario(form: Form) -> str:
    """Read a comentario; whether it may be empty, the rules say."""
    errors: dict[str, str] = {}
    comentario = _text(form, "comentario", errors, "")
    if errors:
        raise Invalid(errors=errors)
    return comentario


def read_filtros_bandeja(args: Form) -> FiltrosBandeja:
    """Read what of the bandeja is wanted; what makes no sense is as if not asked."""
    texto = args.get("texto", "").strip().upper().replace("\0", "")[:20]
    return FiltrosBandeja(args.get("estado", ""), texto, read_periodo(args))


def _text(form: Form, name: str, errors: dict[str, str], missing: str) -> str:
    """Read one field; note in `errors` that it is `missing`, if that matters, or too long."""
    text = form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if missing and not text:
        errors[name] = missing
    elif len(text) > MAX_TEXT:
        errors[name] = f"Escriba {MAX_TEXT} caracteres como máximo: ahora tiene {len(text)}."
    return text


def _amount(text: str, errors: dict[str, str]) -> int | None:
    try:
        return read_centimos(text) if text else None
    except Invalid as refusal:
        errors["monto_esperado"] = refusal.detail
        return None
