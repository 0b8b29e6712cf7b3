"""Planillas as text, read by the code that imports them."""

import io
from pathlib import Path

from services.boleta.formats import BadRecord, Record, read_planilla

_DOCS = Path(__file__).parents[2] / "docs" / "formats.md"

PAGE = _DOCS.read_text(encoding="utf-8").split("```")[1].strip("\n") + "\n"
"""A record of the SUP's print file: the very example that the documentation shows."""


def someone(number: int) -> str:
    """Return the page of another person."""
    return PAGE.replace("00000001", f"{number:08}")


def read(content: str | bytes, encoding: str = "latin-1") -> list[Record | BadRecord]:
    """Read a planilla as the import does."""
    raw = content.encode(encoding) if isinstance(content, str) else content
    return list(read_planilla(io.BytesIO(raw)))


def read_one(content: str | bytes, encoding: str = "latin-1") -> Record:
    """Read a planilla in which there is one boleta, and nothing wrong."""
    (record,) = read(content, encoding)
    assert isinstance(record, Record), record
    return record


def reason(content: str | bytes, encoding: str = "latin-1") -> str:
    """Return why the only boleta of a planilla was refused."""
    (record,) = read(content, encoding)
    assert isinstance(record, BadRecord), record
    return record.reason


def kept(found: list[Record | BadRecord]) -> list[str]:
    """Return the DNIs of the boletas that were kept."""
    return [record.dni for record in found if isinstance(record, Record)]


def refused(found: list[Record | BadRecord]) -> list[BadRecord]:
    """Return what was refused."""
    return [record for record in found if isinstance(record, BadRecord)]


def facts(record: Record) -> dict[str, object]:
    """Return all that a record says, but where it stood."""
    places = ("line", "offset", "length")
    return {name: value for name, value in record._asdict().items() if name not in places}
