"""A legajo is sent to another sede, which receives or returns it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contracts.legajo import LegajoTransferred, ServidoresUpdated
from services.legajo.domain import Accion, Estado, Vigencia
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.traslado import EstadoTraslado
from services.legajo.models import Historia, Legajo, Servidor, Solicitud, Traslado, db
from services.legajo.usecases import register_servidores
from tests.support.builders.legajo import (
    ANTA,
    CANCHIS,
    a_record,
    a_servidor,
    a_solicitud,
    a_traslado,
)
from tests.support.page import lint

DNI = "00000001"
SEND = f"/legajo/servidores/{DNI}/custodia/traslado"
FORM = {
    "destino": ANTA,
    "causa": "Reasignación",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0123-2020",
    "fecha_documento": "2020-03-01",
    "folios": "120",
    "detalle": "Van dos cajas.",
    "confirmo": "1",
}


@pytest.fixture
def origen(especialista):
    return especialista(CANCHIS, dni="00000900")


@pytest.fixture
def destino(especialista):
    return especialista(ANTA, dni="00000901")


@pytest.fixture
def sides(legajo, origen, destino):
    return legajo, origen, destino


def sent(**fields):
    """Return the address of a transfer that was sent."""
    a_servidor()
    return f"/legajo/traslados/{a_traslado(**fields).id}"


def the(model, key=DNI):
    db.session.expire_all()
    return db.session.get(model, key)


def operaciones():
    return list(db.session.scalars(select(Historia.operacion).order_by(Historia.id)))


def test_a_legajo_that_is_sent_stays_where_it_is_until_it_is_received(legajo, origen, destino):
    a_servidor()
    form = origen.get(SEND).forms["form-traslado"]
    for name, value in FORM.items():
        form[name] = value

    page = form.submit(status=303).follow()

    page.mustcontain("El legajo quedó enviado", "UGEL ANTA", "Van dos cajas.", "Cancelar el envío")
    lint(page.text, "/legajo/traslados/1")
    assert the(Servidor).sede == CANCHIS
    assert legajo.outbox() == []
    assert operaciones() == [Operacion.ENVIAR]
    origen.get(f"/legajo/servidores/{DNI}", status=200)
    destino.get(f"/legajo/servidores/{DNI}", status=404)
    waiting = destino.get("/legajo/traslados")
    waiting.mustcontain("Por recibir (1)", "QUISPE HUAMÁN", "UGEL CANCHIS")
    lint(waiting.text, "/legajo/traslados")
    destino.get("/legajo/servidores").mustcontain("1 por recibir")


def test_who_receives_it_keeps_it_and_everybody_is_told(legajo, origen, destino, servidor):
    address = sent()
    form = destino.get(address).forms["form-recibir"]
    form["folios"] = "120"

    page = form.submit(status=303).follow()

    page.mustcontain("El legajo ya es de su sede", "Recibido", "Anotar su ubicación")
    lint(page.text, address)
    assert the(Servidor).sede == ANTA
    updated, transferred = legajo.outbox()
    assert isinstance(updated, ServidoresUpdated)
    assert [file.sede for file in updated.servidores] == [ANTA]
    assert isinstance(transferred, LegajoTransferred)
    assert (transferred.dni, transferred.origen, transferred.destino) == (DNI, CANCHIS, ANTA)
    assert operaciones() == [Operacion.RECIBIR]
    origen.get(f"/legajo/servidores/{DNI}", status=404)
    destino.get(f"/legajo/servidores/{DNI}", status=200)
    origen.get(address).mustcontain("Recibido", no="Ver el legajo")
    servidor().get("/legajo/").mustcontain("UGEL ANTA")


def test_the_place_of_the_paper_was_of_the_origin(origen, destino):
    a_servidor()
    place = {"ambiente": "Archivo central", "caja": "12", "folios-II": "34"}
    origen.post(f"/legajo/servidores/{DNI}/custodia/ubicacion", place, status=303)
    address = f"/legajo/traslados/{a_traslado().id}"

    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    assert the(Legajo).lugar == ""
    assert the(Legajo).folios == {"II": 34}
    last = db.session.scalars(select(Historia).order_by(Historia.id.desc())).first()
    assert ("DRE o UGEL", "UGEL CANCHIS", "UGEL ANTA") in last.diferencias
    assert ("Ambiente", "Archivo central", "") in last.diferencias


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Estado.REGISTRADA, Estado.REGISTRADA),
        (Estado.EN_REVISION, Estado.REGISTRADA),
        (Estado.OBSERVADA, Estado.OBSERVADA),
        (Estado.SUBSANADA, Estado.SUBSANADA),
    ],
)
def test_solicitudes_in_course_go_along_and_nobody_has_taken_them(sides, servidor, before, after):
    legajo, origen, destino = sides
    address = sent()
    solicitud = a_solicitud(estado=before, taken_by="00000900")
    vence_el, page = solicitud.vence_el, f"/legajo/bandeja/{solicitud.expediente}"

    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    moved = the(Solicitud, solicitud.id)
    assert (moved.estado, moved.taken_by, moved.vence_el) == (after, None, vence_el)
    assert moved.movimientos[-1].accion is Accion.TRASLADAR
    origen.get(page, status=404)
    destino.get(page).mustcontain("La atiende otra sede")
    servidor().get(f"/legajo/solicitudes/{solicitud.expediente}").mustcontain(
        "El legajo pasó de UGEL CANCHIS a UGEL ANTA."
    )
    assert len(legajo.outbox()) == 2, "no letter about each solicitud besides"


def test_a_solicitud_that_is_finished_stays_as_it_was(destino):
    address = sent()
    solicitud = a_solicitud(estado=Estado.ATENDIDA)

    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    assert len(the(Solicitud, solicitud.id).movimientos) == 1


def test_folios_that_do_not_agree_need_a_word(destino):
    address = sent()

    page = destino.post(f"{address}/recibir", {"folios": "118"}, status=422)

    page.mustcontain("Se enviaron 120 folios y usted recibe 118")
    lint(page.text, address)
    assert page.forms["form-recibir"]["folios"].value == "118"
    assert the(Servidor).sede == CANCHIS
    said = {"folios": "118", "comentario": "Faltan el 7 y el 8."}
    page = destino.post(f"{address}/recibir", said, status=303).follow()
    page.mustcontain("No coinciden", "Faltan el 7 y el 8.")


def test_what_is_returned_stays_with_the_origin(legajo, origen, destino):
    address = sent()
    destino.post(f"{address}/devolver", {"comentario": " "}, status=422).mustcontain(
        "Escriba por qué lo devuelve."
    )

    destino.post(f"{address}/devolver", {"comentario": "No es nuestro."}, status=303)

    assert the(Servidor).sede == CANCHIS
    assert operaciones() == [Operacion.DEVOLVER]
    assert legajo.outbox() == []
    origen.get(address).mustcontain("Devuelto", "No es nuestro.")
    origen.get("/legajo/traslados?vista=terminados").mustcontain("Terminados (1)")
    origen.post(SEND, FORM, status=303)


def test_the_origin_cancels_what_was_not_received_yet(origen, destino):
    address = sent()
    origen.post(f"{address}/cancelar", {}, status=422).mustcontain("por qué cancela")

    origen.post(f"{address}/cancelar", {"comentario": "No viajó."}, status=303)

    assert operaciones() == [Operacion.CANCELAR]
    late = destino.post(f"{address}/recibir", {"folios": "120"}, status=409)
    late.mustcontain("El traslado ya fue cancelado")
    assert the(Servidor).sede == CANCHIS


@pytest.mark.parametrize("paso", ["recibir", "devolver"])
def test_the_origin_does_not_do_the_part_of_the_destination(origen, paso):
    address = sent()

    origen.post(f"{address}/{paso}", {"folios": "120", "comentario": "Yo."}, status=403)

    origen.get(address).mustcontain(no="Recibir el legajo")
    assert the(Servidor).sede == CANCHIS


def test_the_destination_does_not_cancel_what_it_did_not_send(destino):
    address = sent()

    destino.post(f"{address}/cancelar", {"comentario": "Yo."}, status=403)

    destino.get(address).mustcontain(no="Cancelar el envío")


@pytest.mark.parametrize("paso", ["", "/recibir", "/devolver", "/cancelar"])
def test_the_transfer_of_other_sedes_is_not_there(especialista, paso):
    address = sent()
    other = especialista("090000", dni="00000902")

    if paso:
        other.post(address + paso, {"folios": "120", "comentario": "Yo."}, status=404)
    else:
        other.get(address, status=404)
        other.get("/legajo/traslados").mustcontain("Por recibir (0)")


@pytest.mark.parametrize("paso", ["recibir", "devolver", "cancelar"])
def test_nobody_moves_their_own_legajo(especialista, paso):
    address = sent()
    own = especialista("080000", dni=DNI)

    own.get(address, status=404)
    own.post(f"{address}/{paso}", {"folios": "120", "comentario": "Yo."}, status=404)
    own.post(SEND, FORM, status=404)

    assert the(Servidor).sede == CANCHIS


def test_the_dre_of_both_may_do_both_parts(especialista):
    address = sent()
    dre = especialista("080000", dni="00000902")

    dre.get(address).mustcontain("Recibir el legajo", "Cancelar el envío")
    dre.post(f"{address}/recibir", {"folios": "120"}, status=303)

    assert the(Servidor).sede == ANTA


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("destino", "", "Elija la DRE o UGEL"),
        ("destino", "999999", "Elija la DRE o UGEL"),
        ("destino", CANCHIS, "Elija otra sede"),
        ("causa", "", "Elija por qué se traslada."),
        ("numero_documento", "", "Escriba el número del documento."),
        ("fecha_documento", "2999-01-01", "no puede ser futura"),
        ("folios", "", "Cuente los folios"),
        ("folios", "0", "Cuente los folios"),
        ("folios", "cien", "Escriba un número de 0 a 99999."),
        ("detalle", "X" * 2001, "Escriba 2000 caracteres como máximo"),
        ("confirmo", "", "Marque la casilla"),
    ],
)
def test_what_is_wrong_with_a_sending_is_told_and_nothing_is_lost(origen, name, value, said):
    a_servidor()

    page = origen.post(SEND, FORM | {name: value}, status=422)

    page.mustcontain(said)
    lint(page.text, SEND)
    kept = page.forms["form-traslado"]
    for each in set(FORM) - {name, "confirmo", "destino"}:
        assert kept[each].value == FORM[each]
    assert operaciones() == []


def test_a_form_that_is_sent_twice_is_one_transfer(origen):
    a_servidor()

    first = origen.post(SEND, FORM | {"visto": "1"}, status=303).location
    second = origen.post(SEND, FORM | {"visto": "1"}, status=303).location

    assert first == second
    assert operaciones() == [Operacion.ENVIAR]


def test_what_is_on_its_way_is_not_sent_elsewhere(origen, especialista):
    sent()

    page = especialista(CANCHIS, dni="00000902").post(SEND, FORM, status=409)

    page.mustcontain("ya fue enviado a UGEL ANTA", "Ver el traslado en curso")
    assert "/legajo/traslados/" in origen.get(SEND, status=303).location


def test_the_database_knows_of_one_transfer_in_course(legajo):
    sent()

    with pytest.raises(IntegrityError):
        a_traslado()

    db.session.rollback()


def test_who_receives_twice_has_received_once(legajo, destino):
    address = sent()

    for _ in range(2):
        destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    assert operaciones() == [Operacion.RECIBIR]
    assert len(legajo.outbox()) == 2


def test_a_legajo_that_is_not_vigente_can_be_sent_too(origen):
    a_servidor(legajo=Vigencia.NO_VIGENTE)

    origen.post(SEND, FORM, status=303)


def test_who_has_no_legajo_is_sent_nowhere(origen):
    a_servidor(legajo=None)

    origen.get(SEND, status=303)
    origen.post(SEND, FORM, status=404)


def test_a_register_that_is_behind_does_not_undo_it_until_it_agrees(legajo, destino):
    address = sent()
    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    behind = register_servidores([a_record(sede=CANCHIS, cargo="DIRECTOR")])

    assert behind.held == 1
    assert (the(Servidor).sede, the(Servidor).cargo) == (ANTA, "DIRECTOR")
    destino.get(address).mustcontain("todavía dice la sede anterior")
    destino.get("/legajo/traslados?vista=sin_confirmar").mustcontain("(1)", "QUISPE HUAMÁN")
    assert register_servidores([a_record(sede=ANTA)]).held == 0
    assert not the(Traslado, 1).is_unconfirmed
    register_servidores([a_record(sede=CANCHIS)])
    assert the(Servidor).sede == CANCHIS, "the register agreed once: now it is believed"


@pytest.mark.parametrize("said", [ANTA, "080001"])
def test_a_register_that_is_ahead_does_not_move_what_is_on_its_way(legajo, destino, said):
    address = sent()

    assert register_servidores([a_record(sede=said)]).held == 1

    assert the(Servidor).sede == CANCHIS
    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)
    assert the(Servidor).sede == ANTA


def test_the_import_tells_how_many_stay_in_the_sede_of_a_transfer(legajo, destino, tmp_path):
    address = sent()
    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)
    record = a_record()
    file = tmp_path / "servidores.csv"
    names = [name for name in vars(record) if name != "legajo"]
    cells = [str(getattr(record, name)) for name in names]
    file.write_text(",".join(names) + "\n" + ",".join(cells) + "\n", "utf-8")

    result = legajo.run("servidores", "import", str(file))

    assert "1 con la sede de su traslado" in result.output


def test_transfers_are_read_page_by_page(legajo, destino):
    for number in range(1, 28):
        a_servidor(f"{number:08}")
        a_traslado(f"{number:08}", sent_at=datetime(2020, 1, number, tzinfo=UTC))

    page = destino.get("/legajo/traslados")

    page.mustcontain("Por recibir (27)", "Página <strong>1</strong> de 2", no="00000027")
    page.click("Siguiente").mustcontain("00000027")
    assert destino.get("/legajo/traslados?vista=x&pagina=99999999999").status_int == 200


@pytest.mark.parametrize("vista", ["por_recibir", "enviados", "sin_confirmar", "terminados"])
def test_where_there_is_nothing_it_is_said(destino, vista):
    page = destino.get("/legajo/traslados", {"vista": vista})

    page.mustcontain("(0)", 'class="empty"')
    lint(page.text, "/legajo/traslados")


def test_a_transfer_that_ended_shows_how(origen, destino):
    address = sent(
        estado=EstadoTraslado.CANCELADO,
        finished_at=datetime.now(UTC),
        finished_by="00000900",
        comentario="No viajó.",
    )

    for side in (origen, destino):
        page = side.get(address)
        page.mustcontain("Cancelado", "No viajó.", no="<form id")
        lint(page.text, address)
