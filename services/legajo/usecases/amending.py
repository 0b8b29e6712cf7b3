"""Answers what was observed: with words, and with the documents that were missing."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from chassis.errors import Conflict, Invalid
from contracts.access_token import Principal, Role
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.workflow import Accion
from services.legajo.models import Adjunto, Cambio, Servidor, db
from services.legajo.usecases.documentos import keep_documento
from services.legajo.usecases.solicitudes import lock_solicitud, take

Files = Mapping[int, Sequence[tuple[str, BinaryIO]]]
"""The files that were chosen for each entry, by the id of the change: their names and contents."""


@db.transactional
def amend_solicitud(
    principal: Principal,
    expediente: str,
    *,
    comentario: str,
    files: Files | None = None,
    max_mb: int = 0,
    seen: int | None = None,
) -> None:
    """Answer what the specialist observed, so that the solicitud waits for them again.

    A document that cannot be believed leaves everything as it was.
    """
    solicitud = lock_solicitud(expediente, Servidor.dni == principal.dni, seen)
    # First the answer: who is late, or says nothing, is told so before any file is looked into.
    take(Accion.SUBSANAR, solicitud, Role.SERVIDOR, principal.dni, comentario)
    cambios = {cambio.id: cambio for cambio in solicitud.cambios}
    errors: dict[str, str] = {}
    for cambio_id, chosen in (files or {}).items():
        if cambio_id in cambios:
            refused = _attach(cambios[cambio_id], chosen, max_mb)
            if refused:
                errors[f"documento-{cambio_id}"] = " ".join(refused)
    if errors:
        raise Invalid(errors=errors)


def _attach(cambio: Cambio, chosen: Sequence[tuple[str, BinaryIO]], max_mb: int) -> list[str]:
    """Take each file in; return what is wrong with those that were refused."""
    refused = []
    for name, stream in chosen:
        try:
            _take_in(cambio, name, stream, max_mb)
        except (Invalid, Conflict) as refusal:
            refused.append(f"«{name}»: {refusal.detail}")
    return refused


def _take_in(cambio: Cambio, name: str, stream: BinaryIO, max_mb: int) -> None:
    if cambio.solicitud is None or len(cambio.adjuntos) >= MAX_ADJUNTOS:
        raise Conflict(f"Ya hay {MAX_ADJUNTOS} documentos.")
    documento = keep_documento(stream, max_mb=max_mb)
    if any(adjunto.documento.id == documento.id for adjunto in cambio.adjuntos):
        raise Invalid("Ese documento ya está.")
    dni = cambio.solicitud.dni
    db.session.add(Adjunto(documento=documento, dni=dni, nombre=name, cambio=cambio))
    db.session.flush()
