"""What a program sent, as the dataclass that a view asks for; or Invalid, field by field.

A field that nobody knows is refused too: a filter that is misspelt must not pass for no filter.
What is wrong inside a list or an object is told by its path: `veredictos.0.motivo`.
"""

import dataclasses
import json
import re
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import FileStorage, MultiDict

from chassis.errors import Invalid
from chassis.openapi.schema import Hint, Rule, is_required, taken_apart

T = TypeVar("T")

INTEGER = re.compile(r"-?[0-9]{1,18}")
"""A whole number as it stands in an address."""


class _Wrong(ValueError):
    """A value is not what its field takes: a message for it (""), or for each place in it."""

    def __init__(self, told: str | Mapping[str, str]) -> None:
        super().__init__()
        self._told = {"": told} if isinstance(told, str) else dict(told)

    def within(self, name: str) -> dict[str, str]:
        """Return the messages by their paths in what holds the value under that name."""
        return {f"{name}.{path}" if path else name: text for path, text in self._told.items()}


def read_query(kind: type[T], args: "MultiDict[str, str]") -> T:
    """Read what stands after the `?` of an address."""
    repeated = {name: "Está más de una vez." for name in args if len(args.getlist(name)) > 1}
    if repeated:
        raise Invalid(errors=repeated)
    return _read(kind, args, is_text=True)


def read_body(kind: type[T], content: Any) -> T:
    """Read a JSON object."""
    if not isinstance(content, dict):
        raise Invalid("El cuerpo debe ser un objeto JSON.")
    return _read(kind, content, is_text=False)


def read_form(kind: type[T], parts: Mapping[str, Any]) -> T:
    """Read a form of several parts, of which some are files; a list or an object comes as JSON."""
    return _read(kind, parts, is_text=True)


def _read(kind: type[T], given: Mapping[str, Any], *, is_text: bool) -> T:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    errors = {_said(name): "No existe ese dato." for name in given if name not in fields}
    values = {}
    for name, field in fields.items():
        if name not in given:
            if is_required(field):
                errors[name] = "Falta."
            continue
        try:
            values[name] = _value(taken_apart(hints[name]), given[name], is_text=is_text)
        except _Wrong as wrong:
            errors |= wrong.within(name)
    if errors:
        raise Invalid(errors=errors)
    return kind(**values)


def _value(hint: Hint, given: Any, *, is_text: bool) -> Any:
    if given is None and hint.may_be_null:
        return None
    value = _reader_of(hint.kind)(hint.kind, given, is_text)
    for rule in hint.rules:
        _keep(rule, value)
    return value


def _reader_of(kind: Any) -> Any:
    if origin := typing.get_origin(kind):
        return READERS[origin]
    if dataclasses.is_dataclass(kind):
        return _object
    return READERS[StrEnum if issubclass(kind, StrEnum) else kind]


def _keep(rule: Rule, value: Any) -> None:
    if rule.minimum is not None and value < rule.minimum:
        raise _Wrong(f"Debe ser {rule.minimum} o más.")
    if rule.maximum is not None and value > rule.maximum:
        raise _Wrong(f"Debe ser {rule.maximum} o menos.")
    if rule.min_length is not None and len(value) < rule.min_length:
        raise _Wrong(f"Escriba {rule.min_length} caracteres o más.")
    if rule.max_length is not None and len(value) > rule.max_length:
        raise _Wrong(f"Escriba {rule.max_length} caracteres o menos.")
    if rule.max_items is not None and len(value) > rule.max_items:
        raise _Wrong(f"Envíe {rule.max_items} como máximo.")
    if rule.pattern is not None and not re.fullmatch(rule.pattern, value):
        raise _Wrong(f"Debe ser como {rule.example}.")


def _text(_kind: Any, given: Any, _is_text: bool) -> str:
    """Leave out the NUL, which no database holds; refuse half of a character."""
    if not isinstance(given, str) or any("\ud800" <= sign <= "\udfff" for sign in given):
        raise _Wrong("Debe ser un texto.")
    return given.replace("\0", "")


def _whole_number(_kind: Any, given: Any, is_text: bool) -> int:
    if is_text and INTEGER.fullmatch(given):
        return int(given)
    if not is_text and isinstance(given, int) and not isinstance(given, bool):
        return given
    if isinstance(given, float) and given.is_integer():  # 1.0 is an integer in JSON
        return int(given)
    raise _Wrong("Debe ser un número entero.")


def _truth(_kind: Any, given: Any, is_text: bool) -> bool:
    if is_text and given in {"true", "false"}:
        return bool(given == "true")
    if not is_text and isinstance(given, bool):
        return given
    raise _Wrong("Debe ser true o false.")


def _day(_kind: Any, given: Any, _is_text: bool) -> date:
    try:
        if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise _Wrong("Debe ser una fecha como 2022-06-30.")


def _moment(_kind: Any, given: Any, _is_text: bool) -> datetime:
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _Wrong("Debe ser una fecha y hora como 2022-06-30T08:00:00-05:00.")
    return moment


def _member(kind: Any, given: Any, _is_text: bool) -> StrEnum:
    for member in kind:
        if given == member.value:
            return typing.cast(StrEnum, member)
    raise _Wrong(f"Debe ser uno de: {', '.join(kind)}.")


def _file(_kind: Any, given: Any, _is_text: bool) -> FileStorage:
    if not isinstance(given, FileStorage) or not given.filename:
        raise _Wrong("Debe ser un archivo, con su nombre.")
    return given


def _list(kind: Any, given: Any, is_text: bool) -> tuple[Any, ...]:
    if isinstance(given, FileStorage):
        given = [given]
    given = _unpacked(given) if is_text else given
    if not isinstance(given, list):
        raise _Wrong("Debe ser una lista.")
    hint = taken_apart(typing.get_args(kind)[0])
    return tuple(_each(hint, {str(place): each for place, each in enumerate(given)}).values())


def _table(kind: Any, given: Any, is_text: bool) -> dict[str, Any]:
    given = _unpacked(given) if is_text else given
    if not isinstance(given, dict):
        raise _Wrong("Debe ser un objeto.")
    return _each(taken_apart(typing.get_args(kind)[1]), given)


def _unpacked(given: Any) -> Any:
    """Return what a part of a form says as JSON; what is none stays text."""
    try:
        return json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError):
        return given


def _each(hint: Hint, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read several values of a kind; tell what is wrong with any of them."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in given.items():
        try:
            values[_text(str, name, False)] = _value(hint, value, is_text=False)
        except _Wrong as wrong:
            errors |= wrong.within(_said(name))
    if errors:
        raise _Wrong(errors)
    return values


def _said(name: str) -> str:
    """Return a name that somebody made up so that it can be sent back: without half characters."""
    return name.encode(errors="replace").decode()


def _object(kind: Any, given: Any, _is_text: bool) -> Any:
    try:
        return read_body(kind, given)
    except Invalid as refusal:
        raise _Wrong(refusal.errors or "Debe ser un objeto.") from None


READERS: dict[type, Any] = {
    str: _text,
    int: _whole_number,
    bool: _truth,
    date: _day,
    datetime: _moment,
    StrEnum: _member,
    FileStorage: _file,
    tuple: _list,
    dict: _table,
}
"""How a value of each type is read; an API takes no other, but for objects of these."""
