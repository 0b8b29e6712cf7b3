"""Types as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks.

What a dataclass and its fields mean is read from their docstrings: a field is followed by a string
that explains it.
"""

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from werkzeug.datastructures import FileStorage

from chassis.explained import field_docs, first_paragraph

JsonSchema = dict[str, Any]
"""A schema as JSON values."""

PLAIN: dict[type, JsonSchema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    FileStorage: {"type": "string", "format": "binary"},
}
"""What is written as a single value; a file only in a form of several parts."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    """What else holds for a value, beyond its type: `Annotated[int, Rule(minimum=1)]`."""

    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    """How long a list may be."""
    pattern: str | None = None
    """What the whole value must be like."""
    example: Any = None

    def keywords(self) -> JsonSchema:
        """Return what JSON Schema calls it."""
        named = {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "minLength": self.min_length,
            "maxLength": self.max_length,
            "maxItems": self.max_items,
            "pattern": f"^{self.pattern}$" if self.pattern else None,
            "examples": None if self.example is None else [self.example],
        }
        return {name: value for name, value in named.items() if value is not None}


class Hint(NamedTuple):
    """A type hint, taken apart."""

    kind: Any
    """The type itself, without `| None` and without annotations."""
    rules: tuple[Rule, ...]
    may_be_null: bool


def taken_apart(hint: Any) -> Hint:
    """Return the type of a hint, its rules, and whether it may be null."""
    rules: tuple[Rule, ...] = ()
    may_be_null = False
    while True:
        origin = typing.get_origin(hint)
        if origin is Annotated:
            rules += tuple(said for said in hint.__metadata__ if isinstance(said, Rule))
            hint = hint.__origin__
        elif origin in {types.UnionType, typing.Union}:
            (hint,) = (item for item in typing.get_args(hint) if item is not types.NoneType)
            may_be_null = True
        else:
            return Hint(hint, rules, may_be_null)


class Schemas:
    """The schemas of a document: what has a name is written once, and referred to."""

    def __init__(self) -> None:
        self.components: dict[str, JsonSchema] = {}

    def of(self, hint: Any) -> JsonSchema:
        """Return the schema of a type hint."""
        kind, rules, may_be_null = taken_apart(hint)
        schema = dict(self._of_kind(kind))
        for rule in rules:
            schema |= rule.keywords()
        return _or_null(schema) if may_be_null else schema

    def of_given(self, kind: type[Any]) -> JsonSchema:
        """Return the schema of what is sent to us: nothing else may be in it, at any depth."""
        schema = self.of(kind)
        self.components[kind.__name__]["additionalProperties"] = False
        for hint in typing.get_type_hints(kind, include_extras=True).values():
            inner = taken_apart(hint).kind
            for part in typing.get_args(inner) or (inner,):
                if dataclasses.is_dataclass(part):
                    self.of_given(typing.cast(type[Any], part))
        return schema

    def _of_kind(self, kind: Any) -> JsonSchema:
        if kind in PLAIN:
            return PLAIN[kind]
        origin = typing.get_origin(kind)
        if origin in {tuple, list}:
            return {"type": "array", "items": self.of(typing.get_args(kind)[0])}
        if origin is dict:
            values = self.of(typing.get_args(kind)[1])
            return {"type": "object", "additionalProperties": values}
        return self._referred_to(kind)

    def _referred_to(self, kind: Any) -> JsonSchema:
        name = kind.__name__
        if name not in self.components:
            self.components[name] = {}  # it may refer to itself
            is_enumeration = isinstance(kind, type) and issubclass(kind, StrEnum)
            self.components[name] = _enumeration(kind) if is_enumeration else self.of_object(kind)
        return {"$ref": f"#/components/schemas/{name}"}

    def of_object(self, kind: type[Any]) -> JsonSchema:
        """Return the schema of a dataclass; a field with a default may be left out."""
        return {
            "type": "object",
            "description": first_paragraph(kind),
            "required": [field.name for field in dataclasses.fields(kind) if is_required(field)],
            "properties": self.properties(kind),
        }

    def properties(self, kind: type[Any]) -> dict[str, JsonSchema]:
        """Return the schema of each field of a dataclass, with what is said about it."""
        hints = typing.get_type_hints(kind, include_extras=True)
        docs = field_docs(kind)
        properties = {}
        for field in dataclasses.fields(kind):
            schema = self.of(hints[field.name])
            properties[field.name] = schema | _described(docs.get(field.name))
        return properties


def is_required(field: "dataclasses.Field[Any]") -> bool:
    """Tell whether the field must be given."""
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _enumeration(kind: type[StrEnum]) -> JsonSchema:
    return {"type": "string", "enum": [member.value for member in kind]}


def _described(text: str | None) -> JsonSchema:
    return {"description": text} if text else {}


def _or_null(schema: JsonSchema) -> JsonSchema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}
