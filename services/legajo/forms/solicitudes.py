"""Reads what people ask for: text becomes values, or `Invalid` with what to correct."""

from uuid import UUID

from chassis.errors import Invalid
from services.legajo.domain import MAX_ASUNTO, MAX_TEXT, SECCIONES, Pedido
from services.legajo.domain.anotacion import clean
from services.legajo.forms.text import Form, read_text


def read_pedido(form: Form) -> Pedido:
    """Read the form of Actualizar mi legajo."""
    errors: dict[str, str] = {}
    seccion = form.get("seccion", "")
    if seccion not in SECCIONES:
        errors["seccion"] = "Elija la sección que desea actualizar."
    asunto = read_text(form, "asunto", errors, "Escriba qué desea actualizar.", MAX_ASUNTO)
    detalle = read_text(form, "detalle", errors, "Explique qué debe cambiar o agregarse.", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return Pedido(seccion=seccion, asunto=asunto, detalle=detalle)


def read_words(form: Form) -> Pedido:
    """Read it as it is, right or not yet, to be kept."""
    seccion = form.get("seccion", "")
    return Pedido(
        seccion=seccion if seccion in SECCIONES else "",
        asunto=clean(form.get("asunto", ""))[:MAX_ASUNTO],
        detalle=clean(form.get("detalle", ""))[:MAX_TEXT],
    )


def read_detalle(form: Form) -> str:
    """Read why a legajo should be opened."""
    errors: dict[str, str] = {}
    detalle = read_text(form, "detalle", errors, "Escriba cuál es su resolución.", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return detalle


def read_form_key(form: Form) -> UUID:
    """Read which form this is: the same one, sent twice, counts once."""
    try:
        return UUID(form.get("form_key", ""))
    except ValueError:
        raise Invalid("Vuelva a abrir el formulario y envíelo otra vez.") from None
