"""The state folder of a copy of the platform, and files of `KEY=value` lines.

A shell, Docker Compose and we read those files alike: values are quoted as a shell wants it, and
hold no single quote and no line break.
"""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Where the code is: what every process is started in."""


def state_folder() -> Path:
    """Return where this copy keeps its data, logs and environment: AYNI_STATE, or `.local`."""
    return Path(os.environ.get("AYNI_STATE") or ROOT / ".local").absolute()


def as_text(values: Mapping[str, str]) -> str:
    """Return the lines of such a file."""
    return "".join(f"{key}={shlex.quote(value)}\n" for key, value in values.items())


def read(path: Path) -> dict[str, str]:
    """Return what a file says; nothing when it is not there."""
    if not path.exists():
        return {}
    pairs = shlex.split(path.read_text(), comments=True)
    return dict(pair.split("=", 1) for pair in pairs)


def write(path: Path, values: Mapping[str, str]) -> None:
    """Replace a file at once; only its owner may read it."""
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(as_text(values))
    new.replace(path)
