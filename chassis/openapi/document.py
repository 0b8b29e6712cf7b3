"""The OpenAPI 3.1 document of an API, written from its operations."""

import re
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from chassis.explained import first_paragraph
from chassis.openapi.schema import JsonSchema, Schemas, is_required
from chassis.problems import HTTP_PROBLEMS, REFUSALS

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
    produces: str
    problems: tuple[int, ...]

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
        if roles := getattr(operation.view, "required_roles", ()):
            labels = " o ".join(role.label for role in roles)
            said["description"] = f"Solo para {labels}, en las sedes que le tocan."
        if "body" in self._hints:
            schema = self._schemas.of(self._hints["body"])
            self._schemas.components[self._hints["body"].__name__]["additionalProperties"] = False
            said["requestBody"] = {"required": True, "content": _json(schema)}
        return said

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
        given = {"description": HTTPStatus(operation.status).phrase, "content": self._content()}
        responses: dict[str, Any] = {str(operation.status): given}
        if operation.method == "get":
            given["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
            responses["304"] = {"description": "No ha cambiado desde el ETag de If-None-Match."}
        for status in sorted({*ALWAYS, *operation.problems}):
            responses[str(status)] = _problem(title_of(status))
        return responses | {"default": _problem("Cualquier otro error")}

    def _content(self) -> JsonSchema:
        if self._operation.produces == "application/json":
            return _json(self._schemas.of(self._hints["return"]))
        return {self._operation.produces: {}}


def title_of(status: int) -> str:
    """Return what an error of that status is called."""
    refusals = {code: title for _, code, title in REFUSALS.values()}
    return refusals.get(status) or HTTP_PROBLEMS[status][1]


def _json(schema: JsonSchema) -> JsonSchema:
    return {"application/json": {"schema": schema}}


def _problem(text: str) -> JsonSchema:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {PROBLEM: {"schema": reference}}}


def _never_null(schema: JsonSchema) -> JsonSchema:
    """Leave null out: in an address, what is not said is not there."""
    if "anyOf" in schema:
        return typing.cast(JsonSchema, schema["anyOf"][0])
    kinds = schema.get("type")
    return schema | {"type": kinds[0]} if isinstance(kinds, list) else schema
