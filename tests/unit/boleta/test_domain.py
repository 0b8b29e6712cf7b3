"""What a boleta says of itself."""

from contracts.access_token import Grant, Role
from contracts.sedes import NATIONAL
from services.boleta.domain import (
    Linea,
    Perfil,
    TipoConcepto,
    boleta_id,
    month_of,
    profiles,
    year_of,
)
from services.boleta.domain.conceptos import name_of_concepto
from services.boleta.forms import Filtros, read_filtros, read_pagina
from tests.support.builders.boleta import a_document


def test_a_month_is_a_number_that_sorts():
    assert (year_of(202206), month_of(202206)) == (2022, 6)


def test_the_id_of_a_boleta_holds_its_month_and_fits_in_json():
    assert boleta_id(202206, 7) == 202206_000000007
    assert boleta_id(299912, 10**9 - 1) < 2**53


def test_a_concept_is_called_by_its_meaning_and_by_its_short_name():
    known = Linea(TipoConcepto.DESCUENTO, "dl25897", "Aporte a la AFP", 1)
    unknown = Linea(TipoConcepto.DESCUENTO, "CM Cusco", "CM Cusco", 1)

    assert known.label == "Aporte a la AFP (dl25897)"
    assert unknown.label == "CM Cusco"


def test_a_concept_is_known_however_the_payroll_writes_it():
    assert name_of_concepto("A.carg_dir_LRM") == "Asignación por cargo de director"
    assert name_of_concepto("DL19990 SNP") == "Aporte a la ONP"
    assert name_of_concepto("BÁSICA") == "Remuneración básica"
    assert name_of_concepto("Coop. Los Andes") == "Coop. Los Andes"


def test_the_lines_of_a_boleta_keep_the_order_of_the_payroll():
    ingreso, descuento = TipoConcepto.INGRESO, TipoConcepto.DESCUENTO
    lines = (
        Linea(ingreso, "b", "b", 200),
        Linea(descuento, "c", "c", 50),
        Linea(ingreso, "a", "a", 100),
    )

    document = a_document(lineas=lines)

    assert [line.codigo for line in document.lines_of(ingreso)] == ["b", "a"]
    assert [line.codigo for line in document.lines_of(descuento)] == ["c"]
    assert document.total_aportes == 0


def test_what_the_employer_pays_is_summed_apart():
    aportes = tuple(Linea(TipoConcepto.APORTE, name, name, 100) for name in "ab")

    assert a_document(lineas=aportes).total_aportes == 200


def test_what_the_payroll_did_not_say_is_left_out():
    document = a_document(pension="", cuenta="CTA-04123456789")

    names = [name for name, _ in document.datos_del_pago]

    assert "Cuenta o cheque" in names
    assert "Régimen pensionario" not in names


def test_the_pdf_is_named_by_month_and_person():
    document = a_document(periodo=202206, dni="00000001")

    assert document.filename == "boleta-2022-06-00000001.pdf"


def test_a_profile_tells_how_far_a_role_reaches():
    role = Role.ADMINISTRADOR_BOLETA

    found = profiles(Grant(role, sede) for sede in ("080006", "080000", NATIONAL, "999999"))

    assert found == [
        Perfil(role.label, "DRE CUSCO", "UGEL CANCHIS"),
        Perfil(role.label, "DRE CUSCO", "Todas"),
        Perfil(role.label, "Todas", "Todas"),
        Perfil(role.label, "999999", "999999"),
    ]


def test_filters_are_numbers_or_nothing():
    assert read_filtros({"anio": "2022", "mes": "6"}) == Filtros(2022, 6)
    assert read_filtros({"anio": "", "mes": "13"}) == Filtros(None, None)
    assert read_filtros({"anio": "-2022", "mes": "²"}) == Filtros(None, None)


def test_the_first_page_is_the_one_that_nobody_asked_for():
    assert read_pagina({}) == 1
    assert read_pagina({"pagina": "0"}) == 1
    assert read_pagina({"pagina": "3"}) == 3
