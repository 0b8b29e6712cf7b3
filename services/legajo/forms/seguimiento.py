"""Reads the documents with which a servidor answers an observation."""

from typing import BinaryIO

from werkzeug.datastructures import FileStorage, MultiDict

from services.legajo.forms.bandeja import read_number
from services.legajo.forms.borradores import chosen


def read_files(files: MultiDict[str, FileStorage]) -> dict[int, list[tuple[str, BinaryIO]]]:
    """Read `documento-CAMBIO`: the files that were really chosen for each entry."""
    found: dict[int, list[tuple[str, BinaryIO]]] = {}
    for name in files:
        kind, _, number = name.partition("-")
        cambio_id = read_number(number) if kind == "documento" else None
        sent = chosen(files.getlist(name)) if cambio_id else []
        if cambio_id and sent:
            found[cambio_id] = sent
    return found
