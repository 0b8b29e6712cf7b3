"""One boleta is corrected without undoing its month: looked for, looked at, replaced, annulled."""

import threading

import pytest
from sqlalchemy import select

from chassis.errors import Conflict
from contracts.access_token import Grant, Principal, Role
from contracts.boleta import BoletaAnnulled, BoletaReplaced, ReclamoAnswered
from services.boleta.models import Acceso, db
from services.boleta.queries.administration import PAGE
from services.boleta.usecases import correcting
from services.boleta.usecases.servidores import remember_servidores
from tests.component.boleta.conftest import CANCHIS
from tests.support.builders.boleta import a_lis, a_pago, a_servidor, some_pagos
from tests.support.page import lint

SEARCH = "/boleta/administracion"
WHY = "Faltaba la asignación por zona rural de junio."


@pytest.fixture
def paid(boleta, import_planilla):
    """Pay two people for a month."""
    import_planilla(a_lis(*some_pagos(2)))
    return boleta


def found(browser, texto="00000001"):
    """Search and open the first boleta that is found."""
    return browser.get(f"{SEARCH}?texto={texto}").click(description="Ver", index=0)


def id_of(page):
    return int(page.request.path.split("/")[4])


def correct(browser, monto="2800.00", motivo=WHY, texto="00000001", **fields):
    """Correct the first line of a boleta as far as the difference."""
    form = found(browser, texto).click(description="Corregir esta boleta").forms["form-corregir"]
    form["linea-1-monto"], form["motivo"] = monto, motivo
    for name, value in fields.items():
        form[name.replace("_", "-") if name not in form.fields else name] = value
    return form.submit("paso", value="revisar")


def confirm(preview):
    return preview.forms["form-confirmar"].submit("paso", value="confirmar")


@pytest.mark.parametrize("texto", ["00000001", "quispe huaman", "QUISPE HUAMÁN, ROSA", "quis"])
def test_a_boleta_is_found_by_dni_or_by_the_beginning_of_the_name(paid, administrador, texto):
    with paid.app.app_context():
        remember_servidores([a_servidor()])

    page = administrador().get(SEARCH, {"texto": texto})

    lint(page.text, page.request.url)
    page.mustcontain("QUISPE HUAMÁN, ROSA ELENA", "JUNIO 2022", "2,417.25")


def test_who_legajo_does_not_know_is_found_by_name_in_a_month(paid, administrador):
    admin = administrador()

    admin.get(SEARCH, {"texto": "quispe huaman"}).mustcontain("No hay boletas publicadas así")
    page = admin.get(SEARCH, {"texto": "quispe huaman", "mes": 6, "anio": 2022})

    page.mustcontain("00000001", "00000002")


@pytest.mark.parametrize("texto", ["qu", "0000001", "QUISPE 1"])
def test_a_search_that_would_find_by_chance_is_refused(administrador, texto):
    administrador().get(SEARCH, {"texto": texto}, status=422).mustcontain("8 dígitos del DNI")


@pytest.mark.parametrize("texto", ["%%%", "___", "QUISPE\\", "' OR 1=1"])
def test_signs_in_a_name_are_only_signs(paid, administrador, texto):
    page = administrador().get(SEARCH, {"texto": texto}, status="*")

    assert page.status_code in {200, 422}
    page.mustcontain(no="JUNIO 2022")


def test_a_month_is_read_page_by_page(boleta, import_planilla, administrador):
    import_planilla(a_lis(*some_pagos(PAGE + 1)))

    first = administrador().get(SEARCH, {"mes": 6, "anio": 2022})
    second = first.click(description="Siguiente")

    first.mustcontain("00000001", no=f"{PAGE + 1:08}")
    second.mustcontain(f"{PAGE + 1:08}", no="00000001")


def test_every_look_is_remembered_and_its_owner_reads_of_it(paid, administrador):
    page = found(administrador())

    lint(page.text, page.request.url)
    page.mustcontain("Es la boleta de otra persona", "2,417.25", "Remuneración del contrato")
    with paid.app.app_context():
        looks = db.session.scalars(select(Acceso).where(Acceso.por == "00000900")).all()
    assert {(look.dueno, look.acto, look.boleta_id) for look in looks} == {
        ("00000001", "consulta", 0),
        ("00000001", "vista", id_of(page)),
    }


def test_a_corrected_boleta_takes_the_place_of_the_other(paid, administrador, servidor):
    preview = correct(administrador())
    lint(preview.text, preview.request.url)
    preview.mustcontain("Todavía no se guardó nada", "2,500.12", "2,800.00", "2,717.13", WHY)

    page = confirm(preview)
    page = page.follow()

    lint(page.text, page.request.url)
    page.mustcontain("La boleta fue corregida", "Reemplazada", WHY, "2,717.13")
    listed = servidor().get("/boleta/")
    listed.mustcontain("Reemplazada", "2,717.13", "2,417.25")
    (announced,) = [event for event in paid.outbox() if isinstance(event, BoletaReplaced)]
    assert announced == BoletaReplaced(
        boleta=announced.boleta,
        reemplazo=id_of(page),
        dni="00000001",
        periodo=202206,
        entidad="UGEL CANCHIS",
        motivo=WHY,
        at=announced.at,
    )
    servidor().get(f"/boleta/{announced.boleta}").mustcontain("2,417.25")


def test_lines_are_added_and_removed(paid, administrador):
    admin = administrador()
    form = found(admin).click(description="Corregir esta boleta").forms["form-corregir"]
    form["linea-2-quitar"] = True
    form["motivo"] = WHY
    form = form.submit("paso", value="agregar").forms["form-corregir"]
    assert form["linea-2-quitar"].checked
    concepto = next(
        value for value, _, text in form["nueva-2-concepto"].options if "dl25897" in text
    )
    form["nueva-2-concepto"], form["nueva-2-monto"] = concepto, "10.00"

    preview = form.submit("paso", value="revisar")

    preview.mustcontain("Ya no está", "Subió", "2,500.12", "2,147.25")
    again = preview.forms["form-confirmar"].submit("paso", value="volver").forms["form-corregir"]
    assert (again["nueva-2-monto"].value, again["motivo"].value) == ("10.00", WHY)
    confirm(preview).follow().mustcontain("2,147.25")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"motivo": "no"}, "Escriba por qué"),
        ({"monto": "2500.12"}, "No cambió ninguna línea"),
        ({"monto": "dos mil"}, "no es un monto"),
        ({"monto": "0.00"}, "mayor que cero"),
        ({"monto": "10.00"}, "Los descuentos son mayores que los ingresos"),
        ({"monto": "99999999.99"}, "demasiado grande"),
    ],
)
def test_what_would_be_no_boleta_is_refused_and_what_was_typed_stays(
    paid, administrador, fields, told
):
    form = found(administrador()).click(description="Corregir esta").forms["form-corregir"]
    form["linea-1-monto"] = fields.get("monto", "2800.00")
    form["motivo"] = fields.get("motivo", WHY)

    page = form.submit("paso", value="revisar", status=422)

    lint(page.text, page.request.url)
    page.mustcontain(told)
    assert page.forms["form-corregir"]["linea-1-monto"].value == fields.get("monto", "2800.00")


def test_who_comes_second_is_told_and_changes_nothing(paid, administrador):
    first, second = correct(administrador()), correct(administrador(dni="00000901"), "2900.00")
    confirm(first)

    page = second.forms["form-confirmar"].submit("paso", value="confirmar", status=409)

    page.mustcontain("alguien la corrigió antes que usted")
    assert len([event for event in paid.outbox() if isinstance(event, BoletaReplaced)]) == 1


def test_of_two_who_annul_at_once_one_is_told(paid, administrador):
    boleta_id = id_of(found(administrador()))
    outcomes = []

    def annul(dni):
        grants = (Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),)
        who = Principal(sub=dni, client_id="gateway", dni=dni, grants=grants)
        with paid.app.app_context():
            try:
                correcting.annul_boleta(who, boleta_id, motivo="Se pagó dos veces.")
                outcomes.append("annulled")
            except Conflict:
                outcomes.append("told")

    threads = [threading.Thread(target=annul, args=(f"0000090{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["annulled", "told", "told"]


def test_an_annulled_boleta_stays_visible_and_is_announced(paid, administrador, servidor):
    page = found(administrador())
    page.forms["form-anular"].submit(status=422).mustcontain("Escriba por qué")
    form = page.forms["form-anular"]
    form["motivo"] = "Se pagó dos veces el mismo mes."

    page = form.submit(status=303).follow()

    page.mustcontain("La boleta fue anulada", "Anulada", "Se pagó dos veces")
    page.mustcontain(no="Corregir esta boleta")
    servidor().get("/boleta/").mustcontain("Anulada")
    (announced,) = [event for event in paid.outbox() if isinstance(event, BoletaAnnulled)]
    assert announced.motivo == "Se pagó dos veces el mismo mes."


def test_a_month_that_was_annulled_can_be_imported_and_corrected_again(
    paid, administrador, import_planilla
):
    form = found(administrador()).forms["form-anular"]
    form["motivo"] = "Se pagó dos veces el mismo mes."
    form.submit(status=303)
    import_planilla(a_lis(a_pago(ingresos={"remcontrat": 2_600_00})))

    page = confirm(correct(administrador(), texto="00000001&mes=6&anio=2022")).follow()

    page.mustcontain("Anulada", "Reemplazada", "Activo", "3 (esta)")


def test_a_correction_answers_the_reclamo_it_was_made_for(paid, administrador, servidor):
    rosa, admin = servidor(), administrador()
    boleta = id_of(found(admin))
    form = rosa.get(f"/boleta/reclamos/nuevo?boleta={boleta}").forms["form-reclamo"]
    form["texto"] = "Falta la asignación."
    numero = form.submit().location.split("/")[-1].split("?")[0]
    admin.post(f"/boleta/administracion/reclamos/{numero}", {"accion": "tomar"})
    page = admin.get(f"/boleta/administracion/reclamos/{numero}").click("Corregir la boleta")
    form = page.forms["form-corregir"]
    assert form["reclamo"].value == numero
    form["linea-1-monto"], form["motivo"] = "2800.00", WHY

    confirm(form.submit("paso", value="revisar"))

    rosa.get(f"/boleta/reclamos/{numero}").mustcontain("Atendido", WHY, "Ver la boleta corregida")
    assert [event.estado for event in paid.outbox() if isinstance(event, ReclamoAnswered)] == [
        "atendido"
    ]


def test_a_reclamo_that_nobody_took_or_of_another_is_not_answered(paid, administrador, servidor):
    form = servidor("00000002").get("/boleta/reclamos/nuevo?periodo=202206").forms["form-reclamo"]
    form["texto"], form["sede"] = "No la encuentro.", CANCHIS
    numero = form.submit().location.split("/")[-1].split("?")[0]

    preview = correct(administrador(), reclamo=numero)

    preview.forms["form-confirmar"].submit("paso", value="confirmar", status=404)
    assert not [event for event in paid.outbox() if isinstance(event, BoletaReplaced)]


def test_nobody_corrects_their_own_boleta(paid, boleta, people):
    grants = (Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),)
    rosa = boleta.browser(people.token("00000001", grants=grants))
    page = found(rosa)
    page.mustcontain(no="Corregir esta boleta")

    rosa.post(f"{SEARCH}/boletas/{id_of(page)}/anular", {"motivo": "Porque quiero."}, status=404)


def test_another_sede_finds_nothing_and_a_servidor_is_not_let_in(paid, administrador, servidor):
    boleta_id = id_of(found(administrador()))
    paths = [f"{SEARCH}/boletas/{boleta_id}", f"{SEARCH}/boletas/{boleta_id}/corregir"]
    elsewhere, another = administrador("080001"), servidor("00000002")

    elsewhere.get(f"{SEARCH}?texto=00000001").mustcontain("No hay boletas publicadas así")
    for path in paths:
        elsewhere.get(path, status=404)
        another.get(path, status=403)
        paid.browser().get(path, status=401)
    for path in (f"{paths[0]}/anular", paths[1]):
        elsewhere.post(path, {"motivo": WHY, "paso": "confirmar"}, status=404)
        another.post(path, {"motivo": WHY}, status=403)
        paid.browser().post(path, {"motivo": WHY}, status=401)
    another.get(SEARCH, status=403)
    paid.browser().get(SEARCH, status=401)


@pytest.mark.parametrize("sede", [CANCHIS, "080000", "000000"], ids=["UGEL", "DRE", "national"])
def test_the_sede_its_dre_and_the_country_reach_a_boleta(paid, administrador, sede):
    found(administrador(sede)).mustcontain("Es la boleta de otra persona")


def test_the_pages_are_ours_before_anything_is_asked(paid, administrador):
    for page in (
        administrador().get(SEARCH),
        found(administrador()).click(description="Corregir esta boleta"),
    ):
        lint(page.text, page.request.url)
