"""One boleta beside another."""

from services.boleta.domain import Linea, TipoConcepto
from services.boleta.domain.comparacion import Efecto, Movimiento, compare
from tests.support.builders.boleta import a_document


def with_lines(**amounts: int):
    """Build a boleta: `i_` begins an income, `d_` a deduction, `a_` what the employer pays."""
    tipos = {"i": TipoConcepto.INGRESO, "d": TipoConcepto.DESCUENTO, "a": TipoConcepto.APORTE}
    lines = [Linea(tipos[name[0]], name, name, amount) for name, amount in amounts.items()]
    liquido = sum(amount for name, amount in amounts.items() if name[0] == "i") - sum(
        amount for name, amount in amounts.items() if name[0] == "d"
    )
    return a_document(lineas=tuple(lines), liquido=liquido)


def test_what_rose_fell_came_and_went_is_told_with_its_effect_on_the_pay():
    antes = with_lines(i_same=100, i_up=100, i_gone=5, d_down=30, a_more=9)
    ahora = with_lines(i_same=100, i_up=110, d_down=20, d_new=7, a_more=10)

    comparacion = compare(antes, ahora)

    told = {
        cambio.linea.codigo: (cambio.movimiento, cambio.diferencia, cambio.efecto)
        for cambio in comparacion.cambios
    }
    assert told == {
        "i_up": (Movimiento.SUBIO, 10, Efecto.MAS),
        "i_gone": (Movimiento.DESAPARECIO, -5, Efecto.MENOS),
        "d_down": (Movimiento.BAJO, -10, Efecto.MAS),
        "d_new": (Movimiento.APARECIO, 7, Efecto.MENOS),
        "a_more": (Movimiento.SUBIO, 1, Efecto.NINGUNO),
    }
    assert comparacion.diferencia == 8
    assert comparacion.iguales == 1


def test_the_largest_change_of_each_kind_comes_first():
    antes = with_lines(i_a=1, i_b=1, d_c=1)
    ahora = with_lines(i_a=2, i_b=9, d_c=100)

    comparacion = compare(antes, ahora)

    assert [cambio.linea.codigo for cambio in comparacion.cambios] == ["i_b", "i_a", "d_c"]
    assert [cambio.linea.codigo for cambio in comparacion.of("-")] == ["d_c"]


def test_a_concept_that_comes_twice_is_added_up():
    twice = Linea(TipoConcepto.INGRESO, "i", "i", 50)
    antes = a_document(lineas=(twice, twice))
    ahora = a_document(lineas=(Linea(TipoConcepto.INGRESO, "i", "i", 100),))

    assert compare(antes, ahora).cambios == ()
