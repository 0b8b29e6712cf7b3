"""The code of the image: shown, spoken, renewed and checked, alike in every form that has one."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests

from chassis.access import public
from chassis.errors import Invalid
from chassis.service import current_settings, current_valkey
from services.identity import captcha, proof_of_work, throttle
from services.identity.domain import CaptchaMode
from services.identity.metrics import CODES
from services.identity.opaque import fingerprint
from services.identity.settings import Settings
from services.identity.visitor import visitor_network

WRONG_CODE = "El código no coincide con la imagen, o ya venció. Escriba el de la imagen nueva."
"""Said whether it was wrong or too late: there is a new image either way."""

FREE_FAULTS = 2
"""How often a code may be mistyped before the next try has to wait."""

FAULTS_WINDOW = timedelta(minutes=10)
SUMS_A_MINUTE = 20
"""How many sums, or codes without a form, one network may ask for."""

blueprint = Blueprint("captcha", __name__)


@dataclass(frozen=True)
class Shown:
    """A code as a page shows it."""

    id: str
    image: str
    audio: str


@blueprint.get("/captcha/<captcha_id>.png")
@public
def image(captcha_id: str) -> Response:
    """Draw the code; once answered, it is there no more."""
    picture = captcha.paint(current_valkey(), captcha_id) or abort(404)
    return Response(picture, mimetype="image/png")


@blueprint.get("/captcha/<captcha_id>.wav")
@public
def audio(captcha_id: str) -> Response:
    """Speak the code, letter by letter."""
    sound = captcha.speak(current_valkey(), captcha_id) or abort(404)
    return Response(sound, mimetype="audio/wav")


@blueprint.post("/captcha/otro")
@public
def another() -> Response:
    """Give a script another code for the form in its page; the old one can be answered no more."""
    _count_what_costs()
    captcha.forget(current_valkey(), request.form.get("captcha_id", ""))
    return jsonify(asdict(_new()))


@blueprint.post("/captcha/cuenta")
@public
def work() -> Response:
    """Give the device of who can neither see nor hear a code a sum to do."""
    _count_what_costs()
    return jsonify(proof_of_work.new_sum(current_valkey())._asdict())


def wants_another_code() -> bool:
    """Tell whether the form was sent only to change the code."""
    return "otro_codigo" in request.form


def require_code() -> None:
    """Refuse the form unless its code was typed right, or the device did its sum."""
    if not _is_asked() or _worked():
        return
    _refuse_while_waiting()
    captcha_id, typed = request.form.get("captcha_id", ""), request.form.get("captcha", "")
    if not captcha.use_up(current_valkey(), captcha_id, typed):
        CODES.labels("wrong").inc()
        _note_fault()
        raise Invalid(errors={"captcha": WRONG_CODE})
    CODES.labels("right").inc()
    current_valkey().delete(_faults())


def render_with_code(template: str, **context: Any) -> str:
    """Render a page with a form that asks for the code of a new image."""
    return render_template(template, captcha=_new() if _is_asked() else None, **context)


def _new() -> Shown:
    captcha_id = captcha.new_captcha(current_valkey())
    return Shown(
        captcha_id,
        image=url_for("captcha.image", captcha_id=captcha_id),
        audio=url_for("captcha.audio", captcha_id=captcha_id),
    )


def _is_asked() -> bool:
    mode = current_settings(Settings).captcha_mode
    if mode is CaptchaMode.RISK:
        return throttle.is_suspicious(current_valkey(), visitor_network())
    return mode is CaptchaMode.ALWAYS


def _worked() -> bool:
    sum_id, answer = request.form.get("cuenta_id", ""), request.form.get("cuenta", "")
    if not answer or not proof_of_work.use_up(current_valkey(), sum_id, answer):
        return False
    CODES.labels("worked").inc()
    return True


def _refuse_while_waiting() -> None:
    if (seconds := int(current_valkey().ttl(f"{_faults()}:wait"))) > 0:
        captcha.forget(current_valkey(), request.form.get("captcha_id", ""))
        text = f"Escribió mal el código varias veces. Espere {seconds} s y escriba el nuevo."
        raise Invalid(errors={"captcha": text})


def _note_fault() -> None:
    """Count a wrong code; from the third on, each costs a longer wait. No account counts it."""
    valkey = current_valkey()
    faults = int(valkey.incr(_faults()))
    valkey.expire(_faults(), FAULTS_WINDOW)
    if faults > FREE_FAULTS:
        valkey.set(f"{_faults()}:wait", "1", ex=min(5 * 2 ** (faults - FREE_FAULTS - 1), 60))


def _faults() -> str:
    """Return where the faults of who fills in this form are counted: theirs, not the network's."""
    who = "|".join(request.form.get(name, "").strip() for name in ("usuario", "dni", "correo"))
    return f"identity:captcha_faults:{visitor_network()}:{fingerprint(who)}"


def _count_what_costs() -> None:
    minute = timedelta(minutes=1)
    if throttle.count(current_valkey(), "sums", visitor_network(), minute) > SUMS_A_MINUTE:
        raise TooManyRequests(retry_after=60)
