"""`accounts import`: the register, in batches; good rows kept, bad rows told."""

import pytest

from contracts.identity import AccountEmailChanged, AccountsCreated
from services.identity.models import Account, db

HEADER = "dni,apellidos,nombres,correo,sede\n"
ROSA = "00000001,QUISPE HUAMÁN,ROSA ELENA,Rosa@Example.pe,080006\n"
JOSE = "00000002,MAMANI ÑAUPARI,JOSÉ,jose@example.pe,\n"


@pytest.fixture
def imported(identity, tmp_path):
    """Import a register written out in the test."""
    file = tmp_path / "registro.csv"

    def run(text, *options):
        file.write_text(text, encoding="utf-8")
        return identity.run("accounts", "import", str(file), *options)

    return run


def accounts():
    db.session.expire_all()
    return {account.dni: account for account in db.session.query(Account)}


def test_the_people_of_the_register_have_accounts(identity, imported):
    done = imported(HEADER + ROSA + JOSE)

    assert done.exit_code == 0
    assert "2 filas leídas, 2 cuentas nuevas" in done.output
    assert accounts()["00000001"].correo == "Rosa@Example.pe"
    assert accounts()["00000001"].password_hash is None
    (created,) = identity.outbox()
    assert [(each.dni, each.correo) for each in created.accounts] == [
        ("00000001", "Rosa@Example.pe"),
        ("00000002", "jose@example.pe"),
    ]


def test_the_same_file_again_changes_and_announces_nothing(identity, imported):
    imported(HEADER + ROSA + JOSE)

    again = imported(HEADER + ROSA + JOSE)

    assert "0 cuentas nuevas, 0 corregidas, 2 sin cambios" in again.output
    assert len(identity.outbox()) == 1


def test_a_new_address_is_announced_and_ends_links_that_went_to_the_old_one(
    identity, imported, browser
):
    imported(HEADER + ROSA)
    link = identity.run("accounts", "link", "00000001").stdout.strip()

    done = imported(HEADER + ROSA.replace("Rosa@Example.pe", "rosa.nueva@example.pe"))

    assert "1 corregidas" in done.output
    created, changed = identity.outbox()
    assert isinstance(created, AccountsCreated)
    assert changed == AccountEmailChanged(
        dni="00000001",
        nombres="ROSA ELENA",
        previous_correo="Rosa@Example.pe",
        correo="rosa.nueva@example.pe",
        at=changed.at,
    )
    assert browser.open(link).status_int == 410


def test_a_corrected_name_keeps_the_password(identity, imported):
    imported(HEADER + ROSA)
    with db.transaction():
        accounts()["00000001"].password_hash = "the hash"

    imported(HEADER + ROSA.replace("QUISPE HUAMÁN", "QUISPE MAMANI"))

    account = accounts()["00000001"]
    assert (account.apellidos, account.password_hash) == ("QUISPE MAMANI", "the hash")


def test_bad_rows_are_told_and_the_good_ones_kept(imported, tmp_path):
    rejected = tmp_path / "rechazadas.csv"
    bad = (
        "1234567,A,B,a@example.pe,\n"
        "00000003,A,B,no-es-correo,\n"
        "00000004,A,B,a@example.pe,999999\n"
        "00000005,A,,a@example.pe,\n"
        "00000001,OTRA,VEZ,a@example.pe,\n"
    )

    done = imported(HEADER + ROSA + bad + JOSE, "--rejected", str(rejected))

    assert done.exit_code == 0
    assert [line for line in done.output.splitlines() if line.startswith("línea")] == [
        "línea 3: El DNI «1234567» no tiene 8 dígitos.",
        "línea 4: El correo «no-es-correo» no es una dirección.",
        "línea 5: La sede «999999» no existe.",
        "línea 6: Falta: nombres.",
        "línea 7: El DNI 00000001 ya está en la línea 2.",
    ]
    assert "7 filas leídas, 2 cuentas nuevas, 0 corregidas, 0 sin cambios, 5 rechazadas." in (
        done.output
    )
    assert accounts().keys() == {"00000001", "00000002"}
    lines = rejected.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "error,dni,apellidos,nombres,correo,sede"
    assert lines[1] == "El DNI «1234567» no tiene 8 dígitos.,1234567,A,B,a@example.pe,"


def test_refused_rows_are_written_to_be_corrected_and_imported(identity, imported, tmp_path):
    rejected = tmp_path / "rechazadas.csv"
    bad = "00000003,A,B,no-es-correo,080006\n00000004,A,,a@example.pe,\n"

    imported(HEADER + ROSA + bad, "--rejected", str(rejected))
    text = rejected.read_text(encoding="utf-8-sig")
    corrected = text.replace("no-es-correo,", "b@example.pe,").replace("A,,a@", "A,ANA,a@")
    rejected.write_text(corrected, encoding="utf-8-sig")
    done = identity.run("accounts", "import", str(rejected))

    assert "2 filas leídas, 2 cuentas nuevas" in done.output
    assert accounts()["00000003"].sede == "080006"
    assert accounts()["00000004"].nombres == "ANA"


def test_a_row_with_a_cell_too_many_is_not_shifted_into_a_good_one(identity, imported, tmp_path):
    rejected = tmp_path / "rechazadas.csv"

    imported(HEADER + ROSA.replace(",080006", ",080006,X"), "--rejected", str(rejected))
    done = identity.run("accounts", "import", str(rejected))

    assert "línea 2: Tiene 7 celdas y el encabezado tiene 6" in done.output
    assert accounts() == {}


def test_a_rehearsal_saves_nothing(identity, imported):
    done = imported(HEADER + ROSA, "--dry-run")

    assert "1 cuentas nuevas" in done.output
    assert "no se guardó nada" in done.output
    assert accounts() == {}
    assert identity.outbox() == []


def test_a_large_register_is_announced_in_batches(identity, imported):
    rows = "".join(f"{n:08},A,B,p{n}@example.pe,\n" for n in range(1, 1202))

    done = imported(HEADER + rows)

    assert "1201 cuentas nuevas" in done.output
    assert [len(event.accounts) for event in identity.outbox()] == [500, 500, 201]


def test_a_file_that_is_not_the_register_is_refused(identity, imported, tmp_path):
    without_columns = imported("dni,nombre\n")
    missing = identity.run("accounts", "import", str(tmp_path / "nada.csv"))

    assert without_columns.exit_code == 1
    assert "Faltan las columnas: apellidos, nombres, correo." in without_columns.output
    assert missing.exit_code == 1
    assert "no se puede leer." in missing.output


def test_an_address_that_its_owner_changed_comes_back_only_by_a_new_word(identity, imported):
    imported(HEADER + ROSA)
    with db.transaction():
        accounts()["00000001"].move_to("rosa@casa.pe")

    again = imported(HEADER + ROSA)
    kept = accounts()["00000001"].correo
    imported(HEADER + ROSA.replace("Rosa@Example.pe", "rosa@ugel.pe"))

    assert "1 sin cambios" in again.output
    assert kept == "rosa@casa.pe"
    assert accounts()["00000001"].correo == accounts()["00000001"].correo_key == "rosa@ugel.pe"
    assert accounts()["00000001"].correo_de_registro is None
    (moved,) = [each for each in identity.outbox() if isinstance(each, AccountEmailChanged)]
    assert moved.previous_correo == "rosa@casa.pe"


def test_a_corrected_name_leaves_an_address_that_its_owner_changed(identity, imported):
    imported(HEADER + ROSA)
    with db.transaction():
        accounts()["00000001"].move_to("rosa@casa.pe")

    imported(HEADER + ROSA.replace("ROSA ELENA", "ROSA ELENA MARÍA"))

    assert accounts()["00000001"].nombres == "ROSA ELENA MARÍA"
    assert accounts()["00000001"].correo == "rosa@casa.pe"
