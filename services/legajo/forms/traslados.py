"""Reads how a legajo is sent to another sede, and what the other one found."""

from chassis.errors import Invalid
from contracts.sedes import find_sede
from services.legajo.domain import MAX_TEXT
from services.legajo.domain.anotacion import Margen
from services.legajo.domain.traslado import CAUSAS, MOST_FOLIOS, Envio
from services.legajo.forms.custodia import read_count, read_option, read_sustento
from services.legajo.forms.text import Form, read_text
from services.legajo.queries.traslados import Vista


def read_envio(form: Form, margen: Margen) -> Envio:
    """Read where a legajo is sent, why, by which resolution and with how many leaves."""
    errors: dict[str, str] = {}
    destino = form.get("destino", "")
    if not find_sede(destino):
        errors["destino"] = "Elija la DRE o UGEL que lo recibirá."
    envio = Envio(
        destino=destino,
        causa=read_option(form, "causa", CAUSAS, errors, "Elija por qué se traslada."),
        sustento=read_sustento(form, margen, errors),
        detalle=read_text(form, "detalle", errors, "", MAX_TEXT),
        folios=_read_folios(form, errors),
    )
    if form.get("confirmo") != "1":
        errors["confirmo"] = "Marque la casilla para confirmar."
    if errors:
        raise Invalid(errors=errors)
    return envio


def read_recepcion(form: Form) -> tuple[int, str]:
    """Read how many leaves were counted, and what there is to say about them."""
    errors: dict[str, str] = {}
    folios = _read_folios(form, errors)
    comentario = read_text(form, "comentario", errors, "", MAX_TEXT)
    if errors:
        raise Invalid(errors=errors)
    return folios, comentario


def read_vista(args: Form) -> Vista:
    """Read which transfers are looked at; what makes no sense are those to receive."""
    return next((vista for vista in Vista if vista == args.get("vista")), Vista.POR_RECIBIR)


def _read_folios(form: Form, errors: dict[str, str]) -> int:
    folios = read_count(form, "folios", MOST_FOLIOS, errors)
    if not folios and "folios" not in errors:
        errors["folios"] = "Cuente los folios y escriba cuántos son."
    return folios or 0
