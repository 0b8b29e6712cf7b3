"""What the boletas of a person come to together."""

from services.boleta.domain import Estado, Linea, TipoConcepto
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.domain.resumen import (
    BoletaItem,
    Mes,
    MesPagado,
    Totales,
    accumulated,
    around,
    hoja_anual,
    last_months,
    total_of,
)


def a_boleta(periodo: int, **said) -> BoletaItem:
    boleta = BoletaItem(
        id=1,
        periodo=periodo,
        regimen="Ley Nro 30328",
        estado=Estado.VIGENTE,
        sede="080006",
        tipo=TipoPlanilla.HABERES,
        version=1,
        bruto=100,
        descuentos=10,
        liquido=90,
        planilla_id=1,
    )
    return boleta._replace(**said)


def test_only_boletas_that_count_are_added_up():
    replaced = a_boleta(202205, estado=Estado.REEMPLAZADA)
    annulled = a_boleta(202205, estado=Estado.ANULADA)
    not_loaded = a_boleta(202204, bruto=None, descuentos=None, liquido=None, estado=None)

    total = total_of(
        [
            a_boleta(202206),
            replaced,
            annulled,
            not_loaded,
            a_boleta(202205, bruto=200, descuentos=20, liquido=180),
        ]
    )

    assert total == Totales(2, 300, 30, 270)


def test_the_year_so_far_begins_in_january_and_ends_with_the_month():
    paid = [a_boleta(periodo) for periodo in (202112, 202201, 202202, 202203)]

    assert accumulated(paid, 202202) == Totales(2, 200, 20, 180)


def test_a_boleta_stands_between_those_that_count():
    march, february, january = (a_boleta(202200 + n, id=n) for n in (3, 2, 1))
    annulled = a_boleta(202202, id=20, estado=Estado.ANULADA)

    found = around([march, february, annulled, january], 2)

    assert (found.anterior, found.siguiente) == (january, march)
    assert found.comparables == [march, january]


def test_a_boleta_is_set_beside_the_one_before_of_the_same_tipo_and_sede():
    may, other, april = (
        a_boleta(202205, id=3),
        a_boleta(202204, id=2, tipo=TipoPlanilla.ADICIONAL),
        a_boleta(202204, id=1),
    )

    assert around([may, other, april], 3).de_siempre == april
    assert around([may, other], 3).de_siempre == other
    assert around([may], 3).de_siempre is None


def test_the_chart_has_every_month_also_those_without_pay_and_adds_up_two_boletas():
    paid = [
        a_boleta(202202),
        a_boleta(202112, liquido=50),
        a_boleta(202112, liquido=30),
        a_boleta(202203),
    ]

    assert last_months(paid, 202202, 4) == (
        Mes(202111, None),
        Mes(202112, 80),
        Mes(202201, None),
        Mes(202202, 90),
    )


def linea(tipo: str, codigo: str, centimos: int) -> Linea:
    return Linea(TipoConcepto(tipo), codigo, codigo.upper(), centimos)


def test_the_annual_sheet_has_concepts_by_months_with_their_sums():
    january = [linea("+", "a", 100), linea("-", "b", 10), linea("=", "e", 9)]
    march = [linea("+", "c", 5), linea("+", "a", 100), linea("=", "e", 9)]

    hoja = hoja_anual(
        2022,
        [
            MesPagado(202203, 105, 0, 105, march),
            MesPagado(202201, 100, 10, 90, january),
            MesPagado(202112, 7, 7, 7, january),
        ],
    )

    ingresos, descuentos, aportes = hoja.secciones
    assert [(fila.codigo, fila.nombre, fila.montos[:3], fila.total) for fila in ingresos.filas] == [
        ("a", "A", (100, None, 100), 200),
        ("c", "C", (None, None, 5), 5),
    ]
    assert ingresos.total.montos[:3] == (100, None, 105)
    assert descuentos.total.montos[:3] == (10, None, 0)
    assert aportes.total.total == 18
    assert hoja.liquido.montos == (90, None, 105, *[None] * 9)
    assert (hoja.bruto, hoja.descuentos, hoja.liquido.total) == (205, 10, 195)


def test_a_year_without_boletas_is_an_empty_sheet():
    hoja = hoja_anual(2022, [])

    assert hoja.secciones == ()
    assert hoja.liquido.total == 0


def test_two_boletas_of_a_month_stand_in_one_column():
    month = [linea("+", "a", 100)]

    hoja = hoja_anual(2022, [MesPagado(202201, 100, 0, 100, month)] * 2)

    assert hoja.secciones[0].filas[0].montos[0] == 200
    assert hoja.liquido.montos[0] == 200
