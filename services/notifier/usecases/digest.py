"""The digest of the week: what waited for a person becomes one e-mail, in one transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from services.notifier.domain import Kind
from services.notifier.models import Contact, DigestItem, db
from services.notifier.usecases.queueing import Draft, queue

PEOPLE = 200
"""How many people one transaction looks after."""


@db.transactional
def send_digests() -> int:
    """Write the digests of some people who wait for one, and return how many people."""
    waiting = select(DigestItem.dni).distinct().order_by(DigestItem.dni).limit(PEOPLE)
    dnis = db.session.scalars(waiting).all()
    taken = db.session.execute(
        delete(DigestItem)
        .where(DigestItem.dni.in_(dnis))
        .returning(DigestItem.dni, DigestItem.planilla, DigestItem.periodo, DigestItem.entidad)
    ).all()
    contacts = db.session.scalars(select(Contact).where(Contact.dni.in_(dnis))).all()
    for contact in contacts:
        if theirs := [row for row in taken if row.dni == contact.dni]:
            _queue_digest(contact, sorted(theirs, key=lambda row: (row.periodo, row.planilla)))
    return len(dnis)


def _queue_digest(contact: Contact, boletas: Sequence[Any]) -> None:
    told = [{"periodo": boleta.periodo, "entidad": boleta.entidad} for boleta in boletas]
    planillas = ",".join(str(boleta.planilla) for boleta in boletas)
    draft = Draft(
        kind=Kind.BOLETA_DIGEST,
        about=f"{contact.dni}:{planillas}",
        correo=contact.correo,
        dni=contact.dni,
        params={"nombres": contact.nombres, "boletas": told},
    )
    queue([draft])
