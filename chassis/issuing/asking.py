"""Where anybody asks whether a document is ours, by its code and without signing in.

A service adds the view `documento`, which tells about the code, and the page that asks.
"""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from chassis.access import public
from chassis.errors import Invalid
from chassis.issuing.codigo import read_codigo


class Verification(Blueprint):
    """The pages of a service that verify its documents."""

    def __init__(self, import_name: str, *, template: str) -> None:
        """Ask by that template, which is given the `codigo` that was typed and `errors`."""
        super().__init__("verificacion", import_name)
        self._template = template
        self.after_request(_keep_out_of_searches)
        self.add_url_rule("/", view_func=self.verificar)

    @public
    def verificar(self) -> Answer:
        """Ask for the code of a document; go to its page when one was typed."""
        typed = request.args.get("codigo", "")
        if not typed:
            return self.ask()
        try:
            return redirect(url_for(".documento", codigo=read_codigo(typed)), 303)
        except Invalid as refusal:
            return self.ask(typed, refusal.errors, 422)

    def ask(
        self, codigo: str = "", errors: dict[str, str] | None = None, status: int = 200
    ) -> Response:
        """Show the form, with what was typed and what is wrong with it."""
        page = render_template(self._template, codigo=codigo[:80], errors=errors or {})
        return make_response(page, status)


def _keep_out_of_searches(response: Response) -> Response:
    """Let no search engine remember who had a document verified."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
