"""The OpenAPI 3.1 document of an API, written from its operations."""

import re
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from werkzeug.datastructures import FileStorage

from chassis.explained import first_paragraph
from chassis.openapi.schema import JsonSchema, Schemas, is_required, taken_apart
from chassis.problems import HTTP_PROBLEMS, REFUSALS

JSON = "application/json"

PARTS = "multipart/form-data"
"""How a body travels of which some fields are files."""

PROBLEM = "application/problem+json"
"""What every error is (RFC 9457)."""

ALWAYS = (401, 422)
"""The errors that every operation may answer with: no token, or something that makes no sense."""

IN_RULE = re.compile(r"<(?:[^:<>]+(?:\([^<>]*\))?:)?(\w+)>")
"""A variable in a rule of Flask."""


@dataclass(frozen=True)
class Problem:
    """Por qué no se hizo lo pedido (RFC 9457)."""

    type: str
    """Qué clase de error es: urn:ayni:problem:not-found."""
    title: str
    """El error en pocas palabras."""
    status: int
    """El mismo código que el de la respuesta HTTP."""
    detail: str
    """Qué pasó y qué hacer."""
    errors: dict[str, str]
    """Qué corregir, dato por dato."""
    request_id: str
    """Con este código la mesa de ayuda encuentra lo ocurrido."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that an API does."""

    method: str
    rule: str
    view: Callable[..., Any]
    tag: str
    status: int
    produces: tuple[str, ...] = (JSON,)
    problems: tuple[int, ...] = ()
    most_mb: Callable[[], int] | None = None
    """How much may be sent, where it is more than a form."""
    location: Callable[[Any], str] | None = None
    """Where what was begun can be followed, from what the view gives."""

    @property
    def scope(self) -> str:
        """Return what a client must have been given, where it asks for itself."""
        return str(getattr(self.view, "required_scope", ""))

    @property
    def takes(self) -> str:
        """Return how the body travels."""
        fields = typing.get_type_hints(self.hints["body"], include_extras=True).values()
        kinds = [taken_apart(hint).kind for hint in fields]
        has_files = any(FileStorage in {kind, *typing.get_args(kind)} for kind in kinds)
        return PARTS if has_files else JSON

    @property
    def hints(self) -> dict[str, Any]:
        """Return what the view reads and gives."""
        return typing.get_type_hints(self.view, include_extras=True)

    @property
    def path(self) -> str:
        """Return its address as OpenAPI writes it."""
        return IN_RULE.sub(r"{\1}", self.rule)

    @property
    def variables(self) -> list[str]:
        """Return the names of what is variable in its address."""
        return IN_RULE.findall(self.rule)


def write_document(
    operations: Iterable[Operation], *, title: str, version: str, description: str, server: str
) -> dict[str, Any]:
    """Describe an API for programs."""
    schemas = Schemas()
    schemas.of(Problem)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        described = _Describing(operation, schemas).described()
        paths.setdefault(operation.path, {})[operation.method] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": description},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


class _Describing:
    """An operation, as OpenAPI says it."""

    def __init__(self, operation: Operation, schemas: Schemas) -> None:
        self._operation = operation
        self._schemas = schemas
        self._hints = operation.hints

    def described(self) -> dict[str, Any]:
        operation = self._operation
        said: dict[str, Any] = {
            "operationId": operation.view.__name__,
            "tags": [operation.tag],
            "summary": first_paragraph(operation.view),
            "parameters": [*self._in_path(), *self._in_query()],
            "responses": self._responses(),
        }
        if reserved := self._reserved():
            said["description"] = reserved
        if operation.scope:
            said["security"] = [{"token": [operation.scope]}]
        if "body" in self._hints:
            content = {operation.takes: {"schema": self._schemas.of_given(self._hints["body"])}}
            said["requestBody"] = {"required": True, "content": content}
        return said

    def _reserved(self) -> str:
        """Say for whom alone the operation is, in words."""
        if scope := self._operation.scope:
            return f"Solo para otro sistema que tiene el alcance {scope}, sin ninguna persona."
        roles = getattr(self._operation.view, "required_roles", ())
        labels = " o ".join(role.label for role in roles)
        return f"Solo para {labels}, en las sedes que le tocan." if roles else ""

    def _in_path(self) -> Iterable[JsonSchema]:
        for name in self._operation.variables:
            schema = self._schemas.of(self._hints[name])
            yield {"name": name, "in": "path", "required": True, "schema": schema}

    def _in_query(self) -> Iterable[JsonSchema]:
        kind = self._hints.get("query")
        if kind is None:
            return
        required = {field.name: is_required(field) for field in kind.__dataclass_fields__.values()}
        for name, schema in self._schemas.properties(kind).items():
            text = schema.pop("description", "")
            where = {"name": name, "in": "query", "required": required[name]}
            yield where | {"description": text, "schema": _never_null(schema)}

    def _responses(self) -> dict[str, Any]:
        operation = self._operation
        given: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase}
        if content := self._content():
            given["content"] = content
        responses: dict[str, Any] = {str(operation.status): given}
        if operation.location:
            given["headers"] = {"Location": {"schema": {"type": "string"}, "required": True}}
        if operation.method == "get":
            given["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
            responses["304"] = {"description": "No ha cambiado desde el ETag de If-None-Match."}
            if JSON not in operation.produces:
                part = {"description": "La parte que pidió Range.", "content": content}
                responses["206"] = part
        for status in sorted({*ALWAYS, *operation.problems}):
            responses[str(status)] = _problem(title_of(status))
        return responses | {"default": _problem("Cualquier otro error")}

    def _content(self) -> JsonSchema:
        if JSON not in self._operation.produces:
            return {media: {} for media in self._operation.produces}
        kind = self._hints["return"]
        return {} if kind is types.NoneType else {JSON: {"schema": self._schemas.of(kind)}}


def title_of(status: int) -> str:
    """Return what an error of that status is called."""
    refusals = {code: title for _, code, title in REFUSALS.values()}
    return refusals.get(status) or HTTP_PROBLEMS[status][1]


def _problem(text: str) -> JsonSchema:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {PROBLEM: {"schema": reference}}}


def _never_null(schema: JsonSchema) -> JsonSchema:
    """Leave null out: in an address, what is not said is not there."""
    if "anyOf" in schema:
        return typing.cast(JsonSchema, schema["anyOf"][0])
    kinds = schema.get("type")
    return schema | {"type": kinds[0]} if isinstance(kinds, list) else schema
