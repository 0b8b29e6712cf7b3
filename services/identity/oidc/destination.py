"""Where a browser goes from here to a client: the address, who sends it, and leave to go there."""

from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from flask import Response, request
from werkzeug import Response as BaseResponse

from chassis.service import current_settings, current_valkey
from services.identity import cookies, second_step, transactions
from services.identity.settings import Settings

FORM_ACTION = "X-Form-Action"
"""Tells the gateway where the forms of a page may lead, besides to us (CSP `form-action`)."""


def add_issuer(response: BaseResponse) -> BaseResponse:
    """Say who answers (RFC 9207 §2), also when the answer is an error."""
    if response.location:
        issuer = current_settings(Settings).issuer
        response.location = add_params_to_uri(response.location, [("iss", issuer)])
    return response


def origin_of(uri: str) -> str:
    """Return the part of an address that CSP speaks of."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def let_form_lead_to_client(response: Response) -> Response:
    """Let the form of a sign-in page end at the client for whose sake the person signs in.

    Chromium holds the redirects after a form against the page that the form was on.
    """
    transaction = _transaction() if response.mimetype == "text/html" else ""
    if transaction and not response.location:
        waiting = transactions.look_at(current_valkey(), transaction)
        if redirect_uri := dict(waiting or []).get("redirect_uri"):
            response.headers[FORM_ACTION] = origin_of(redirect_uri)
    return response


def _transaction() -> str:
    """Return for what the person signs in: the page says it, or their half of a sign-in does."""
    if transaction := request.args.get("tx", ""):
        return transaction
    half = second_step.find(current_valkey(), cookies.read(cookies.STEP))
    return half.transaction if half else ""
