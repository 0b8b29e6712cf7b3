"""Api: the views of a JSON API, which say what they read and give by their type hints alone.

A view is given its variables of the address, and `query` or `body` if it asks for one; what it
returns is a dataclass, or a ready Response. Every answer to a GET has an ETag.
"""

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from chassis.access import public
from chassis.errors import Invalid
from chassis.openapi.document import Operation, write_document
from chassis.openapi.reading import read_body, read_query

P = ParamSpec("P")
R = TypeVar("R")

JSON = "application/json"


class Api:
    """A blueprint whose operations are known, so that they can be described."""

    def __init__(
        self, name: str, import_name: str, *, title: str, version: str, description: str
    ) -> None:
        self.blueprint = Blueprint(name, import_name)
        self.operations: list[Operation] = []
        self._about = {"title": title, "version": version, "description": description}
        self._serve_document()

    def get(
        self, rule: str, *, tag: str, produces: str = JSON, problems: tuple[int, ...] = ()
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Answer GET by a view, whose docstring is published as what it does."""
        said = {"tag": tag, "status": 200, "produces": produces, "problems": problems}
        return self._adding("get", rule, said)

    def post(
        self, rule: str, *, tag: str, status: int = 201, problems: tuple[int, ...] = ()
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Answer POST by a view, whose docstring is published as what it does."""
        said = {"tag": tag, "status": status, "produces": JSON, "problems": problems}
        return self._adding("post", rule, said)

    def document(self, server: str) -> dict[str, Any]:
        """Return the OpenAPI document of what is served at that address."""
        return write_document(self.operations, server=server, **self._about)

    def _adding(
        self, method: str, rule: str, said: dict[str, Any]
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            operation = Operation(method=method, rule=rule, view=view, **said)
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
        query = hints.get("query")
        if query is not None:
            variables["query"] = read_query(query, request.args)
        elif request.args:
            raise Invalid(errors=dict.fromkeys(request.args, "No existe ese dato."))
        if "body" in hints:
            variables["body"] = read_body(hints["body"], _sent())
        given = operation.view(**variables)
        response = given if isinstance(given, Response) else jsonify(as_json(given))
        response.status_code = operation.status
        return _revalidated(response) if operation.method == "get" else response

    return answer


def _sent() -> Any:
    try:
        return request.get_json(force=True)
    except BadRequest:
        raise Invalid("El cuerpo no es JSON.") from None


def _here(last: str) -> str:
    """Return where the API is, from the address of one of its own pages."""
    return request.path.removesuffix(last)


def _revalidated(response: Response) -> Response:
    """Let who has this answer already ask whether it is still so (RFC 9110 §13.1.2)."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
