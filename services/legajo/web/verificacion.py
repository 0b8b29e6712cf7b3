"""Anybody asks whether an informe is ours: by its code, without signing in."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from chassis.access import public
from chassis.errors import Invalid, NotFound
from chassis.issuing.codigo import read_codigo
from contracts.verification import BOLETAS, LAST
from services.legajo.usecases.informes import verify

blueprint = Blueprint("verificacion", __name__)


@blueprint.after_request
def keep_out_of_searches(response: Response) -> Response:
    """Let no search engine remember who had a document verified."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@blueprint.get("/")
@public
def verificar() -> Answer:
    """Ask for the code of an informe; go to its page when one was typed."""
    typed = request.args.get("codigo", "")
    if not typed:
        return _ask()
    try:
        return redirect(url_for(".documento", codigo=read_codigo(typed)), 303)
    except Invalid as refusal:
        return _ask(typed, refusal.errors, 422)


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
        return _ask(codigo, refusal.errors, 422)
    except NotFound:
        page = render_template(
            "legajo/verificacion_ajena.html", codigo=codigo, asked_all=asked_all, boletas=BOLETAS
        )
        return make_response(page, 404)
    return make_response(page)


def _ask(codigo: str = "", errors: dict[str, str] | None = None, status: int = 200) -> Response:
    page = render_template("legajo/verificar.html", codigo=codigo[:80], errors=errors or {})
    return make_response(page, status)
