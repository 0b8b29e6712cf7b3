"""Event: a frozen dataclass that travels as a CloudEvents 1.0 envelope.

A subclass declares its publisher and version; its wire name follows from them:
`LegajoOpened` of legajo, version 1, is `legajo.legajo_opened.v1`.
"""

import dataclasses
import re
import types
import typing
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self

Envelope = dict[str, Any]
"""An event as JSON values: the CloudEvents attributes, our `requestid`, and `data`."""

BATCH_SIZE = 500
"""How many people one event may be about."""


class BadEnvelope(ValueError):
    """The envelope is not one of an event that this platform knows, or lacks a field."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """A fact that one service announces and others may act upon."""

    registry: ClassVar[dict[str, type["Event"]]] = {}
    """Every event that there is, by its wire name."""

    type: ClassVar[str]
    publisher: ClassVar[str]

    def __init_subclass__(cls, *, publisher: str, version: int) -> None:
        super().__init_subclass__()
        noun = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.type = f"{publisher}.{noun}.v{version}"
        cls.publisher = publisher
        Event.registry[cls.type] = cls

    def to_envelope(self, *, requestid: str = "") -> Envelope:
        """Wrap the event in a new envelope: its id is what makes a repetition harmless."""
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "time": datetime.now(UTC).isoformat(),
            "source": f"/{self.publisher}",
            "type": self.type,
            "datacontenttype": "application/json",
            "requestid": requestid,
            "data": _to_json(self),
        }

    @classmethod
    def from_envelope(cls, envelope: Mapping[str, Any]) -> "Event":
        """Read any known event; fields that it does not know are ignored.

        Raises BadEnvelope when the type is unknown or a field is missing.
        """
        try:
            event_class = Event.registry[envelope["type"]]
            return event_class.from_data(envelope["data"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadEnvelope(f"{envelope.get('type')}: {error!r}") from error

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read the event from the `data` of its envelope."""
        return typing.cast(Self, _from_json(cls, data))


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        said = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        # An optional field that says nothing is not there, as before it was added.
        return {field.name: _to_json(it) for field, it in said if it is not field.default}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, date):  # datetime is one
        return value.isoformat()
    return value


def _from_json(wanted: Any, value: Any) -> Any:
    """Turn a JSON value into the annotated type: a dataclass, tuple[X, ...], date or plain."""
    if isinstance(wanted, types.UnionType):  # X | None
        inner = next(item for item in typing.get_args(wanted) if item is not types.NoneType)
        return None if value is None else _from_json(inner, value)
    if typing.get_origin(wanted) is tuple:
        item = typing.get_args(wanted)[0]
        return tuple(_from_json(item, element) for element in value)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _from_object(wanted, value)
    if wanted in {date, datetime}:
        return wanted.fromisoformat(value)
    if not isinstance(value, wanted):
        raise TypeError(f"{value!r} is not {wanted.__name__}")
    return value


def _from_object(wanted: type, value: Mapping[str, Any]) -> Any:
    hints = typing.get_type_hints(wanted)
    known = {field.name: field for field in dataclasses.fields(wanted)}
    given = {name: _from_json(hints[name], value[name]) for name in known if name in value}
    return wanted(**given)
