"""Gives the documents of legajos to who may have them: to keep, never opened by a page of ours."""

from typing import Protocol

from flask import Response, send_file

from chassis.filestore import current_files
from services.legajo.documents.inspection import SUFFIXES

SANDBOX = "sandbox; default-src 'none'"
"""A file that a browser opens all the same runs nothing and reaches nothing (CSP3 §6.3.2)."""


class Kept(Protocol):
    """What must be known of a document to give it."""

    sha256: str
    tipo: str
    bytes: int


def give(documento: Kept, nombre: str) -> Response:
    """Give a document under the name it came with, and the ending of what it is."""
    stem = nombre.rpartition(".")[0] or nombre
    response = send_file(
        current_files().open(documento.sha256),
        documento.tipo,
        as_attachment=True,
        download_name=f"{stem}{SUFFIXES[documento.tipo]}",
        conditional=False,
    )
    response.content_length = documento.bytes
    response.set_etag(documento.sha256)
    return harmless(response)


def harmless(response: Response) -> Response:
    """Let a file stay in no cache, pass for nothing else, and reach nothing."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
