"""A register that was uploaded: read by the worker in batches, and read on after a kill."""

import io
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from chassis.importing import ImportState
from chassis.importing.background import TRIES
from contracts.access_token import Role
from contracts.identity import AccountsCreated
from contracts.legajo import ServidoresUpdated, ServidorFile
from contracts.sedes import NATIONAL
from services.identity.acts import Act
from services.identity.forms import REGISTER
from services.identity.models import (
    Account,
    AuditEntry,
    RegisterImport,
    RegisterPiece,
    db,
)
from services.identity.usecases.importing import imports, upload_register
from services.identity.usecases.register import register_accounts
from tests.component.identity.staff import CANCHIS, CUSCO, page_of
from tests.support.builders.identity import an_account

HEADER = "dni,apellidos,nombres,correo,sede\n"

PAGE = "/passport/registro"


class Killed(BaseException):
    """What happens to a worker between two batches."""


SMALL = replace(REGISTER, batch=10)
"""The register, ten rows at once."""


def rows(first, last):
    return "".join(f"{n:08},A,B,p{n}@example.pe,\n" for n in range(first, last + 1))


def upload(text, *, is_rehearsal=False):
    by = an_account("00000900", correo="ana@example.pe", password=None)
    return upload_register(
        io.BytesIO(text.encode()),
        archivo="registro.csv",
        is_rehearsal=is_rehearsal,
        uploaded_by=by.id,
    )


def work(kind=SMALL):
    """Do what the worker does about what waits."""
    for import_id in imports.hand_over():
        imports.run(import_id, lambda _: kind)


def found(import_id):
    db.session.expire_all()
    return db.session.get(RegisterImport, import_id)


def accounts():
    return db.session.scalar(select(func.count()).select_from(Account)) - 1


def test_a_register_is_read_to_its_end_and_its_file_kept_no_longer(identity):
    bad = "1234567,A,B,a@example.pe,\n"
    import_id = upload(HEADER + rows(1, 25) + bad)

    work()

    register = found(import_id)
    assert (register.state, register.percent) == (ImportState.DONE, 100)
    assert (register.read, register.created, register.refused) == (26, 25, 1)
    assert accounts() == 25
    created = [e for e in identity.outbox() if isinstance(e, AccountsCreated)]
    assert [len(event.accounts) for event in created] == [10, 10, 5]
    assert db.session.scalars(select(RegisterPiece.number)).all() == []
    (entry,) = db.session.scalars(select(AuditEntry))
    assert (entry.act, entry.details["filas"]) == (Act.REGISTER_IMPORTED, 26)


def test_a_rehearsal_counts_and_keeps_nothing(identity):
    import_id = upload(HEADER + rows(1, 25), is_rehearsal=True)

    work()

    assert found(import_id).created == 25
    assert accounts() == 0
    assert identity.outbox() == []


def test_who_comes_after_a_kill_reads_on(identity):
    import_id = upload(HEADER + rows(1, 15) + "00000003,A,B,a@example.pe,\n" + rows(16, 35))
    calls = []

    def killed_in_the_third_batch(batch):
        calls.append(len(batch))
        if len(calls) == 3:
            raise Killed
        return register_accounts(batch)

    with pytest.raises(Killed):
        work(replace(SMALL, register=killed_in_the_third_batch))
    kept = found(import_id)
    assert (kept.state, kept.read, kept.created, accounts()) == (ImportState.WAITING, 20, 19, 19)

    work()
    assert found(import_id).read == 20, "its worker is not yet given up for lost"
    with db.transaction():
        found(import_id).wake_at = None
    work()

    register = found(import_id)
    assert (register.state, register.read, register.created) == (ImportState.DONE, 36, 35)
    assert (register.refused, accounts()) == (1, 35)
    created = [e for e in identity.outbox() if isinstance(e, AccountsCreated)]
    assert sum(len(event.accounts) for event in created) == 35


def test_a_worker_that_lost_its_lease_changes_nothing_more(identity):
    import_id = upload(HEADER + rows(1, 25))
    calls = []

    def given_up_for_lost(batch):
        calls.append(batch)
        if len(calls) == 2:
            found(import_id).lease = None
        return register_accounts(batch)

    work(replace(SMALL, register=given_up_for_lost))

    assert len(calls) == 2
    assert (found(import_id).read, accounts()) == (10, 10)


def test_an_import_that_never_comes_to_its_end_is_told(identity):
    import_id = upload(HEADER + rows(1, 5))

    def killed(_batch):
        raise Killed

    for _ in range(TRIES):
        with pytest.raises(Killed):
            work(replace(SMALL, register=killed))
        with db.transaction():
            found(import_id).wake_at = None
    work()

    assert found(import_id).state is ImportState.FAILED
    assert "se interrumpió varias veces" in found(import_id).failure


def test_a_file_that_is_no_register_is_told(identity):
    import_id = upload("dni,nombre\n1,2\n")

    work()

    assert found(import_id).state is ImportState.FAILED
    assert found(import_id).failure.startswith("Faltan las columnas")


def test_legajo_says_where_people_work_and_then_the_register_no_longer_does(identity):
    def told(sede):
        servidor = ServidorFile(
            dni="00000001",
            apellidos="A",
            nombres="B",
            sede=sede,
            tipo_servidor="Docente Nombrado",
            regimen="Ley Nro 29944",
            cargo="PROFESOR",
            fecha_ingreso=date(2010, 3, 1),
        )
        event = ServidoresUpdated(servidores=(servidor,))
        identity.receive(event.to_envelope(requestid="x" * 16))

    def sede():
        db.session.expire_all()
        return db.session.scalar(select(Account.sede).where(Account.dni == "00000001"))

    upload(HEADER + "00000001,A,B,a@example.pe,080001\n")
    work()
    assert sede() == "080001"

    told(CANCHIS)
    assert sede() == CANCHIS

    with db.transaction():
        db.session.delete(db.session.query(Account).filter_by(dni="00000900").one())
    import_id = upload(HEADER + "00000001,A,B,a@example.pe,080001\n")
    work()
    assert sede() == CANCHIS
    assert found(import_id).unchanged == 1


def test_a_register_without_sedes_forgets_none(identity):
    an_account("00000001", apellidos="A", nombres="B", correo="a@example.pe", sede=CANCHIS)

    import_id = upload(HEADER + "00000001,A,B,a@example.pe,\n")
    work()

    assert found(import_id).unchanged == 1
    db.session.expire_all()
    assert db.session.query(Account).filter_by(dni="00000001").one().sede == CANCHIS


@pytest.fixture
def administrador(as_staff):
    """Open the browser of who may import the register."""
    return as_staff(Role.ADMINISTRADOR, NATIONAL)


def send(browser, text, **more):
    form = page_of(browser.get(PAGE)).forms["form-registro"]
    form["archivo"] = ("registro.csv", text.encode())
    for name, value in more.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_a_register_is_uploaded_followed_and_its_refused_rows_downloaded(administrador):
    sent = send(administrador, HEADER + rows(1, 3) + "00000004,A,B,no-es-correo,\n")

    waiting = page_of(sent.follow())
    told = administrador.get(f"{waiting.request.path}/progreso").json
    work()
    done = page_of(administrador.get(waiting.request.path))
    refused = administrador.get(f"{waiting.request.path}/rechazadas.csv")

    assert "data-follows" in waiting.text
    assert told["estado"] == "waiting"
    assert "no-es-correo» no es una dirección" in done.text
    assert refused.text.splitlines() == [
        "\ufefferror,dni,apellidos,nombres,correo,sede",
        "El correo «no-es-correo» no es una dirección.,00000004,A,B,no-es-correo,",
    ]
    assert "registro.csv" in page_of(administrador.get(PAGE)).text


def test_the_corrected_rows_are_uploaded_again(administrador):
    sent = send(administrador, HEADER + "00000004,A,B,no-es-correo,\n")
    work()
    refused = administrador.get(f"{sent.follow().request.path}/rechazadas.csv").text

    send(administrador, refused.replace("no-es-correo,", "b@example.pe,"))
    work()

    assert accounts() == 1


def test_a_rehearsal_says_that_nothing_was_kept(administrador):
    sent = send(administrador, HEADER + rows(1, 3), es_ensayo=True)
    work()

    page = page_of(sent.follow())

    assert "Fue un ensayo" in page.text
    assert accounts() == 0


def test_nothing_was_chosen(administrador):
    page = page_of(administrador.post(PAGE, {}, status=422))
    empty = page_of(send(administrador, ""))

    assert "Elija el archivo" in page.text
    assert (empty.status_int, "está vacío" in empty.text) == (422, True)


@pytest.mark.parametrize("address", ["", "/{}", "/{}/progreso", "/{}/rechazadas.csv"])
def test_the_register_is_for_the_administrador_of_all_peru(identity, people, as_staff, address):
    import_id = upload(HEADER + rows(1, 1))
    address = PAGE + address.format(import_id)

    identity.browser().get(address, status=401)
    identity.browser(people.token()).get(address, status=403)
    as_staff(Role.ADMINISTRADOR, CUSCO, "00000901").get(address, status=403)
    as_staff(Role.AUDITOR, NATIONAL, "00000902").get(address, status=403)
