"""Issues documents: draws, seals and keeps each once, and gives the same bytes ever after."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from secrets import token_bytes
from typing import Any, NamedTuple, TypeVar

import structlog
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.filestore import FileLost, current_files
from chassis.issuing.codes import Codes, codes_of
from chassis.issuing.codigo import RANDOM_BYTES, codigo_of
from chassis.issuing.settings import IssuingSettings
from chassis.service import current_settings

log = structlog.get_logger()


class Emitted:
    """The columns of whatever remembers the documents that a service issued; their bytes are kept.

    The code opens what is told about a document: it rests hashed, to be looked up, and encrypted,
    to be printed again where several documents are put into one.
    """

    id: Any
    clave: Mapped[str] = mapped_column(unique=True)
    """What makes it this document and no other: who asks for the same gets the same."""
    codigo_hash: Mapped[bytes] = mapped_column(unique=True)
    codigo_sellado: Mapped[bytes]
    sha256: Mapped[bytes] = mapped_column(index=True)
    """Of its bytes, by which the store has them."""
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())


EmittedType = TypeVar("EmittedType", bound=Emitted)

Draw = Callable[[str], tuple[bytes, EmittedType]]
"""Draws a document that has that code on it, and makes the row that remembers it."""


class Issued(NamedTuple):
    """A document that was issued."""

    content: bytes
    codigo: str


def issue_once(
    session: Session, kind: type[EmittedType], clave: str, draw: Draw[EmittedType], *, reason: str
) -> Issued:
    """Return the document of that key: as it was issued, or issued now. Who comes second waits."""
    if found := find_issued(session, kind, clave):
        return found
    lock = func.hashtextextended(f"{kind.__name__.lower()} {clave}", 0)
    session.execute(select(func.pg_advisory_xact_lock(lock)))
    return find_issued(session, kind, clave) or _issue(session, clave, draw, reason)


def find_issued(session: Session, kind: type[EmittedType], clave: str) -> Issued | None:
    """Return what was issued before; what the store has lost is issued anew, with another code."""
    row = session.scalar(select(kind).where(kind.clave == clave))
    if row is None:
        return None
    try:
        return open_issued(row)
    except FileLost as error:
        log.error("issued_document_lost", emision=row.id, reason=str(error))
        row.clave = f"{row.clave} lost {row.id}"
        session.flush()
        return None


def open_issued(row: Emitted) -> Issued:
    """Return a document with its code; raise FileLost when the store has lost it."""
    return Issued(current_files().read(row.sha256.hex()), _codes().open(row.codigo_sellado))


def has_codigo(kind: type[EmittedType], codigo: str) -> ColumnElement[bool]:
    """Match the document of that code."""
    return kind.codigo_hash == _codes().hash(codigo)


def _issue(session: Session, clave: str, draw: Draw[EmittedType], reason: str) -> Issued:
    codigo = codigo_of(token_bytes(RANDOM_BYTES))
    content, row = draw(codigo)
    content = _sealed(content, reason)
    row.clave = clave
    row.codigo_hash = _codes().hash(codigo)
    row.codigo_sellado = _codes().seal(codigo)
    row.sha256 = bytes.fromhex(current_files().keep(BytesIO(content)).key)
    session.add(row)
    session.flush()
    return Issued(content, codigo)


def _codes() -> Codes:
    return codes_of(current_settings(IssuingSettings).files_key)


def _sealed(content: bytes, reason: str) -> bytes:
    settings = current_settings(IssuingSettings)
    if not settings.seal_key:
        return content
    # pyHanko is a tenth of a process: a command of an operator, which seals nothing, has none.
    from chassis.issuing.seal import load_seal

    seal = load_seal(settings.seal_key, settings.seal_certificates, settings.seal_tsa_url)
    return seal.put_on(content, reason=reason)
