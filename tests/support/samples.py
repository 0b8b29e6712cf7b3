"""The published samples: each contract as bytes that were once sent."""

import json
from pathlib import Path
from typing import Any

from contracts.events import Envelope, Event

SAMPLES = Path(__file__).parents[2] / "contracts" / "samples"


def sample(event: type[Event]) -> Envelope:
    """Return the envelope that was published for that event."""
    return read("events", event.type)


def read(kind: str, name: str) -> dict[str, Any]:
    """Return a sample of `events`, `http` or `tokens`."""
    content: dict[str, Any] = json.loads((SAMPLES / kind / f"{name}.json").read_text())
    return content
