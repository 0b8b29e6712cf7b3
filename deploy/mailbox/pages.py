"""The page on which the messages are read, and the same as JSON for tests."""

import re

import flask
from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, send_file
from werkzeug.wrappers import Response as AnyResponse

import uikit
from deploy.mailbox.messages import Folder, Message

SHOWN = 100
"""How many messages the list shows: the newest."""

TRUSTED_HOSTS = ["localhost", "127.0.0.1", "mailbox"]
"""No other page may reach the mailbox under a name of its own (DNS rebinding)."""

PAGE_POLICY = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
"""What our pages may load: only what is ours."""

MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""What the HTML of a mail may do: look as it was written, and open its links in a new tab."""

pages = Blueprint(
    "mailbox", __name__, template_folder="templates", static_folder="static", url_prefix="/"
)


def create_app(folder: Folder) -> Flask:
    """Build the app that shows the messages of a folder."""
    app = Flask(__name__, static_folder=None)
    app.config["TRUSTED_HOSTS"] = TRUSTED_HOSTS
    app.extensions["folder"] = folder
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.context_processor(lambda: {"person": None, "has_legajo": None})
    uikit.register(app)
    app.register_blueprint(pages)
    app.before_request(_refuse_other_sites)
    app.after_request(_protect)
    return app


@pages.get("/")
def index() -> str:
    """Show the list."""
    folder = _folder()
    count = len(folder.ids())
    return render_template("mailbox/list.html", messages=folder.newest(SHOWN), count=count)


@pages.get("/inicio")
def inicio() -> AnyResponse:
    """Lead home who presses the name of the platform, as on every page."""
    return redirect("/")


@pages.get("/messages.json")
def messages_json() -> Response:
    """Tell tests what has arrived, perhaps only `?to=` somebody."""
    to = flask.request.args.get("to", "").lower()
    return jsonify([each.as_json() for each in _folder().newest() if to in each.to.lower()])


@pages.get("/count.json")
def count_json() -> Response:
    """Tell the open list whether it is still up to date."""
    return jsonify(len(_folder().ids()))


@pages.delete("/messages")
@pages.post("/vaciar")
def clear() -> AnyResponse:
    """Throw all messages away."""
    _folder().clear()
    return redirect("/", 303)


@pages.get("/messages/<identity>")
def message(identity: str) -> str:
    """Show one message."""
    return render_template("mailbox/message.html", message=_find(identity))


@pages.get("/messages/<identity>/html")
def message_html(identity: str) -> Response:
    """Give the HTML part alone, locked up, for the frame inside the page."""
    html = _find(identity).html
    in_new_tab = '<base target="_blank">'
    html, count = re.subn(r"(?i)(<head[^>]*>)", rf"\1{in_new_tab}", html, count=1)
    response = Response(html if count else in_new_tab + html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@pages.get("/messages/<identity>.eml")
def message_file(identity: str) -> Response:
    """Give the message as it arrived."""
    path = _folder().file(_find(identity).id)
    return send_file(path, mimetype="message/rfc822", as_attachment=True)


def _folder() -> Folder:
    folder = flask.current_app.extensions["folder"]
    assert isinstance(folder, Folder)
    return folder


def _find(identity: str) -> Message:
    return _folder().find(identity) or flask.abort(404)


def _refuse_other_sites() -> None:
    if flask.request.method not in {"GET", "HEAD"}:
        site = flask.request.headers.get("Sec-Fetch-Site", "none")
        if site not in {"same-origin", "none"}:
            flask.abort(403)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
