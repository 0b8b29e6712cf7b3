"""What hardly ever changes and is asked for all the time is kept for some seconds in each process.

Clients and keys change by an operator's command: in other processes it holds a few seconds later.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from flask import current_app

T = TypeVar("T")

SECONDS = 5.0
"""How long a disabled client may still be believed."""


def recent(key: Hashable, load: Callable[[], T | None]) -> T | None:
    """Return what was loaded a moment ago, or load it; what is not there is not remembered."""
    kept, now = _kept(), time.monotonic()
    until, value = kept.get(key, (0.0, None))
    if now <= until <= now + SECONDS:
        return cast(T, value)
    loaded = load()
    if loaded is not None:
        kept[key] = (now + SECONDS, loaded)
    return loaded


def forget() -> None:
    """Let this process look again: it has just changed something."""
    _kept().clear()


def _kept() -> dict[Hashable, tuple[float, Any]]:
    kept: dict[Hashable, tuple[float, Any]] = current_app.extensions.setdefault("recent", {})
    return kept
