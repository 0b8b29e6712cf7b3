"""What a file makes of legajos is in their history too."""

import pytest
from sqlalchemy import select

from services.legajo.domain import Vigencia
from services.legajo.domain.anotacion import Operacion, Origen
from services.legajo.models import Historia, Legajo, db
from services.legajo.usecases import register_servidores
from tests.support.builders.legajo import CANCHIS, a_record, a_servidor

CUSCO = "080000"


def historia():
    db.session.expire_all()
    return db.session.scalars(select(Historia).order_by(Historia.id)).all()


def test_a_legajo_that_a_file_opens_has_a_history(legajo):
    register_servidores([a_record()])

    (kept,) = historia()
    assert (kept.operacion, kept.origen, kept.por) == (Operacion.ABRIR, Origen.IMPORTACION, "")
    assert kept.diferencias == [("Estado", "", "Vigente")]


def test_the_same_file_again_adds_nothing(legajo):
    register_servidores([a_record()])

    register_servidores([a_record()])

    assert len(historia()) == 1


def test_who_stops_being_vigente_by_a_file_is_noted_with_what_was_before(legajo):
    a_servidor()

    register_servidores([a_record(legajo=Vigencia.NO_VIGENTE)])

    (kept,) = historia()
    assert kept.operacion is Operacion.DAR_DE_BAJA
    assert kept.diferencias == [("Estado", "Vigente", "No vigente")]
    assert db.session.get(Legajo, "00000001").version == 2


def test_who_moves_by_a_file_is_noted(legajo):
    a_servidor()

    register_servidores([a_record(sede=CUSCO)])

    (kept,) = historia()
    assert kept.operacion is Operacion.CAMBIAR_SEDE
    assert kept.diferencias == [("DRE o UGEL", "UGEL CANCHIS", "DRE CUSCO")]


@pytest.mark.parametrize("legajo_of", [None, Vigencia.VIGENTE])
def test_what_a_file_does_not_say_changes_no_history(legajo, legajo_of):
    a_servidor(legajo=legajo_of)

    register_servidores([a_record(legajo=None)])

    assert historia() == []


def test_who_has_no_legajo_has_no_history(legajo):
    a_servidor(legajo=None)

    register_servidores([a_record(legajo=None, sede=CANCHIS[:3] + "001")])

    assert historia() == []
