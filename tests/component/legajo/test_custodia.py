"""How a legajo is kept: opened de oficio, vigente or not, and where its paper is."""

import pytest
from sqlalchemy import select
from webtest import Upload

from services.legajo.domain import Estado, Vigencia
from services.legajo.domain.anotacion import Operacion
from services.legajo.domain.custodia import Motivo
from services.legajo.models import Adjunto, Historia, Legajo, db
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import a_servidor, a_solicitud, an_anotacion
from tests.support.page import lint

DNI = "00000001"
PAGE = f"/legajo/servidores/{DNI}/custodia"
RESOLUTION = {
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0123-2026",
    "fecha_documento": "2020-03-01",
}
OPENING = RESOLUTION | {"norma": "RVM 092-2020-MINEDU (docentes y auxiliares)"}
CESE = RESOLUTION | {
    "estado": "no_vigente",
    "motivo": "cese",
    "desde": "2020-03-15",
    "detalle": "Cumplió 70 años.",
    "confirmo": "1",
}
BACK = CESE | {"estado": "vigente", "motivo": "reingreso", "desde": "2020-04-01"}
PLACE = {"ambiente": "Archivo central", "estante": "B", "caja": "12", "folios-II": "34"}


def the_legajo():
    db.session.expire_all()
    return db.session.get(Legajo, DNI)


def historia():
    return db.session.scalars(select(Historia).order_by(Historia.id)).all()


def fill(page, form_id, values, file=b""):
    form = page.forms[form_id]
    for name, value in values.items():
        form[name] = value
    if file:
        form["archivo"] = Upload("resolucion.pdf", file, "application/pdf")
    return form


def test_a_legajo_is_opened_de_oficio_with_its_resolution(especialista, servidor):
    a_servidor(legajo=None)
    page = especialista().get(PAGE).click("Abrir su legajo")

    done = fill(page, "form-apertura", OPENING, a_pdf()).submit(status=303).follow()

    done.mustcontain("El legajo quedó abierto", "R.D. N.° 0123-2026", "resolucion.pdf")
    lint(done.text, PAGE)
    legajo = the_legajo()
    assert (legajo.estado, legajo.opened_by) == (Vigencia.VIGENTE, "00000900")
    (kept,) = historia()
    assert kept.operacion is Operacion.ABRIR
    assert [each.nombre for each in kept.adjuntos] == ["resolucion.pdf"]
    servidor().get("/legajo/").mustcontain(no="NO TIENE LEGAJO")


def test_the_resolution_is_given_to_who_keeps_the_legajo_and_to_nobody_else(especialista, servidor):
    a_servidor(legajo=None)
    page = especialista().get(f"{PAGE}/apertura")
    fill(page, "form-apertura", OPENING, a_pdf()).submit(status=303)
    (adjunto,) = db.session.scalars(select(Adjunto))
    address = f"/legajo/documentos/{adjunto.id}"

    especialista().get(address, status=200)
    servidor().get(address, status=200)
    especialista("090000").get(address, status=404)
    servidor("00000002").get(address, status=404)


@pytest.mark.parametrize("motivo", ["destitucion", "incapacidad"])
def test_why_is_reserved_when_it_tells_of_a_sanction_or_of_health(especialista, servidor, motivo):
    a_servidor()
    page = especialista().get(f"{PAGE}/vigencia")
    told = CESE | {"motivo": motivo, "detalle": "Por lo que dice el expediente 77."}
    fill(page, "form-vigencia", told, a_pdf()).submit(status=303)
    (adjunto,) = db.session.scalars(select(Adjunto))
    secrets = [Motivo(motivo).label, "expediente 77", "resolucion.pdf"]
    legajo, document = f"/legajo/servidores/{DNI}", f"/legajo/documentos/{adjunto.id}"

    kept, history = especialista().get(PAGE), especialista().get(f"{legajo}/historia")

    kept.mustcontain(
        "Reservado", "Pedir verlo", "El motivo y sus documentos: reservados", no=secrets
    )
    history.mustcontain("Motivo: reservado", no=secrets)
    lint(kept.text, PAGE)
    especialista().get(document, status=403)
    especialista().get(f"{legajo}/documentos.zip", status=404)
    servidor().get("/legajo/").mustcontain(Motivo(motivo).label)
    servidor().get("/legajo/historia").mustcontain(*secrets)

    why = {"motivo_reserva": "Encargo de la Comisión de Procesos"}
    especialista().post(f"{legajo}/reservado", why, status=303)

    especialista().get(PAGE).mustcontain(*secrets)
    especialista().get(f"{legajo}/historia").mustcontain(*secrets)
    especialista().get(document, status=200)


def test_a_form_that_is_sent_twice_opens_one_legajo(especialista):
    a_servidor(legajo=None)

    for _ in range(2):
        especialista().post(f"{PAGE}/apertura", OPENING, status=303)

    assert len(historia()) == 1


def test_who_has_a_legajo_is_given_no_other(especialista):
    a_servidor()

    especialista().get(f"{PAGE}/apertura", status=303)
    page = especialista().post(f"{PAGE}/apertura", OPENING, status=409)

    page.mustcontain("ya tiene legajo")
    assert historia() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("documento", "", "Elija qué documento es."),
        ("documento", "Papel", "Elija qué documento es."),
        ("numero_documento", " ", "Escriba el número del documento."),
        ("numero_documento", "X" * 61, "Escriba 60 caracteres como máximo"),
        ("fecha_documento", "", "Escriba la fecha del documento."),
        ("fecha_documento", "ayer", "no es una fecha"),
        ("fecha_documento", "2020-02-30", "no existe en el calendario"),
        ("fecha_documento", "1980-01-01", "anterior al nacimiento"),
        ("fecha_documento", "2999-01-01", "no puede ser futura"),
        ("norma", "", "Elija la norma"),
    ],
)
def test_what_is_wrong_with_an_opening_is_told_and_nothing_is_lost(especialista, name, value, said):
    a_servidor(legajo=None)

    page = especialista().post(f"{PAGE}/apertura", OPENING | {name: value}, status=422)

    page.mustcontain(said)
    lint(page.text, f"{PAGE}/apertura")
    kept = page.forms["form-apertura"]
    for each in set(OPENING) - {name}:
        assert kept[each].value == OPENING[each]
    assert the_legajo() is None


def test_a_file_that_is_no_document_opens_nothing(especialista):
    a_servidor(legajo=None)
    page = especialista().get(f"{PAGE}/apertura")

    page = fill(page, "form-apertura", OPENING, b"not a PDF").submit(status=422)

    page.mustcontain("resolucion.pdf", "elíjalo otra vez")
    assert the_legajo() is None


def test_a_file_that_is_too_large_is_refused_in_words(especialista):
    a_servidor(legajo=None)
    page = especialista().get(f"{PAGE}/apertura")

    page = fill(page, "form-apertura", OPENING, b"%PDF" + b" " * 7_000_000).submit(status=422)

    page.mustcontain("5 MB")
    lint(page.text, f"{PAGE}/apertura")


def test_a_legajo_that_counts_no_more_says_why_and_its_servidor_is_told(especialista, servidor):
    a_servidor()
    page = especialista().get(PAGE).click("Declararlo no vigente")

    done = fill(page, "form-vigencia", CESE).submit(status=303).follow()

    done.mustcontain("quedó como no vigente", "Cese por límite de edad", "15/03/2020")
    lint(done.text, PAGE)
    (kept,) = historia()
    assert (kept.operacion, kept.motivo) == (Operacion.DAR_DE_BAJA, "Cumplió 70 años.")
    assert kept.antes["estado"] == "vigente"
    assert (the_legajo().motivo, the_legajo().version) == (Motivo.CESE, 2)
    mine = servidor().get("/legajo/")
    mine.mustcontain("CREADO O VIGENTE", "no vigente desde el 15/03/2020", "Cese por límite")
    lint(mine.text, "/legajo/")


def test_a_solicitud_in_course_stays_and_can_be_found_by_its_servidor(especialista, servidor):
    a_servidor()
    solicitud = a_solicitud(estado=Estado.EN_REVISION, taken_by="00000900")
    especialista().post(f"{PAGE}/vigencia", CESE, status=303)

    servidor().get("/legajo/").mustcontain("Ver mis solicitudes en curso")
    servidor().get(f"/legajo/solicitudes/{solicitud.expediente}", status=200)
    page = especialista().get(f"/legajo/bandeja/{solicitud.expediente}")
    page.mustcontain("no está vigente")
    answer = {"accion": "atender"}
    especialista().post(f"/legajo/bandeja/{solicitud.expediente}", answer, status=303)


def test_a_legajo_that_counts_again_is_seen_with_all_it_said(especialista, servidor):
    a_servidor()
    an_anotacion()
    especialista().post(f"{PAGE}/vigencia", CESE, status=303)

    especialista().post(f"{PAGE}/vigencia", BACK, status=303)

    servidor().get("/legajo/").mustcontain("Magíster en Educación")
    assert [each.operacion for each in historia()] == [
        Operacion.DAR_DE_BAJA,
        Operacion.REACTIVAR,
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("motivo", "", "Elija por qué."),
        ("motivo", "reingreso", "Elija por qué."),
        ("desde", "", "Escriba desde qué fecha."),
        ("desde", "2999-01-01", "no puede ser futura"),
        ("numero_documento", "", "Escriba el número del documento."),
        ("detalle", "X" * 2001, "Escriba 2000 caracteres como máximo"),
        ("confirmo", "", "Marque la casilla para confirmar."),
    ],
)
def test_what_is_wrong_with_a_change_of_vigencia_is_told(especialista, name, value, said):
    a_servidor()

    page = especialista().post(f"{PAGE}/vigencia", CESE | {name: value}, status=422)

    page.mustcontain(said)
    lint(page.text, f"{PAGE}/vigencia")
    assert the_legajo().estado is Vigencia.VIGENTE


def test_an_error_is_put_right_by_words_alone(especialista):
    a_servidor(legajo=Vigencia.NO_VIGENTE)
    form = {"estado": "vigente", "motivo": "error", "desde": "2020-03-01", "confirmo": "1"}

    especialista().post(f"{PAGE}/vigencia", form, status=422).mustcontain("cuál fue el error")
    especialista().post(f"{PAGE}/vigencia", form | {"detalle": "Era otro DNI."}, status=303)

    assert the_legajo().estado is Vigencia.VIGENTE


def test_a_form_that_is_sent_twice_changes_the_vigencia_once(especialista):
    a_servidor()

    for _ in range(2):
        especialista().post(f"{PAGE}/vigencia", CESE | {"visto": "1"}, status=303)

    assert len(historia()) == 1


def test_who_saw_an_older_legajo_must_look_again(especialista):
    a_servidor()
    especialista().post(f"{PAGE}/ubicacion", PLACE, status=303)

    page = especialista().post(f"{PAGE}/vigencia", CESE | {"visto": "1"}, status=409)

    page.mustcontain("no hicimos nada")
    assert page.forms["form-vigencia"]["detalle"].value == "Cumplió 70 años."
    assert the_legajo().estado is Vigencia.VIGENTE


def test_the_paper_of_a_legajo_has_a_place(especialista):
    a_servidor()
    page = especialista().get(PAGE).click("Anotar la ubicación")

    done = fill(page, "form-ubicacion", PLACE).submit(status=303).follow()

    done.mustcontain("La ubicación quedó guardada", "Archivo central", "34")
    lint(done.text, PAGE)
    assert the_legajo().lugar == "Archivo central, estante B, caja 12"
    (kept,) = historia()
    assert ("Folios por sección", "", "II: 34") in kept.diferencias


def test_what_is_so_already_leaves_no_trace(especialista):
    a_servidor()

    for _ in range(2):
        especialista().post(f"{PAGE}/ubicacion", PLACE | {"visto": "1"}, status=303)

    assert len(historia()) == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ambiente", "X" * 41, "Escriba 40 caracteres como máximo"),
        ("folios-II", "muchos", "Escriba un número de 0 a 9999."),
        ("folios-II", "-1", "Escriba un número de 0 a 9999."),
        ("folios-II", "99999999999999999999", "Escriba un número de 0 a 9999."),
    ],
)
def test_what_is_wrong_with_a_place_is_told_and_nothing_is_lost(especialista, name, value, said):
    a_servidor()

    page = especialista().post(f"{PAGE}/ubicacion", PLACE | {name: value}, status=422)

    page.mustcontain(said)
    lint(page.text, f"{PAGE}/ubicacion")
    for each in set(PLACE) - {name}:
        assert page.forms["form-ubicacion"][each].value == PLACE[each]
    assert historia() == []


def test_who_comes_second_to_a_place_sees_what_the_first_one_noted(especialista):
    a_servidor()
    especialista().post(f"{PAGE}/ubicacion", PLACE | {"visto": "1"}, status=303)

    other = PLACE | {"caja": "13", "visto": "1"}
    page = especialista(dni="00000901").post(f"{PAGE}/ubicacion", other, status=409)

    page.mustcontain("no hicimos nada", "caja 12")
    assert page.forms["form-ubicacion"]["caja"].value == "13"
    assert the_legajo().caja == "12"


def test_legajos_are_found_by_their_place(especialista):
    a_servidor()
    a_servidor("00000002", apellidos="MAMANI")
    a_servidor("00000003", apellidos="CONDORI", sede="090000")
    especialista().post(f"{PAGE}/ubicacion", PLACE, status=303)

    page = especialista().get("/legajo/ubicaciones", {"ambiente": "archivo  CENTRAL"})

    page.mustcontain("Legajos (1)", "QUISPE HUAMÁN", no="MAMANI")
    lint(page.text, "/legajo/ubicaciones")
    nowhere = especialista().get("/legajo/ubicaciones", {"sin": "sin"})
    nowhere.mustcontain("Sin ubicación (1)", "MAMANI", no="CONDORI")
    empty = especialista().get("/legajo/ubicaciones", {"caja": "99"})
    empty.mustcontain("No hay legajos en ese lugar")
    lint(empty.text, "/legajo/ubicaciones")


def test_many_legajos_are_read_page_by_page(especialista):
    for number in range(1, 28):
        a_servidor(f"{number:08}")

    page = especialista().get("/legajo/ubicaciones")

    page.mustcontain("Legajos (27)", "Página <strong>1</strong> de 2")
    page.click("Siguiente").mustcontain("00000027")


def test_who_looks_at_how_it_is_kept_is_remembered(especialista, servidor):
    a_servidor()

    especialista().get(PAGE)

    servidor().get("/legajo/accesos").mustcontain("Revisó dónde y cómo se guarda su legajo")


@pytest.mark.parametrize("form", ["vigencia", "ubicacion"])
def test_what_has_no_legajo_can_neither_count_nor_be_somewhere(especialista, form):
    a_servidor(legajo=None)

    especialista().get(f"{PAGE}/{form}", status=303)
    especialista().post(f"{PAGE}/{form}", CESE | PLACE, status=404)
