"""Forms that were sent when the session had ended: kept sealed until their person is back.

Whose session it was is remembered for a day under its id: nobody else is shown what was typed. It
knows no form: names and values only, without passwords and files.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import cast

import structlog
from flask import (
    Blueprint,
    Flask,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from redis import Redis
from werkzeug import Response
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import public
from chassis.problems import Problem, answer, wants_page
from gateway.cookies import new_id
from gateway.vault import Vault
from gateway.visitor import (
    current_session,
    current_sessions,
    current_token,
    session_cookie,
    sign_in_first,
)

LIFETIME = timedelta(hours=1)
"""How long a person may take to be back: long enough for a new password by mail."""

MOST_BYTES = 16 * 1024 * 1024
"""Of a form with its files; what is larger is not read."""

NOT_KEPT = frozenset({"actual", "contrasena", "confirmacion"})
"""Fields that are passwords: a person types them again."""

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""How browsers send forms (HTML §4.10.21)."""

GONE = Problem(
    "unsent-form-gone",
    404,
    "Ya no tenemos ese formulario",
    "Lo guardamos una hora, y solo para la persona que lo llenó. Vuelva a llenarlo desde el menú.",
)
"""What is said when the form is not there, or is another person's."""

blueprint = Blueprint("unsent", __name__)

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A form that reached us too late."""

    person: str
    address: str
    enctype: str
    fields: list[tuple[str, str]]
    is_incomplete: bool
    """Whether it had a password or a file, which must be given again."""


class UnsentForms:
    """The forms that wait for their person."""

    def __init__(self, valkey: Redis, vault: Vault) -> None:
        self._valkey = valkey
        self._vault = vault

    def keep(self, form: Unsent) -> str:
        """Keep a form, and return by what to call it."""
        name = new_id()
        self._valkey.set(_key(name), self._vault.seal(asdict(form), place=_key(name)), ex=LIFETIME)
        return name

    def find(self, name: str, person: str) -> Unsent | None:
        """Return the form if it is that person's; to look does not take it away."""
        sealed = self._valkey.get(_key(name))
        content = self._vault.open(str(sealed), place=_key(name)) if sealed else None
        form = Unsent(**content) if content else None
        return form if form and form.person == person else None


def register_unsent_forms(app: Flask, valkey: Redis, vault: Vault) -> None:
    """Give the app the page on which a form is sent after all."""
    app.extensions["unsent_forms"] = UnsentForms(valkey, vault)
    app.register_blueprint(blueprint)


def sign_in_and_send() -> Response:
    """Send who filled in a form to sign in, and then to where it can be sent after all."""
    form = _of_this_request() if request.method == "POST" and wants_page() else None
    if form is None:
        return sign_in_first()
    log.info("form_kept", fields=len(form.fields))
    onward = url_for("unsent.show", name=_forms().keep(form))
    return redirect(url_for("login.login", next=onward), 303)


@blueprint.get("/formulario/<name>")
@public
def show(name: str) -> Response:
    """Show what was typed, and offer to send it."""
    session = current_session() if current_token() else None
    if session is None:
        return sign_in_first()
    form = _forms().find(name, session.principal.sub)
    if form is None:
        return answer(GONE)
    return make_response(render_template("gateway/unsent.html", form=form, told=_told(form)))


def _of_this_request() -> Unsent | None:
    person = current_sessions().whose(session_cookie().read())
    size = request.content_length or 0
    if not person or request.mimetype not in FORMS or not 0 < size <= MOST_BYTES:
        return None
    try:
        typed = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return None
    kept = [(field, value) for field, value in typed if field not in NOT_KEPT]
    return Unsent(
        person=person,
        address=request.full_path.rstrip("?"),
        enctype=request.mimetype,
        fields=kept,
        is_incomplete=len(kept) < len(typed) or bool(request.files),
    )


def _told(form: Unsent) -> list[tuple[str, str]]:
    """Return what the person typed, in the words of the fields, which are Spanish."""
    return [(name.replace("_", " ").capitalize(), text) for name, text in form.fields if text]


def _forms() -> UnsentForms:
    return cast(UnsentForms, current_app.extensions["unsent_forms"])


def _key(name: str) -> str:
    return f"gateway:unsent:{name}"
