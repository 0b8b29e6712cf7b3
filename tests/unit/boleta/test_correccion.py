"""What a corrected boleta must be, whoever corrects it."""

import pytest

from chassis.errors import Conflict, Invalid
from services.boleta.domain import Estado, TipoConcepto
from services.boleta.domain.correccion import (
    MAX_LINEAS,
    Correccion,
    LineaCorregida,
    check_correccion,
    check_vigente,
    corrected,
    lines_of,
)
from tests.support.builders.boleta import a_document

MOTIVO = "Faltaba la asignación por zona rural."
INGRESO = LineaCorregida(TipoConcepto.INGRESO, "remcontrat", 2_760_12)
DESCUENTO = LineaCorregida(TipoConcepto.DESCUENTO, "dl25897", 342_87)
BEFORE = (INGRESO, DESCUENTO)


def a_correccion(*lineas, motivo=MOTIVO):
    return Correccion(lineas=lineas, motivo=motivo)


def test_totals_are_worked_out_and_an_aporte_changes_none():
    aporte = LineaCorregida(TipoConcepto.APORTE, "essalud", 101_70)

    correccion = a_correccion(INGRESO._replace(centimos=3_000_00), DESCUENTO, aporte)

    totals = correccion.bruto, correccion.descuentos, correccion.liquido
    assert totals == (3_000_00, 342_87, 2_657_13)


def test_the_corrected_document_differs_in_nothing_else():
    boleta = a_document()
    correccion = a_correccion(INGRESO._replace(centimos=3_000_00), DESCUENTO)

    after = corrected(boleta, correccion, {"remcontrat": "Remuneración del contrato"})

    assert after.liquido == 2_657_13
    assert after.lineas[0].nombre == "Remuneración del contrato"
    assert lines_of(after) == correccion.lineas
    assert (after.dni, after.periodo, after.cuenta) == (boleta.dni, boleta.periodo, boleta.cuenta)


@pytest.mark.parametrize(
    ("correccion", "told"),
    [
        (a_correccion(), "al menos una línea"),
        (a_correccion(*BEFORE), "No cambió ninguna línea"),
        (a_correccion(DESCUENTO, INGRESO), "No cambió ninguna línea"),
        (a_correccion(DESCUENTO), "descuentos son mayores"),
        (a_correccion(INGRESO._replace(centimos=0)), "mayor que cero"),
        (a_correccion(INGRESO._replace(centimos=10**9)), "mayor que cero"),
        (a_correccion(*[INGRESO] * (MAX_LINEAS + 1)), "líneas como máximo"),
    ],
)
def test_what_would_be_no_boleta_is_refused(correccion, told):
    with pytest.raises(Invalid, match=told):
        check_correccion(correccion, BEFORE)


@pytest.mark.parametrize("motivo", ["", "corto", "x" * 501])
def test_a_reason_that_says_nothing_or_too_much_is_refused(motivo):
    with pytest.raises(Invalid) as refused:
        check_correccion(a_correccion(INGRESO, motivo=motivo), BEFORE)

    assert "motivo" in refused.value.errors


@pytest.mark.parametrize("estado", [Estado.REEMPLAZADA, Estado.ANULADA])
def test_what_no_longer_counts_is_not_corrected(estado):
    with pytest.raises(Conflict, match=f"ya fue {estado}"):
        check_vigente(estado)
