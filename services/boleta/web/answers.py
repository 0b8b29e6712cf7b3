"""How a file is given to who asked for it: named, never kept by a cache, never run by a browser."""

from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import quote

from flask import Response

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"


def attached(
    content: bytes | Iterable[bytes], name: str, kind: str, *, inline: bool = False
) -> Response:
    """Answer with a file; its name is told twice, for old programs without accents (RFC 6266)."""
    response = Response(content)
    response.content_type = kind
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "")
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
