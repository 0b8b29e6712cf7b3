"""Anybody asks whether an informe is ours: by its code, without signing in."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from chassis.access import public
from chassis.errors import Invalid, NotFound
from chassis.issuing.asking import Verification
from chassis.issuing.codigo import read_codigo
from contracts.verification import BOLETAS, LAST
from services.legajo.usecases.informes import verify

blueprint = Verification(__name__, template="legajo/verificar.html")


@blueprint.get("/<codigo>")
@public
def documento(codigo: str) -> Answer:
    """Tell whether the informe with that code is ours, and whether it still holds."""
    asked_all = LAST in request.args
    try:
        if read_codigo(codigo) != codigo:  # the QR, or what somebody typed by hand
            return redirect(url_for(".documento", codigo=read_codigo(codigo)), 303)
        page = render_template("legajo/verificacion.html", found=verify(codigo), boletas=BOLETAS)
    except Invalid as refusal:
        return blueprint.ask(codigo, refusal.errors, 422)
    except NotFound:
        page = render_template(
            "legajo/verificacion_ajena.html", codigo=codigo, asked_all=asked_all, boletas=BOLETAS
        )
        return make_response(page, 404)
    return make_response(page)
