"""A planilla on its way: uploaded by one person, reviewed by the worker, approved by another."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from webtest import TestApp, Upload

from contracts.access_token import Role
from contracts.boleta import BoletasPublished, PlanillaImported
from services.boleta.models import db
from services.boleta.usecases import reviewing
from tests.component.boleta.conftest import CANCHIS, Import
from tests.support.builders.boleta import a_csv, a_lis, a_pago, some_pagos
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service
from tests.support.stack import Databases
from uikit.filters import LIMA

ANA, LUIS = "00000901", "00000902"
LIMA_07 = "150108"
ACCIONES = ("reintentar", "aprobar", "publicar", "programar", "cancelar", "descartar")


class Desk:
    """The pages of planillas, as one person uses them, and the worker beside."""

    def __init__(self, boleta: Service, people: People) -> None:
        self.boleta = boleta
        self.people = people

    def of(self, dni: str, sede: str = CANCHIS) -> TestApp:
        return self.boleta.browser(self.people.with_role(Role.ADMINISTRADOR_BOLETA, sede, dni))

    def upload(self, file: bytes, *, dni: str = ANA, status: int = 303, **said: str):
        form = {"sede": CANCHIS, "anio": "2022", "mes": "6", "tipo": "haberes"} | said
        form["archivo"] = Upload("planilla.lis", file)
        return self.of(dni).post("/boleta/planillas/nueva", form, status=status)

    def work(self) -> None:
        """Do what the worker does when its sweep finds something."""
        with self.boleta.app.app_context():
            for planilla_id in reviewing.hand_over():
                reviewing.work_on(planilla_id)

    def take(self, accion: str, *, dni: str = LUIS, planilla: int = 1, status: int = 303, **form):
        address = f"/boleta/planillas/{planilla}/{accion}"
        return self.of(dni).post(address, form, status=status)

    def page(self, *, dni: str = LUIS, planilla: int = 1):
        page = self.of(dni).get(f"/boleta/planillas/{planilla}")
        lint(page.text, page.request.url)
        return page

    def estado(self, planilla: int = 1) -> str:
        found = self.of(LUIS).get(f"/boleta/planillas/{planilla}/progreso").json
        return str(found["estado"])

    def offered(self, **said) -> list[str]:
        links = self.page(**said).html.select(".actions a")
        return [" ".join(link.text.split()) for link in links if "accion=" in link["href"]]

    def sees_a_boleta(self, dni: str = "00000001") -> bool:
        page = self.boleta.browser(self.people.token(dni)).get("/boleta/")
        return "JUNIO 2022" in page

    def execute(self, statement: str) -> None:
        with self.boleta.app.app_context(), db.transaction():
            db.session.execute(text(statement))


@pytest.fixture
def desk(boleta: Service, people: People) -> Desk:
    return Desk(boleta, people)


def test_two_people_bring_a_month_from_its_file_to_its_people(desk: Desk):
    uploaded = desk.upload(a_lis(*some_pagos(3)))
    waiting = uploaded.follow()
    lint(waiting.text, waiting.request.url)
    assert waiting.html.select_one("[data-follows]")
    desk.work()
    assert desk.estado() == "validada"
    assert not desk.sees_a_boleta()

    assert "debe aprobarla otra persona" in desk.page(dni=ANA)
    desk.take("aprobar").follow().mustcontain("La planilla quedó aprobada")
    assert desk.offered() == ["Publicar ahora", "Elegir fecha y hora", "Descartar"]
    assert not desk.sees_a_boleta()
    desk.take("publicar").follow().mustcontain("Las boletas están publicadas")

    assert desk.estado() == "publicada"
    assert desk.sees_a_boleta()
    assert desk.offered() == []


def test_its_people_are_told_when_it_is_published_and_not_before(desk: Desk):
    desk.upload(a_lis(*some_pagos(3)))
    desk.work()
    (reviewed,) = desk.boleta.outbox()
    desk.take("aprobar")
    assert len(desk.boleta.outbox()) == 1
    desk.take("publicar")

    assert reviewed == PlanillaImported(
        planilla=1,
        periodo=202206,
        entidad="UGEL CANCHIS",
        boletas=3,
        rejected=0,
        imported_by=ANA,
    )
    told = desk.boleta.outbox()[1]
    assert isinstance(told, BoletasPublished)
    assert sorted(told.dnis) == ["00000001", "00000002", "00000003"]


def test_who_uploaded_it_does_not_approve_it_however_they_ask(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.work()

    refused = desk.take("aprobar", dni=ANA, status=403)

    assert "debe aprobarla otra persona" in refused
    assert desk.offered(dni=ANA) == ["Descartar"]
    assert desk.estado() == "validada"
    with pytest.raises(IntegrityError, match="four_eyes"):
        desk.execute("UPDATE planilla SET approved_by = uploaded_by")


@pytest.mark.parametrize("accion", ACCIONES)
def test_each_step_is_for_the_administrators_of_the_sede(desk: Desk, accion: str):
    desk.upload(a_lis(a_pago()))
    desk.work()
    address = f"/boleta/planillas/1/{accion}"

    desk.boleta.browser().post(address, status=401)
    desk.boleta.browser(desk.people.token("00000001")).post(address, status=403)
    desk.boleta.browser(desk.people.with_role(Role.ESCALAFON, CANCHIS)).post(address, status=403)
    desk.of(LUIS, LIMA_07).post(address, status=404)
    desk.of(LUIS).post(address.replace("/1/", "/2/"), status=404)

    assert desk.estado() == "validada"


def test_a_step_that_nobody_offers_is_not_there(desk: Desk):
    desk.upload(a_lis(a_pago()))

    for accion in ("validar", "registrar", "borrar"):
        desk.take(accion, status=404)


def test_the_upload_is_for_administrators_and_within_their_sedes(desk: Desk):
    path = "/boleta/planillas/nueva"

    desk.boleta.browser().post(path, status=401)
    desk.boleta.browser(desk.people.token("00000001")).post(path, status=403)
    refused = desk.upload(a_lis(a_pago()), sede=LIMA_07, status=422)

    assert "Elija una sede de su ámbito" in refused
    lint(refused.text, refused.request.url)
    assert "Todavía no hay planillas" in desk.of(LUIS).get("/boleta/planillas")


def test_what_is_missing_in_the_form_is_told_beside_its_field(desk: Desk):
    page = desk.of(ANA).post("/boleta/planillas/nueva", {"anio": "x", "tipo": "otro"}, status=422)

    told = [" ".join(error.text.split()) for error in page.html.select(".field-error")]
    assert told == [
        "Elija una sede de su ámbito.",
        "Elija el año.",
        "Elija el mes.",
        "Elija el tipo de planilla.",
        "Elija el archivo de la planilla.",
    ]
    lint(page.text, page.request.url)


def test_the_same_file_twice_is_once_and_says_which_planilla_it_is(desk: Desk):
    desk.upload(a_lis(a_pago()))

    again = desk.upload(a_lis(a_pago()), dni=LUIS, status=409)

    assert "Este archivo ya está en el sistema" in again
    lint(again.text, again.request.url)
    assert again.click("Ver la planilla").request.path == "/boleta/planillas/1"


def test_what_was_refused_is_downloaded_corrected_and_uploaded_again(desk: Desk):
    good, bad = some_pagos(2)
    desk.upload(a_csv(good, bad).replace(b",00000002,", b",0000000X,"))
    desk.work()
    assert desk.estado() == "observada"

    page = desk.page()
    refused = page.click("Descargar los registros rechazados").body
    assert refused.startswith(b"\xef\xbb\xbferror,periodo,dni")
    assert "no tiene 8 dígitos" in page.click("Descargar la lista de errores").text
    desk.take("aprobar")
    desk.take("publicar")
    desk.upload(refused.replace(b",0000000X,", b",00000002,"))
    desk.work()
    desk.take("aprobar", planilla=2)
    desk.take("publicar", planilla=2)

    assert desk.sees_a_boleta("00000001")
    assert desk.sees_a_boleta("00000002")


def test_a_file_of_which_nothing_can_be_used_is_not_approved(desk: Desk):
    desk.upload(a_lis(a_pago(slip=500)))
    desk.work()

    assert desk.estado() == "observada"
    assert desk.offered() == ["Descartar"]
    assert "Ningún registro" in desk.take("aprobar", status=409)


@pytest.mark.parametrize(
    ("file", "said", "told"),
    [
        (b"esto no es nada", {}, "Este archivo no es una planilla"),
        (b"", {}, "El archivo está vacío"),
        (a_lis(a_pago()), {"mes": "7"}, "El archivo es de JUNIO 2022, y usted eligió JULIO 2022"),
    ],
)
def test_a_file_that_cannot_be_the_planilla_is_refused_at_once(
    desk: Desk, file: bytes, said: dict, told: str
):
    page = desk.upload(file, status=422, **said)

    assert told in page
    lint(page.text, page.request.url)
    assert "Todavía no hay planillas" in desk.of(LUIS).get("/boleta/planillas")


def test_a_file_that_went_away_is_told_and_not_looked_for_again(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.execute("UPDATE planilla SET clave = repeat('a', 64)")
    desk.work()
    desk.work()

    page = desk.page()

    assert "No se pudo revisar el archivo" in page
    assert "vuelva a subirlo" in page
    assert desk.offered() == ["Volver a intentar", "Descartar"]
    assert len(desk.boleta.outbox()) == 1


def test_a_planilla_is_published_at_the_time_that_was_chosen(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.work()
    desk.take("aprobar")
    tomorrow = datetime.now(LIMA) + timedelta(days=1)

    desk.take("programar", fecha=f"{tomorrow:%Y-%m-%d}", hora="07:30")
    desk.work()
    assert desk.estado() == "programada"
    assert f"{tomorrow:%d/%m/%Y} 07:30:00" in desk.page()
    assert not desk.sees_a_boleta()
    desk.execute("UPDATE planilla SET publish_at = now() - interval '1 second', wake_at = NULL")
    desk.work()

    assert desk.estado() == "publicada"
    assert desk.sees_a_boleta()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"fecha": "2020-01-01", "hora": "08:00"}, "que todavía no haya pasado"),
        ({"fecha": "2999-01-01", "hora": "08:00"}, "dentro de los 60 días"),
        ({"fecha": "mañana", "hora": ""}, "Elija la fecha y la hora"),
    ],
)
def test_a_time_that_cannot_be_is_told_in_the_dialog(desk: Desk, form: dict, told: str):
    desk.upload(a_lis(a_pago()))
    desk.work()
    desk.take("aprobar")

    page = desk.take("programar", status=422, **form)

    lint(page.text, page.request.url)
    assert told in page.html.select_one("dialog .field-error").text
    assert desk.estado() == "aprobada"


def test_a_publication_that_was_programmed_can_be_cancelled(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.work()
    desk.take("aprobar")
    tomorrow = datetime.now(LIMA) + timedelta(days=1)
    desk.take("programar", fecha=f"{tomorrow:%Y-%m-%d}", hora="07:30")

    desk.take("cancelar")

    assert desk.estado() == "aprobada"
    assert "Publicar ahora" in desk.offered()


def test_who_discards_a_planilla_says_why_and_its_file_may_come_again(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.work()

    asked = desk.take("descartar", status=422)
    assert "Escriba por qué" in asked.html.select_one("dialog").text
    lint(asked.text, asked.request.url)
    desk.take("descartar", motivo="Es de otro mes").follow().mustcontain("Es de otro mes")
    desk.upload(a_lis(a_pago()))
    desk.work()

    assert desk.estado(1) == "descartada"
    assert desk.estado(2) == "validada"


def test_a_rehearsal_shows_the_report_and_leaves_nothing(desk: Desk):
    pagos = (a_pago(), a_pago(dni="00000002", slip=500))
    desk.upload(a_lis(*pagos), es_ensayo="1")
    desk.work()

    page = desk.page()
    assert "Fue un ensayo" in page
    assert "el total dice" in page
    assert desk.offered() == []
    desk.upload(a_lis(*pagos))
    desk.work()

    assert desk.estado(2) == "observada"
    page = desk.page(planilla=2)
    assert {pair.dt.text: pair.dd.text for pair in page.html.select(".data-list > div")}[
        "Boletas"
    ] == "1"


def test_a_rehearsal_says_what_the_real_one_says(desk: Desk):
    pagos = [a_pago(dni=f"{n:08}", slip=(0, 1, 500)[n % 3]) for n in range(1, 10)]
    report = (
        "SELECT string_agg(concat_ws('|', orden, line, is_rechazo, motivo, texto, clase), '#'"
        " ORDER BY orden) FROM incidencia WHERE planilla_id = {}"
    )
    desk.upload(a_lis(*pagos), es_ensayo="1")
    desk.work()
    desk.upload(a_lis(*pagos))
    desk.work()

    with desk.boleta.app.app_context():
        rehearsed, real = (db.session.scalar(text(report.format(id_))) for id_ in (1, 2))

    assert rehearsed == real
    assert real.count("#") > 5


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk: Desk):
    token = desk.people.with_role(Role.ADMINISTRADOR_BOLETA, CANCHIS, ANA)
    answer = desk.boleta.app.test_client().post(
        "/boleta/planillas/nueva",
        headers={"Authorization": f"Bearer {token}", "Accept": "text/html"},
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(2 * 1024**3)},
    )

    assert answer.status_code == 413
    assert "El archivo tiene más de 1024 MB" in answer.text


@pytest.mark.parametrize("accion", ["aprobar", "descartar"])
def test_each_step_is_confirmed_in_a_dialog_that_works_without_scripts(desk: Desk, accion: str):
    desk.upload(a_lis(a_pago()))
    desk.work()

    page = desk.of(LUIS).get(f"/boleta/planillas/1?accion={accion}")

    lint(page.text, page.request.url)
    form = page.html.select_one("dialog[open] form")
    assert (form["method"], form["action"]) == ("post", f"/boleta/planillas/1/{accion}")


def test_a_dialog_of_a_step_that_cannot_be_taken_is_not_shown(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.work()

    assert not desk.of(ANA).get("/boleta/planillas/1?accion=aprobar").html.select("dialog")


def test_a_month_is_set_beside_the_one_before(desk: Desk, import_planilla: Import):
    of_may = [
        a_pago(dni=f"{n:08}", periodo=202205, ingresos={"remcontrat": 1_000_00}, descuentos={})
        for n in range(1, 5)
    ]
    import_planilla(a_lis(*of_may))
    amounts = {2: 1_100_00, 3: 1_200_00, 4: 800_00, 5: 500_00}
    desk.upload(
        a_lis(
            *(
                a_pago(dni=f"{n:08}", ingresos={"remcontrat": amount}, descuentos={})
                for n, amount in amounts.items()
            )
        )
    )
    desk.work()

    page = desk.of(LUIS).get("/boleta/planillas/2/diferencias")
    lint(page.text, page.request.url)
    rows = page.html.select("#resumen ~ * tbody tr")
    counted = {row.select("td")[0].text.strip(): row.select("td")[1].text.strip() for row in rows}
    assert counted == {"Nuevas": "1", "Ya no están": "1", "Suben": "1", "Bajan": "1"}
    sooner = desk.of(LUIS).get("/boleta/planillas/2/diferencias?umbral=10&cambio=sube")
    listed = sooner.html.select("#lista ~ * tbody tr, #lista + table tbody tr")
    assert len(listed) == 2


def test_what_is_odd_is_warned_of_in_groups(desk: Desk):
    pagos = [
        a_pago(dni="00000001"),
        a_pago(dni="00000002"),
        a_pago(dni="11111111", apellidos="OTRA", ingresos={"xyz": 100_00}, descuentos={}),
    ]
    desk.upload(a_lis(*pagos))
    desk.work()

    page = desk.page()

    rows = page.html.select("#advertencias ~ * tbody tr")
    counted = {row.select("td")[0].text.strip(): row.select("td")[1].text.strip() for row in rows}
    assert counted == {
        "Personas que parecen repetidas": "2",
        "Conceptos que no están en el catálogo": "1",
        "DNI que conviene revisar": "1",
    }
    told = page.click("DNI que conviene revisar")
    assert "11111111 OTRA, ROSA ELENA" in told
    lint(told.text, told.request.url)


def test_somebody_who_is_at_it_is_not_disturbed(desk: Desk, databases: Databases):
    desk.upload(a_lis(a_pago()))
    desk.work()

    with databases.postgres.connect("boleta") as other, other.transaction():
        other.execute("SELECT 1 FROM planilla WHERE id = 1 FOR UPDATE")
        told = desk.take("aprobar", status=409)

    assert "El sistema está trabajando con esta planilla" in told
    desk.take("aprobar")


def test_a_planilla_that_never_comes_to_its_end_is_given_up(desk: Desk):
    desk.upload(a_lis(a_pago()))
    desk.execute(f"UPDATE planilla SET intentos = {reviewing.TRIES}")

    desk.work()

    assert "se interrumpió varias veces" in desk.page()
    desk.take("reintentar")
    desk.work()
    assert desk.estado() == "validada"
    desk.take("reintentar", status=409)
