"""What the demonstration is made of: invented people, and files that AYNI reads whole."""

import io
from datetime import date
from pathlib import Path

import pytest

from chassis.csv_rows import Row, open_rows
from contracts.sedes import find_sede
from deploy.demo import desk
from deploy.demo.generate import SEDES, generate, last_full_month, months_until
from deploy.demo.parameters import Dated
from deploy.demo.pay import is_paid, pay
from deploy.demo.people import (
    CANCHIS,
    DEMO_ADMINISTRADOR,
    DEMO_SERVIDOR,
    DEMO_SIN_LEGAJO,
    Person,
    invent_people,
)
from services.boleta.formats import BadRecord, Found, Record, read_planilla, scan_planilla
from services.identity.blocklist import is_common
from services.identity.policy import POLICIES, PolicyName

UNTIL = 202512


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, UNTIL)
    return folder


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return {person.dni: person for person in invent_people()}


@pytest.fixture(scope="module")
def planillas(folder: Path) -> dict[Path, list[Record | BadRecord]]:
    found = {}
    for path in files_of(folder / "planillas"):
        with path.open("rb") as file:
            found[path.relative_to(folder)] = list(read_planilla(file))
    return found


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def boletas_of(planillas: dict[Path, list[Record | BadRecord]], dni: str) -> list[Record]:
    return [
        record
        for records in planillas.values()
        for record in records
        if isinstance(record, Record) and record.dni == dni
    ]


def rows_of(path: Path, *required: str) -> list[Row]:
    found = list(open_rows(io.BytesIO(path.read_bytes()), required=required))
    assert all(isinstance(row, Row) for row in found)
    return [row for row in found if isinstance(row, Row)]


def test_there_are_two_years_of_planillas_of_three_ugel(planillas):
    months = [f"{periodo // 100}-{periodo % 100:02}" for periodo in months_until(UNTIL)]

    assert (months[0], months[-1], len(months)) == ("2024-01", "2025-12", 24)
    assert list(planillas) == [
        Path("planillas", sede, f"{month}.{form}")
        for sede, form in zip(SEDES, ("lis", "lis", "csv"), strict=True)
        for month in months
    ]


def test_the_months_before_are_there_to_be_registered(folder):
    found = [path.relative_to(folder) for path in files_of(folder / "historicas")]

    assert len(found) == 6 * len(SEDES)
    first = folder / found[0]
    with first.open("rb") as stream:
        year, month = map(int, first.stem.split("-"))
        records = list(scan_planilla(stream, 100 * year + month))
    assert records
    assert all(isinstance(record, Found) for record in records)


def test_every_boleta_is_read_without_a_warning(planillas):
    for path, records in planillas.items():
        assert len(records) > 20
        assert all(isinstance(record, Record) for record in records), path
        assert not [record.warnings for record in records if record.warnings]


def test_the_same_month_gives_the_same_files(folder, tmp_path):
    generate(tmp_path, UNTIL)

    assert [path.read_bytes() for path in files_of(tmp_path)] == [
        path.read_bytes() for path in files_of(folder)
    ]


def test_a_month_is_the_same_when_time_has_passed(folder, tmp_path):
    generate(tmp_path, 202606)

    for path in files_of(tmp_path / "planillas"):
        before = folder / path.relative_to(tmp_path)
        assert not before.exists() or path.read_bytes() == before.read_bytes()


def test_everybody_is_a_servidor_and_nearly_everybody_in_the_register(folder, people):
    servidores = rows_of(folder / "servidores.csv", "dni", "fecha_nacimiento", "regimen", "cargo")
    register = rows_of(folder / "register.csv", "dni", "apellidos", "nombres", "correo")

    assert [row.values["dni"] for row in servidores] == [f"{n:08}" for n in range(1, 201)]
    assert 180 <= len(register) < 200
    correos = [row.values["correo"].lower() for row in register]
    assert len(set(correos)) == len(correos)
    assert all(correo.endswith("@correo.example") for correo in correos)


def test_people_have_the_names_that_people_have(people):
    names = [f"{person.apellidos}, {person.nombres}" for person in people.values()]

    assert all(any(sign in name for name in names) for sign in "ÑÁÉÍÓÚÜ'")
    assert any(" " not in person.apellidos for person in people.values())
    assert any(person.correo.isupper() for person in people.values())


def test_the_servidor_has_a_legajo_vigente_and_a_boleta_of_every_month(planillas, people):
    boletas = boletas_of(planillas, DEMO_SERVIDOR.dni)

    assert people[DEMO_SERVIDOR.dni].legajo == "VIGENTE"
    assert [boleta.periodo for boleta in boletas] == months_until(UNTIL)


def test_who_has_no_legajo_has_boletas(planillas, people):
    boletas = boletas_of(planillas, DEMO_SIN_LEGAJO.dni)

    assert people[DEMO_SIN_LEGAJO.dni].legajo == ""
    assert {boleta.periodo % 100 for boleta in boletas} == set(range(3, 13))


def test_the_administrador_is_of_ugel_canchis():
    sede = find_sede(DEMO_ADMINISTRADOR.sede)

    assert sede is not None
    assert sede.name == "UGEL CANCHIS"
    assert SEDES[0] == sede.code


@pytest.mark.parametrize("account", [DEMO_SERVIDOR, DEMO_SIN_LEGAJO, DEMO_ADMINISTRADOR])
def test_who_signs_in_is_in_the_register_with_a_password_that_is_accepted(account, people):
    assert people[account.dni].is_in_register
    assert POLICIES[PolicyName.GUIDE].broken_by(account.password) == []
    assert not is_common(account.password)


def test_contracts_are_paid_from_march_to_december_and_posts_for_life_all_year(people):
    for person in people.values():
        paid = [periodo % 100 for periodo in months_until(UNTIL) if is_paid(person, periodo)]

        assert paid == (list(range(3, 13)) if person.plaza.is_contrato else list(range(1, 13))) * 2


def test_everybody_receives_at_least_half_of_their_monthly_pay(people):
    boletas = [pay(person, 202507) for person in people.values()]

    assert all(boleta.liquido >= boleta.imponible // 2 for boleta in boletas)
    assert all(boleta.descuentos > 0 for boleta in boletas)


@pytest.mark.parametrize(
    ("periodo", "concepto"), [(202501, "escolaridad"), (202507, "aguinaldo"), (202512, "aguinaldo")]
)
def test_some_months_bring_more(people, periodo, concepto):
    names = [name for _, name, _ in pay(people[DEMO_SERVIDOR.dni], periodo).lines]

    assert concepto in names


@pytest.mark.parametrize(
    ("periodo", "amount"), [(202001, 250020), (202503, 330000), (202510, 330000), (203001, 350070)]
)
def test_an_amount_holds_until_a_norm_changes_it(periodo, amount):
    rim = Dated(((202201, 250020), (202503, 330000), (202511, 350070)))

    assert rim.at(periodo) == amount


def test_the_last_full_month_of_january_is_of_the_year_before():
    assert last_full_month(date(2026, 1, 31)) == 202512


def test_who_speaks_of_their_boletas_is_paid_all_year_by_the_ugel_of_the_administrador(people):
    for dni in (desk.COLLEAGUE, *desk.OTHERS):
        assert people[dni].sede == CANCHIS
        assert not people[dni].plaza.is_contrato
