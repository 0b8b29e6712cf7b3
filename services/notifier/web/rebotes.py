"""Where a mail provider tells, by HTTP, that a message came back."""

import hmac
from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from chassis.access import public
from chassis.errors import Invalid, NotAllowed
from chassis.service import current_settings
from services.notifier.mailer import read_report
from services.notifier.settings import Settings
from services.notifier.usecases.bounces import note_bounce

blueprint = Blueprint("rebotes", __name__)


@blueprint.post("/rebotes")
@public
def note() -> ResponseReturnValue:
    """Take a report (RFC 3464) as the body of the request; its sender shows the secret as Bearer.

    What is told twice, or about nothing of ours, is answered alike: a provider need not know.
    """
    secret = current_settings(Settings).bounce_secret
    shown = request.headers.get("Authorization", "")
    if not secret or not hmac.compare_digest(shown.encode(), f"Bearer {secret}".encode()):
        raise NotAllowed("Solo el proveedor de correo puede informar de rebotes.")
    report = read_report(request.get_data())
    if report is None:
        raise Invalid("No es el informe de una entrega fallida (RFC 3464).")
    note_bounce(report)
    return "", HTTPStatus.ACCEPTED
