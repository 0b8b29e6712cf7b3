"""The code of the image: shown, renewed and checked, the same in every form that has one."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from chassis.access import public
from chassis.errors import Invalid
from chassis.service import current_valkey
from services.identity.captcha import new_captcha, paint, use_up

WRONG_CODE = "El código no coincide con la imagen, o ya venció. Escriba el de la imagen nueva."
"""Said whether it was wrong or too late: there is a new image either way."""

blueprint = Blueprint("captcha", __name__)


@blueprint.get("/captcha/<captcha_id>.png")
@public
def image(captcha_id: str) -> Response:
    """Draw the code; once answered, it is there no more."""
    picture = paint(current_valkey(), captcha_id) or abort(404)
    return Response(picture, mimetype="image/png")


def wants_another_code() -> bool:
    """Tell whether the form was sent only to change the code."""
    return "otro_codigo" in request.form


def require_code() -> None:
    """Refuse the form unless its code was typed right."""
    captcha_id, typed = request.form.get("captcha_id", ""), request.form.get("captcha", "")
    if not use_up(current_valkey(), captcha_id, typed):
        raise Invalid(errors={"captcha": WRONG_CODE})


def render_with_code(template: str, **context: Any) -> str:
    """Render a page with a form that asks for the code of a new image."""
    return render_template(template, captcha_id=new_captcha(current_valkey()), **context)
