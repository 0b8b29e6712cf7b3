"""Issues documents: each once, with a code and a seal, and the same bytes ever after."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import structlog

from chassis.issuing.press import issue_once
from chassis.service import current_settings
from contracts.verification import BOLETAS
from services.boleta.documents import pdf
from services.boleta.domain import BoletaDocument
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
    draw = partial(_draw, asunto, render)
    issued = issue_once(db.session, Emision, asunto.clave, draw, reason=asunto.tipo.label)
    return Documento(issued.content, verification_of(issued.codigo))


def issue_boleta(boleta: BoletaDocument) -> Documento:
    """Return the document of a boleta."""
    return issue(asunto_of_boleta(boleta), partial(pdf.render, boleta))


def _draw(asunto: Asunto, render: Render, codigo: str) -> tuple[bytes, Emision]:
    log.info("document_issued", tipo=asunto.tipo, boleta=asunto.boleta_id)
    return render(verification_of(codigo)), Emision(
        tipo=asunto.tipo,
        dni=asunto.dni,
        nombre=asunto.nombre,
        entidad=asunto.entidad,
        desde=asunto.desde,
        hasta=asunto.hasta,
        boleta_id=asunto.boleta_id,
        version=asunto.version,
        liquido=asunto.liquido,
    )


def verification_of(codigo: str) -> Verification:
    """Return how the code of a document is printed."""
    return Verification.at(current_settings(Settings).public_url, BOLETAS, codigo)
