"""Several files in one ZIP, written while it is read: only one of them is in memory.

Documents and pictures are compressed already: they are stored as they are.
"""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the same files give the same bytes."""


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Return a ZIP piece by piece; a name that comes again gets a number."""
    outlet = _Outlet()
    names = Names()
    with ZipFile(outlet, "w", ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(names.take(name), LONG_AGO), content)
            yield outlet.taken()
    yield outlet.taken()


class Names:
    """The names that an archive has given away; two that differ in capitals alone are the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, name: str) -> str:
        """Return that name, or the same with a number: `boleta-2.pdf`."""
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in self._used:
            number += 1
            free = f"{stem}-{number}{dot}{ending}"
        self._used.add(free.casefold())
        return free


class _Outlet:
    """What `ZipFile` writes into; it never goes back."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes, /) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data
