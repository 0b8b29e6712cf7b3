"""What a legajo says: every change leaves a trace that stays."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from chassis.errors import Conflict, NotFound
from contracts.access_token import Grant, Principal, Role
from services.legajo import queries
from services.legajo.domain.anotacion import EstadoAnotacion, Operacion, Origen
from services.legajo.models import Anotacion, Historia, db
from services.legajo.queries import anotaciones as found
from services.legajo.usecases import anotaciones as usecases
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import (
    CANCHIS,
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)

OTHER = ESTUDIO | {"grado": "Maestro en Educación"}


@pytest.fixture
def specialist(legajo):
    return principal("00000900", Grant(Role.ESCALAFON, CANCHIS))


@pytest.fixture
def person(legajo):
    return principal("00000001")


def principal(dni, *grants):
    return Principal(
        sub=f"sub-{dni}", client_id="gateway", scope=frozenset(), dni=dni, grants=grants
    )


def historia():
    return db.session.scalars(select(Historia).order_by(Historia.id)).all()


def test_an_entry_added_de_oficio_is_in_the_legajo_and_in_its_history(specialist, person):
    a_servidor()

    anotacion_id = usecases.add_anotacion(
        specialist, "00000001", "estudio", ESTUDIO, motivo="R.D. 12-2026"
    )

    (anotacion,) = found.list_anotaciones(person, "II")
    assert anotacion.id == anotacion_id
    assert anotacion.sumilla == "Magíster en Educación · Gestión educativa"
    assert anotacion.desde == date(2019, 8, 30)
    assert anotacion.origen is Origen.DE_OFICIO
    (kept,) = historia()
    assert (kept.operacion, kept.por, kept.motivo) == (
        Operacion.AGREGAR,
        "00000900",
        "R.D. 12-2026",
    )
    assert (kept.antes, kept.despues) == (None, ESTUDIO)


def test_a_correction_keeps_what_was_said_before(specialist):
    a_servidor()
    anotacion = an_anotacion()

    usecases.correct_anotacion(specialist, anotacion.id, OTHER, motivo="Error de digitación")

    (kept,) = historia()
    assert (kept.antes, kept.despues) == (ESTUDIO, OTHER)
    assert db.session.get(Anotacion, anotacion.id).valores == OTHER


def test_an_annulled_entry_counts_no_more_but_is_still_there(specialist, person):
    a_servidor()
    anotacion = an_anotacion()

    usecases.annul_anotacion(specialist, anotacion.id, motivo="No corresponde")

    assert found.list_anotaciones(person) == []
    assert db.session.get(Anotacion, anotacion.id).estado is EstadoAnotacion.ANULADA
    assert historia()[0].despues is None
    with pytest.raises(Conflict, match="ya fue anulada"):
        usecases.annul_anotacion(specialist, anotacion.id, motivo="Otra vez")


@pytest.mark.parametrize("change", ["UPDATE historia SET motivo = 'otro'", "DELETE FROM historia"])
def test_the_database_lets_nobody_change_the_history(specialist, change):
    a_servidor()
    usecases.add_anotacion(specialist, "00000001", "estudio", ESTUDIO, motivo="")

    with pytest.raises(ProgrammingError, match="never changed"):
        db.session.execute(text(change))

    db.session.rollback()
    assert len(historia()) == 1


def test_the_legajo_of_another_sede_is_not_there(specialist):
    a_servidor(sede="090000")
    anotacion = an_anotacion()

    with pytest.raises(NotFound):
        usecases.add_anotacion(specialist, "00000001", "estudio", ESTUDIO, motivo="")
    with pytest.raises(NotFound):
        usecases.correct_anotacion(specialist, anotacion.id, OTHER, motivo="")
    with pytest.raises(NotFound):
        usecases.annul_anotacion(specialist, anotacion.id, motivo="")

    assert found.list_anotaciones_of(specialist, "00000001") == []
    assert historia() == []


def test_what_was_accepted_enters_the_legajo_with_its_documents(specialist, person):
    a_servidor()
    wrong = an_anotacion(grado="Magister")
    gone = an_anotacion(grado="Bachiller")
    asked = a_solicitud()
    a_cambio(asked, document=a_pdf())
    a_cambio(asked, operacion=Operacion.CORREGIR, anotacion=wrong, antes=wrong.valores)
    a_cambio(
        asked, operacion=Operacion.ANULAR, anotacion=gone, antes=gone.valores, valores=gone.valores
    )

    with db.transaction():
        solicitud = queries.get_solicitud(person, asked.expediente)
        usecases.incorporate(solicitud, solicitud.cambios, por=specialist.dni)

    new, corrected = found.list_anotaciones(person)
    assert new.valores == corrected.valores == ESTUDIO
    assert [adjunto.nombre for adjunto in new.adjuntos] == ["titulo.pdf"]
    assert [kept.operacion for kept in historia()] == [
        Operacion.AGREGAR,
        Operacion.CORREGIR,
        Operacion.ANULAR,
    ]
    assert {(kept.solicitud_id, kept.motivo) for kept in historia()} == {
        (asked.id, asked.expediente)
    }


def test_what_is_incorporated_twice_enters_once(specialist, person):
    a_servidor()
    asked = a_solicitud()
    cambio = a_cambio(asked)

    for _ in range(2):
        with db.transaction():
            usecases.incorporate(asked, [cambio], por=specialist.dni)

    assert len(found.list_anotaciones(person)) == 1
    assert len(historia()) == 1


def test_an_entry_that_changed_meanwhile_is_not_overwritten(specialist, person):
    a_servidor()
    anotacion = an_anotacion()
    asked = a_solicitud()
    cambio = a_cambio(
        asked, operacion=Operacion.CORREGIR, anotacion=anotacion, antes=anotacion.valores
    )
    usecases.correct_anotacion(specialist, anotacion.id, OTHER, motivo="")

    with pytest.raises(Conflict, match="cambió desde"), db.transaction():
        usecases.incorporate(asked, [cambio], por=specialist.dni)

    assert found.list_anotaciones(person)[0].valores == OTHER
