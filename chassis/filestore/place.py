"""What a place must be able to do where sealed files rest. It knows nothing of what they say."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol


class FileOutOfReach(Exception):
    """A file cannot be read or written now: its disk or its bucket does not let us."""


class FileLost(FileOutOfReach):
    """A file is not where it was kept, or is no longer what it was: to wait does not help."""


class Held(Protocol):
    """A sealed file that is open."""

    size: int
    """How long it is, in bytes."""

    def read_at(self, offset: int, length: int) -> bytes:
        """Return so many bytes from there on; fewer only where the file ends."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class Unfinished:
    """A sealed file that is being written: nobody sees it before it has its name."""

    file: BinaryIO
    name: Callable[[str], None]
    """Gives it its key, once all is written; the file that has it already stays."""


class Place(Protocol):
    """Where sealed files rest, each under its key. Every method may raise FileOutOfReach."""

    def answers(self) -> bool:
        """Tell whether files can be kept here."""

    def has(self, key: str) -> bool:
        """Tell whether a file of that key is here."""

    def open(self, key: str) -> Held:
        """Open a file."""

    def new(self) -> AbstractContextManager[Unfinished]:
        """Offer a file to write; what has no name by the end is removed."""

    def forget(self, key: str) -> None:
        """Remove a file, which may be gone already."""

    def all_keys(self) -> Iterator[str]:
        """Return the key of every file."""
