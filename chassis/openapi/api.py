"""Api: the views of a JSON API, which say what they read and give by their type hints alone.

A view is given its variables of the address, and `query` or `body` if it asks for one; what it
returns is a dataclass, a ready Response, or nothing. Every answer to a GET has an ETag. It answers
people, unless it asks for a scope: then a client that acts for itself.
"""

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from flask import Blueprint, Response, g, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from chassis.access import public
from chassis.errors import Invalid, NotAllowed
from chassis.openapi.document import JSON, Operation, write_document
from chassis.openapi.reading import read_body, read_form, read_query
from chassis.uploads import MEGABYTE

P = ParamSpec("P")
R = TypeVar("R")


class Decorator(Protocol):
    """Adds a view, and leaves it as it is."""

    def __call__(self, view: Callable[P, R]) -> Callable[P, R]:
        """Add the view."""


class Api:
    """A blueprint whose operations are known, so that they can be described."""

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        title: str,
        version: str,
        description: str,
        tags: tuple[str, ...] = (),
    ) -> None:
        """Make it; the document shows the operations under its `tags` in that order."""
        self.blueprint = Blueprint(name, import_name)
        self.operations: list[Operation] = []
        self._tags = tags
        self._about = {"title": title, "version": version, "description": description}
        self._serve_document()

    def get(
        self,
        rule: str,
        *,
        tag: str,
        produces: str | tuple[str, ...] = JSON,
        problems: tuple[int, ...] = (),
    ) -> Decorator:
        """Answer GET by a view, whose docstring is published as what it does."""
        medias = (produces,) if isinstance(produces, str) else produces
        return self._adding("get", rule, 200, tag=tag, produces=medias, problems=problems)

    def post(
        self,
        rule: str,
        *,
        tag: str,
        status: int = 201,
        problems: tuple[int, ...] = (),
        most_mb: Callable[[], int] | None = None,
        location: Callable[[Any], str] | None = None,
    ) -> Decorator:
        """Answer POST; `most_mb` says how much may come, where it is more than a page of text.

        What goes on after the answer can be followed where `location` says, from what is given.
        """
        said = {"problems": problems, "most_mb": most_mb, "location": location}
        return self._adding("post", rule, status, tag=tag, **said)

    def put(self, rule: str, *, tag: str, problems: tuple[int, ...] = ()) -> Decorator:
        """Answer PUT: what is there becomes what is sent."""
        return self._adding("put", rule, 200, tag=tag, problems=problems)

    def delete(self, rule: str, *, tag: str, problems: tuple[int, ...] = ()) -> Decorator:
        """Answer DELETE, with nothing."""
        return self._adding("delete", rule, 204, tag=tag, problems=problems)

    def document(self, server: str) -> dict[str, Any]:
        """Return the OpenAPI document of what is served at that address."""
        in_order = sorted(self.operations, key=self._place)
        return write_document(in_order, server=server, **self._about)

    def _place(self, operation: Operation) -> int:
        return self._tags.index(operation.tag) if self._tags else 0

    def _adding(self, method: str, rule: str, status: int, **said: Any) -> Decorator:
        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            operation = Operation(method=method, rule=rule, status=status, view=view, **said)
            self.operations.append(operation)
            answer = _answering(operation)
            self.blueprint.add_url_rule(rule, view.__name__, answer, methods=[method.upper()])
            return view

        return decorate

    def _serve_document(self) -> None:
        @self.blueprint.get("/openapi.json")
        @public
        def openapi() -> Response:
            return _revalidated(jsonify(self.document(_here("/openapi.json"))))

        @self.blueprint.get("/docs")
        @public
        def docs() -> str:
            return render_template("ui/api.html", document=self.document(_here("/docs")))


def as_json(value: Any) -> Any:
    """Return a dataclass, and what is in it, as JSON values."""
    kind: Any = type(value)
    if names := _names_in(kind):
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _names_in(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass; other types have none."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind))


def _answering(operation: Operation) -> Callable[..., Response]:
    """Make a view of Flask of one that reads and gives dataclasses."""
    hints = operation.hints

    @wraps(operation.view)
    def answer(**variables: Any) -> Response:
        if not operation.scope:
            _answer_people()
        query = hints.get("query")
        if query is not None:
            variables["query"] = read_query(query, request.args)
        elif request.args:
            raise Invalid(errors=dict.fromkeys(request.args, "No existe ese dato."))
        if "body" in hints:
            variables["body"] = _body(operation)
        return _answered(operation, operation.view(**variables))

    return answer


def _answer_people() -> None:
    """Refuse a client that acts for itself: nobody would know who looked."""
    principal = g.get("principal")
    if principal is not None and not principal.dni:
        raise NotAllowed("Esta API responde a personas: use el token de quien inició sesión.")


def _body(operation: Operation) -> Any:
    kind = operation.hints["body"]
    if operation.most_mb:
        request.max_content_length = operation.most_mb() * MEGABYTE
    if operation.takes == JSON:
        return read_body(kind, _sent())
    return read_form(kind, {**request.form.to_dict(), **_files()})


def _files() -> dict[str, Any]:
    """Return the files of a form by the names of their fields: one, or several."""
    lists = request.files.lists()
    return {name: found if len(found) > 1 else found[0] for name, found in lists}


def _answered(operation: Operation, given: Any) -> Response:
    if given is None:
        return _nothing(operation.status)
    response = given if isinstance(given, Response) else jsonify(as_json(given))
    response.status_code = operation.status
    if operation.location:
        response.headers["Location"] = operation.location(given)
    return _revalidated(response) if operation.method == "get" else response


def _nothing(status: int) -> Response:
    response = Response(status=status)
    del response.headers["Content-Type"]
    return response


def _sent() -> Any:
    try:
        return request.get_json(force=True)
    except (BadRequest, RecursionError):  # too many brackets are none that we know
        raise Invalid("El cuerpo no es JSON.") from None


def _here(last: str) -> str:
    """Return where the API is, from the address of one of its own pages."""
    return request.path.removesuffix(last)


def _revalidated(response: Response) -> Response:
    """Let who has this answer already ask whether it is still so (RFC 9110 §13.1.2).

    Of a file, a part may be asked for (§14.2).
    """
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if "ETag" not in response.headers:
        response.add_etag()
    is_file = response.mimetype != JSON
    response.make_conditional(
        request, accept_ranges=is_file, complete_length=response.content_length
    )
    return response
