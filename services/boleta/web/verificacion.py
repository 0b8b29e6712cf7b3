"""Anybody asks whether a document is ours: by its code, without signing in."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from chassis.access import public
from chassis.errors import Conflict, Invalid, NotFound
from chassis.issuing.asking import Verification
from chassis.issuing.codigo import read_codigo
from contracts.verification import INFORMES, LAST
from services.boleta.forms.verificacion import read_monto
from services.boleta.usecases import verifying

blueprint = Verification(__name__, template="boleta/verificar.html")


@blueprint.get("/<codigo>")
@public
def documento(codigo: str) -> Answer:
    """Tell whether the document with that code is ours, and whether it still holds."""
    try:
        if read_codigo(codigo) != codigo:  # the QR, or what somebody typed by hand
            return redirect(url_for(".documento", codigo=read_codigo(codigo)), 303)
        return _tell(codigo)
    except Invalid as refusal:
        return blueprint.ask(codigo, refusal.errors, 422)
    except NotFound:  # it may be an informe: who typed it need not know which
        return redirect(f"{INFORMES}/{codigo}?{LAST}=si", 303)


@blueprint.post("/<codigo>")
@public
def comparar(codigo: str) -> Answer:
    """Tell whether the net amount that somebody types is that of the document."""
    form = request.form
    try:
        coincide = verifying.compare_liquido(codigo, read_monto(form))
    except Invalid as refusal:
        return _tell(codigo, monto=form.get("monto", ""), errors=refusal.errors, status=422)
    except Conflict as refusal:
        return _tell(codigo, detenido=refusal.detail, status=409)
    return _tell(codigo, monto=form["monto"], coincide=coincide)


def _tell(codigo: str, *, status: int = 200, **said: object) -> Response:
    found = verifying.verify(codigo)
    page = render_template("boleta/verificacion.html", documento=found, **{"errors": {}} | said)
    return make_response(page, status)
