"""Issues documents: each once, with a code and a seal, and the same bytes ever after."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from secrets import token_bytes
from typing import NamedTuple

import structlog
from sqlalchemy import func, select

from chassis.filestore import FileOutOfReach, current_files
from chassis.service import current_settings
from services.boleta.documents import pdf
from services.boleta.documents.codes import codes_of
from services.boleta.domain import BoletaDocument
from services.boleta.domain.codigo import RANDOM_BYTES, codigo_of
from services.boleta.domain.emision import Asunto, asunto_of_boleta
from services.boleta.models import Emision, db
from services.boleta.settings import Settings
from uikit.paper import Verification

log = structlog.get_logger()

Render = Callable[[Verification], bytes]
"""Draws a document that has the code on it."""


class Documento(NamedTuple):
    """A document that was issued."""

    content: bytes
    verification: Verification


@db.transactional
def issue(asunto: Asunto, render: Render) -> Documento:
    """Return the document about a matter: as it was issued, or issued now."""
    return _issued(asunto) or _issue_once(asunto, render)


def issue_boleta(boleta: BoletaDocument) -> Documento:
    """Return the document of a boleta."""
    return issue(asunto_of_boleta(boleta), partial(pdf.render, boleta))


def _issue_once(asunto: Asunto, render: Render) -> Documento:
    """Issue a document unless somebody else did a moment ago; who comes second waits."""
    lock = func.hashtextextended(f"emision {asunto.clave}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(lock)))
    if found := _issued(asunto):
        return found
    settings = current_settings(Settings)
    codigo = codigo_of(token_bytes(RANDOM_BYTES))
    verification = verification_of(codigo)
    content = _sealed(render(verification), asunto, settings)
    kept = current_files().keep(BytesIO(content))
    codes = codes_of(settings.files_key)
    db.session.add(
        Emision(
            clave=asunto.clave,
            tipo=asunto.tipo,
            dni=asunto.dni,
            nombre=asunto.nombre,
            entidad=asunto.entidad,
            desde=asunto.desde,
            hasta=asunto.hasta,
            boleta_id=asunto.boleta_id,
            version=asunto.version,
            liquido=asunto.liquido,
            codigo_hash=codes.hash(codigo),
            codigo_sellado=codes.seal(codigo),
            sha256=bytes.fromhex(kept.key),
        )
    )
    log.info("document_issued", tipo=asunto.tipo, boleta=asunto.boleta_id)
    return Documento(content, verification)


def _issued(asunto: Asunto) -> Documento | None:
    """Return what was issued before; what the store has lost is issued anew, with another code."""
    emision = db.session.scalar(select(Emision).where(Emision.clave == asunto.clave))
    if emision is None:
        return None
    codigo = codes_of(current_settings(Settings).files_key).open(emision.codigo_sellado)
    try:
        content = current_files().read(emision.sha256.hex())
    except FileOutOfReach as error:
        log.error("issued_document_lost", emision=emision.id, reason=str(error))
        emision.clave = f"{emision.clave} lost {emision.id}"
        db.session.flush()
        return None
    return Documento(content, verification_of(codigo))


def verification_of(codigo: str) -> Verification:
    """Return how a code is printed: what the QR says is in capitals, which make it small."""
    public_url = current_settings(Settings).public_url
    return Verification(
        code=codigo,
        address=f"{public_url}/v/{codigo}".upper(),
        page=f"{public_url}/v/",
    )


def _sealed(content: bytes, asunto: Asunto, settings: Settings) -> bytes:
    if not settings.seal_key:
        return content
    # pyHanko is a tenth of a process: a command of an operator, which seals nothing, has none.
    from services.boleta.documents.seal import load_seal

    seal = load_seal(settings.seal_key, settings.seal_certificates, settings.seal_tsa_url)
    return seal.put_on(content, reason=asunto.tipo.label)
