"""The folder of messages: one .eml file each, named by the moment of its arrival."""

import email
import email.policy
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True)
class Message:
    """An e-mail as a person reads it."""

    id: str
    to: str
    sender: str
    subject: str
    date: datetime
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return what /messages.json says of it."""
        return {**asdict(self), "date": self.date.isoformat(), "headers": dict(self.headers)}


class Folder:
    """What has arrived, newest first; it survives a restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def keep(self, raw: bytes) -> str:
        """Store a message for good, and return its id."""
        identity = f"{time.time_ns():020d}"
        half_written = self.path / f"{identity}.new"
        half_written.write_bytes(raw)
        half_written.rename(self.file(identity))
        return identity

    def ids(self) -> list[str]:
        """Return the ids of all messages, newest first."""
        return sorted((path.stem for path in self.path.glob("*.eml")), reverse=True)

    def newest(self, count: int | None = None) -> Iterator[Message]:
        """Read the newest messages."""
        return (parse(self.file(identity)) for identity in islice(self.ids(), count))

    def find(self, identity: str) -> Message | None:
        """Read one message, if it is there."""
        return parse(self.file(identity)) if identity in self.ids() else None

    def file(self, identity: str) -> Path:
        """Return where a message is stored."""
        return self.path / f"{identity}.eml"

    def clear(self) -> None:
        """Throw everything away."""
        for identity in self.ids():
            self.file(identity).unlink(missing_ok=True)


@lru_cache(maxsize=500)
def parse(path: Path) -> Message:
    """Read a stored message, which never changes."""
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    received = datetime.fromtimestamp(int(path.stem) / 1e9, UTC)
    return Message(
        id=path.stem,
        to=str(parsed["To"] or ""),
        sender=str(parsed["From"] or ""),
        subject=str(parsed["Subject"] or ""),
        date=received,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        headers=tuple((name, str(value)) for name, value in parsed.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((cast(Any, kind),))
    return str(part.get_content()) if part is not None else ""
