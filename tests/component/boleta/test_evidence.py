"""The evidence of who had which boletas before their eyes."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from contracts.access_token import Grant, Principal, Role
from services.boleta.domain.acceso import NO_BOLETA, Acto
from services.boleta.models import Acceso, db
from services.boleta.usecases import evidence
from tests.support.services import Service

ROSA = Principal(sub="rosa", client_id="gateway", dni="00000001")
ADMINISTRATOR = Principal(
    sub="admin",
    client_id="gateway",
    dni="00000900",
    nombres="LUZ",
    apellidos="MAMANI",
    grants=(Grant(Role.ADMINISTRADOR_BOLETA, "080006"),),
)


@pytest.fixture(autouse=True)
def within(boleta: Service):
    with boleta.app.app_context():
        yield


def accesos() -> list[tuple]:
    columns = (Acceso.dueno, Acceso.por, Acceso.boleta_id, Acceso.acto)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(*columns))]


def test_what_the_servidor_opens_and_takes_away_is_remembered_once_a_day():
    for _ in range(3):
        evidence.note_seen(ROSA, 7)
    evidence.note_downloaded(ROSA, 8, 7)
    evidence.note_downloaded(ROSA, 8)

    assert accesos() == [
        ("00000001", "00000001", 7, Acto.DESCARGA),
        ("00000001", "00000001", 7, Acto.VISTA),
        ("00000001", "00000001", 8, Acto.DESCARGA),
    ]


def test_who_looks_by_a_role_is_remembered_with_name_and_sede():
    evidence.note_looked(ADMINISTRATOR, "00000002", "00000001", que="Buscó por apellido")
    evidence.note_looked(ADMINISTRATOR, "00000001", boleta_id=7, acto=Acto.VISTA)

    first, second = db.session.scalars(
        select(Acceso).where(Acceso.dueno == "00000001").order_by(Acceso.boleta_id)
    )
    assert (first.boleta_id, second.boleta_id) == (NO_BOLETA, 7)
    assert (first.rol, first.sede, first.nombre, first.que) == (
        *(Role.ADMINISTRADOR_BOLETA, "080006", "LUZ MAMANI", "Buscó por apellido"),
    )


def test_the_administrators_own_boletas_are_no_look_at_another():
    evidence.note_looked(ADMINISTRATOR, "00000900")

    assert accesos() == []


def test_a_verification_is_remembered_without_saying_by_whom():
    evidence.note_verified("00000001", 7)

    assert accesos() == [("00000001", "", 7, Acto.VERIFICACION)]


@pytest.mark.parametrize("change", ["UPDATE acceso SET por = ''", "DELETE FROM acceso"])
def test_evidence_cannot_be_changed(change: str):
    evidence.note_seen(ROSA, 7)

    with pytest.raises(ProgrammingError, match="never changed"):
        db.session.execute(text(change))
    db.session.rollback()
