"""Several documents in one ZIP. They are compressed already: they are stored as they are."""

import io
from collections.abc import Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the same documents give the same bytes."""


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP; a name that comes again gets a number."""
    content = io.BytesIO()
    used: dict[str, int] = {}
    with ZipFile(content, "w", ZIP_STORED) as archive:
        for name, data in files:
            used[name] = used.get(name, 0) + 1
            if used[name] > 1:
                stem, _, ending = name.rpartition(".")
                name = f"{stem}-{used[name]}.{ending}"  # noqa: PLW2901
            archive.writestr(ZipInfo(name, LONG_AGO), data)
    return content.getvalue()
