"""Publishers: what a use case announces has the fields of the sample, of the same types."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chassis.sealing import unseal
from contracts.access_token import Grant, Role
from contracts.boleta import (
    BoletaAnnulled,
    BoletaReplaced,
    BoletasPublished,
    PlanillaImported,
    ReclamoAnswered,
)
from contracts.events import Event
from contracts.identity import (
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
    CorreoLinkIssued,
    NewDeviceSignIn,
    PasswordLinkIssued,
    PasswordSet,
    RecoveryWithoutAccount,
)
from contracts.legajo import (
    LegajoChanged,
    LegajoTransferred,
    ServidoresUpdated,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from services.identity.domain import AccountState
from services.identity.models import Account, db
from services.identity.opaque import fingerprint
from services.identity.passwords import hash_password
from services.identity.usecases.cuenta import ask_for_correo
from services.identity.usecases.passwords import decide_recoveries, request_recovery
from services.identity.usecases.signing_in import begin_session
from services.legajo import models as files
from services.legajo.usecases.expiring import warn_of_expiry
from tests.contract.conftest import SEALING_KEY, Running
from tests.support.builders.boleta import a_lis, a_pago
from tests.support.people import PUBLIC_URL, People
from tests.support.samples import sample
from tests.support.services import Service

ROSA = "00000001,QUISPE HUAMÁN,ROSA ELENA"
SEDE = "080006"


def shape(value: Any) -> Any:
    """Return the fields of a JSON value and the types of what is in them."""
    if isinstance(value, dict):
        return {name: shape(content) for name, content in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def announced(service: Service, event: type[Event]) -> dict[str, Any]:
    """Return what the last such event in the outbox says."""
    found = [each for each in service.envelopes() if each["type"] == event.type]
    assert found, f"{service.name} did not announce {event.type}"
    data: dict[str, Any] = found[-1]["data"]
    return data


def run(service: Service, *arguments: str) -> str:
    done = service.run(*arguments)
    assert done.exit_code == 0, done.output
    return done.output


def import_accounts(identity: Service, folder: Path, correo: str) -> None:
    register = folder / "register.csv"
    register.write_text(f"dni,apellidos,nombres,correo\n{ROSA},{correo}\n", encoding="utf-8")
    run(identity, "accounts", "import", str(register))


def import_servidores(legajo: Service, folder: Path) -> None:
    servidores = folder / "servidores.csv"
    servidores.write_text(
        "dni,apellidos,nombres,fecha_nacimiento,sede,tipo_servidor,regimen,cargo,fecha_ingreso,legajo\n"
        f"{ROSA},14/02/1985,{SEDE},Docente Contratado,Ley Nro 30328,PROFESOR,01/03/2025,VIGENTE\n",
        encoding="utf-8",
    )
    run(legajo, "servidores", "import", str(servidores))


@pytest.fixture
def identity(running: Running, tmp_path: Path) -> Service:
    service = running("identity")
    run(service, "setup")
    import_accounts(service, tmp_path, "rosa@correo.example")
    return service


@pytest.fixture
def legajo(running: Running, tmp_path: Path) -> Service:
    service = running("legajo")
    import_servidores(service, tmp_path)
    return service


def submit_solicitud(legajo: Service, people: People) -> str:
    """Ask for an update as a servidor does, and return the address of the solicitud."""
    browser = legajo.browser(people.token("00000001"))
    form = browser.get("/legajo/solicitudes/nueva").forms["form-pedido"]
    form["seccion"], form["asunto"], form["detalle"] = "II", "Título", "Es del 2020."
    return str(form.submit().location)


def test_the_register_announces_accounts_and_new_addresses(identity, tmp_path):
    import_accounts(identity, tmp_path, "rosa.nueva@correo.example")

    for event in (AccountsCreated, AccountEmailChanged):
        assert shape(announced(identity, event)) == shape(sample(event)["data"])


def test_an_account_that_the_mesa_opens_is_announced(identity, people):
    grants = (Grant(Role.MESA_DE_AYUDA, SEDE),)
    mesa = identity.browser(people.token("00000900", grants=grants, sub=str(uuid4())))
    form = mesa.get("/passport/mesa/nueva").forms["form-cuenta"]
    form["dni"], form["apellidos"], form["nombres"] = "00000002", "MAMANI", "JOSÉ"
    form["correo"], form["sede"], form["expediente"] = "jose@correo.example", SEDE, "MP-1"
    form.submit()

    assert shape(announced(identity, AccountOpened)) == shape(sample(AccountOpened)["data"])


def test_asking_for_a_link_and_using_it_announces_both(identity):
    browser = identity.browser()
    form = browser.get("/passport/generar").form
    form["dni"], form["correo"] = "00000001", "ROSA@correo.example"
    form["captcha"] = identity.valkey.get(f"identity:captcha:{form['captcha_id'].value}")
    form.submit()
    issued = announced(identity, PasswordLinkIssued)
    link = unseal(issued["sealed_link"], json.dumps(SEALING_KEY.as_dict(private=True)))
    page = browser.get(link.removeprefix(PUBLIC_URL)).follow()
    page.form["contrasena"] = page.form["confirmacion"] = "Huayruro2025"
    page.form.submit()

    assert shape(issued) == shape(sample(PasswordLinkIssued)["data"])
    assert shape(announced(identity, PasswordSet)) == shape(sample(PasswordSet)["data"])


def test_a_person_with_an_account_announces_what_becomes_of_it(identity):
    with identity.app.app_context():
        account = db.session.query(Account).one()
        settings = identity.app.extensions["settings"]
        account.password_hash, account.state = hash_password("Retama57kiwi"), AccountState.ACTIVE
        proof = fingerprint(account.password_hash)
        db.session.commit()
        for _ in range(2):
            begin_session(account.id, proof, amr=["pwd"], device="Chrome", is_known_device=False)
        ask_for_correo(account.id, "nueva@correo.example", settings)
        request_recovery("nadie@correo.example")
        decide_recoveries(settings)

    for said in (NewDeviceSignIn, CorreoLinkIssued, RecoveryWithoutAccount):
        assert shape(announced(identity, said)) == shape(sample(said)["data"])


def test_the_register_of_servidores_announces_them(legajo):
    expected = sample(ServidoresUpdated)["data"]

    assert announced(legajo, ServidoresUpdated) == expected


def test_a_solicitud_is_announced_and_so_is_what_becomes_of_it(legajo, people):
    address = submit_solicitud(legajo, people)
    expediente = address.rpartition("/")[2]
    specialist = legajo.browser(people.with_role(Role.ESCALAFON, SEDE))
    page = specialist.get(f"/legajo/bandeja/{expediente}").forms["form-tomar"]
    form = page.submit("accion", value="tomar").follow().forms["form-decision"]
    form["comentario"] = "Adjunte el reverso del título."
    form.submit("accion", value="observar")
    with legajo.app.app_context():
        vence_el = files.db.session.query(files.Solicitud).one().vence_el
        warn_of_expiry(vence_el)

    for event in (SolicitudSubmitted, SolicitudAboutToExpire):
        assert shape(announced(legajo, event)) == shape(sample(event)["data"])
    told = shape(announced(legajo, SolicitudStatusChanged))
    assert told == shape(sample(SolicitudStatusChanged)["data"]) | {"vence_el": "str"}


def test_a_legajo_that_another_sede_received_is_announced(legajo, people):
    form = {
        "destino": "080003",
        "causa": "Reasignación",
        "documento": "Resolución directoral",
        "numero_documento": "R.D. N.° 0123-2020",
        "fecha_documento": "2020-03-01",
        "folios": "120",
        "confirmo": "1",
    }
    origen = legajo.browser(people.with_role(Role.ESCALAFON, SEDE))
    destino = legajo.browser(people.with_role(Role.ESCALAFON, "080003", "00000901"))

    sent = origen.post("/legajo/servidores/00000001/custodia/traslado", form, status=303)
    address = sent.location.partition("?")[0]
    destino.post(f"{address}/recibir", {"folios": "120"}, status=303)

    for event in (ServidoresUpdated, LegajoTransferred):
        assert shape(announced(legajo, event)) == shape(sample(event)["data"])


def test_what_a_specialist_writes_in_a_legajo_is_announced(legajo, people):
    especialista = legajo.browser(people.with_role(Role.ESCALAFON, SEDE))
    form = especialista.get("/legajo/servidores/00000001/agregar/contacto").forms["form-anotacion"]
    for name in ("apellidos", "nombres", "parentesco"):
        form[name] = "MAMANI"
    form["telefono"] = "987654321"

    form.submit(status=303)

    assert shape(announced(legajo, LegajoChanged)) == shape(sample(LegajoChanged)["data"])


def test_a_planilla_announces_its_boletas_and_itself(running, tmp_path):
    boleta = running("boleta")
    file = tmp_path / "2026-06.lis"
    file.write_bytes(a_lis(a_pago()))
    run(boleta, "planilla", "import", str(file), "--sede", SEDE)

    assert shape(announced(boleta, BoletasPublished)) == shape(sample(BoletasPublished)["data"])
    imported, expected = announced(boleta, PlanillaImported), sample(PlanillaImported)["data"]
    assert imported.pop("imported_by") is None, "an operator did, by command"
    expected.pop("imported_by")
    assert shape(imported) == shape(expected)


def test_a_correction_an_annulment_and_an_answer_are_announced(running, people, tmp_path):
    boleta = running("boleta")
    file = tmp_path / "2026-06.lis"
    file.write_bytes(a_lis(a_pago()))
    run(boleta, "planilla", "import", str(file), "--sede", SEDE)
    rosa = boleta.browser(people.token("00000001"))
    admin = boleta.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, SEDE))
    form = rosa.get("/boleta/reclamos/nuevo?periodo=202512").forms["form-reclamo"]
    form["texto"], form["sede"] = "No la encuentro.", SEDE
    numero = form.submit().location.split("/")[-1].split("?")[0]
    bandeja = f"/boleta/administracion/reclamos/{numero}"
    admin.post(bandeja, {"accion": "tomar"})
    admin.post(bandeja, {"accion": "rechazar", "comentario": "No trabajó ese mes."})
    page = admin.get("/boleta/administracion?texto=00000001").click(description="Ver", index=0)
    form = page.click(description="Corregir esta boleta").forms["form-corregir"]
    form["linea-1-monto"], form["motivo"] = "2800.00", "Faltaba un aumento."
    preview = form.submit("paso", value="revisar")
    page = preview.forms["form-confirmar"].submit("paso", value="confirmar").follow()
    page.forms["form-anular"]["motivo"] = "Se pagó dos veces el mes."
    page.forms["form-anular"].submit()

    for event in (BoletaReplaced, BoletaAnnulled, ReclamoAnswered):
        assert shape(announced(boleta, event)) == shape(sample(event)["data"])
