"""Settings: a frozen dataclass read from the environment, every mistake told at once.

Field `max_attachment_mb` of the settings of `legajo` is `LEGAJO_MAX_ATTACHMENT_MB`; what all
services share may be said once, as `AYNI_…`. A field without a default must be set.
"""

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

SettingsType = TypeVar("SettingsType")

SHARED_PREFIX = "AYNI"
"""What is set under this prefix holds for every service that does not set its own."""


class Secret(str):
    """A text that never shows itself in a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('…')"


class BadSettings(Exception):
    """The environment does not say what a service needs; the message has every mistake."""


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What every process of the platform is told."""

    public_url: str
    """The address that people type, without a final slash: `https://ayni.example.pe`."""
    valkey_url: Secret
    """Valkey or Redis: the broker, and what may be forgotten (sessions, captchas, throttles)."""
    identity_url: str
    """Where the other services reach identity, inside: `http://identity:8000`."""
    worker: str = ""
    """The name by which this worker says that it lives; empty for the only one of its service."""
    log_format: str = "json"
    """`json`, or `console` for a person who reads along."""

    @property
    def is_https(self) -> bool:
        """Tell whether people come by TLS: then cookies are Secure."""
        return self.public_url.startswith("https://")

    @property
    def issuer(self) -> str:
        """Return the `iss` of every token: identity as people reach it."""
        return f"{self.public_url}/passport"


def read_settings(
    kind: type[SettingsType], prefix: str, environ: Mapping[str, str] = os.environ
) -> SettingsType:
    """Build the settings of one service; or raise BadSettings with all that is wrong."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    mistakes: list[str] = []
    for field in fields(kind):  # type: ignore[arg-type]
        name = f"{prefix}_{field.name}".upper()
        text = environ.get(name, environ.get(f"{SHARED_PREFIX}_{field.name}".upper()))
        if text is None:
            if _is_required(field):
                mistakes.append(f"{name} is not set")
            continue
        try:
            values[field.name] = _READERS.get(hints[field.name], hints[field.name])(text)
        except ValueError:
            mistakes.append(f"{name} is not a valid {hints[field.name].__name__}")
    if mistakes:
        raise BadSettings("; ".join(mistakes))
    return kind(**values)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read_bool(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(text)
    return text.lower() == "true"


_READERS: dict[Any, Any] = {
    str: str,
    Secret: Secret,
    int: int,
    float: float,
    bool: _read_bool,
    Path: Path,
}
