"""¿Quién vio mi legajo?: who else looked is remembered, and told to its owner alone."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from contracts.access_token import Grant, Principal, Role
from services.legajo.models import Acceso, db
from services.legajo.usecases.evidence import note_looked, note_verified
from tests.support.builders.legajo import CANCHIS, a_servidor, a_solicitud
from tests.support.page import lint

EXPEDIENTE = "EXP-2020-000007"
PAGE = "/legajo/accesos"
IN_BANDEJA = f"/legajo/bandeja/{EXPEDIENTE}"


def test_who_looked_is_told_with_their_function_to_the_owner_alone(servidor, especialista):
    a_servidor()
    a_servidor("00000002")
    a_solicitud(expediente=EXPEDIENTE)

    especialista().get(IN_BANDEJA)

    page = servidor().get(PAGE)
    page.mustcontain("ROSA ELENA QUISPE", "Especialista de escalafón, UGEL CANCHIS", EXPEDIENTE)
    lint(page.text, PAGE)
    servidor("00000002").get(PAGE).mustcontain("Nadie más ha visto su legajo", no=EXPEDIENTE)


def test_who_looks_again_on_the_same_day_adds_nothing(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    for _ in range(3):
        especialista().get(IN_BANDEJA)

    assert db.session.query(Acceso).count() == 1


def test_who_was_refused_has_seen_nothing(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    especialista("080001").get(IN_BANDEJA, status=404)

    assert db.session.query(Acceso).count() == 0


def test_who_looks_at_their_own_is_not_remembered(legajo):
    note_looked(Principal(sub="1", client_id="gateway", dni="00000001"), "00000001")

    assert db.session.query(Acceso).count() == 0


def test_who_verifies_a_document_is_nobody_in_particular(legajo, servidor):
    a_servidor()

    note_verified("00000001", "Informe 000123-2026")

    servidor().get(PAGE).mustcontain("Alguien con el código", "Informe 000123-2026")


def test_many_looks_are_read_page_by_page(legajo, servidor):
    a_servidor()
    grants = (Grant(Role.ESCALAFON, CANCHIS),)
    ana = Principal(sub="9", client_id="gateway", dni="00000900", nombres="ANA", grants=grants)
    for number in range(26):
        note_looked(ana, "00000001", sobre=f"Documento {number:02}")

    page = servidor().get(PAGE).click(description="Siguiente")

    page.mustcontain("Página", "de 2")


@pytest.mark.parametrize("change", ["UPDATE acceso SET sobre = 'x'", "DELETE FROM acceso"])
def test_the_database_lets_nobody_change_what_is_remembered(legajo, change):
    note_verified("00000001", "Informe")

    with pytest.raises(ProgrammingError, match="never changed"):
        db.session.execute(text(change))

    db.session.rollback()
