"""Reading a row of the file of servidores."""

from datetime import date

import pytest

from chassis.errors import Invalid
from services.legajo.domain import Vigencia
from services.legajo.forms import read_servidor

TODAY = date(2026, 7, 28)

ROW = {
    "dni": "00000001",
    "apellidos": "QUISPE HUAMÁN",
    "nombres": "ROSA ELENA",
    "fecha_nacimiento": "14/02/1985",
    "sede": "080006",
    "tipo_servidor": "Docente Nombrado",
    "regimen": "Ley Nro 29944",
    "cargo": "PROFESOR",
    "fecha_ingreso": "01/03/2010",
    "establecimiento": "I.E. 56001",
    "codigo_modular": "1234567",
    "legajo": "VIGENTE",
}


def test_a_good_row_becomes_a_servidor():
    record = read_servidor(ROW, TODAY)

    assert record.dni == "00000001"
    assert record.fecha_ingreso == date(2010, 3, 1)
    assert record.legajo is Vigencia.VIGENTE


@pytest.mark.parametrize(
    ("written", "read"),
    [("", None), ("no vigente", Vigencia.NO_VIGENTE), ("NO VIGENTE", Vigencia.NO_VIGENTE)],
)
def test_the_legajo_may_be_vigente_or_not_or_not_said(written, read):
    assert read_servidor(ROW | {"legajo": written}, TODAY).legajo is read


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("dni", "1", "El DNI debe tener 8 dígitos"),
        ("dni", "0000000٣", "El DNI debe tener 8 dígitos"),
        ("sede", "089999", "No existe la sede «089999»"),
        ("codigo_modular", "12", "El código modular debe tener 7 dígitos"),
        ("legajo", "SÍ", "VIGENTE, NO VIGENTE o nada"),
        ("cargo", "X" * 121, "Demasiado largo: cargo"),
        ("fecha_nacimiento", "31/02/1985", "no existe en el calendario"),
        ("fecha_nacimiento", "29/07/2026", "La fecha de nacimiento no puede ser futura"),
        ("fecha_ingreso", "29/07/2026", "La fecha de ingreso no puede ser futura"),
        ("fecha_ingreso", "01/01/1980", "La fecha de ingreso es anterior al nacimiento"),
    ],
)
def test_a_bad_cell_is_told_with_its_reason(column, cell, reason):
    with pytest.raises(Invalid, match=reason):
        read_servidor(ROW | {column: cell}, TODAY)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(Invalid) as refused:
        read_servidor(ROW | {"dni": "1", "sede": "9", "fecha_ingreso": "ayer"}, TODAY)

    assert "DNI" in refused.value.detail
    assert "sede" in refused.value.detail
    assert "fecha_ingreso: «ayer»" in refused.value.detail
