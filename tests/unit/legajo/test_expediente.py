"""The number of a solicitud, and what makes two sendings the same."""

from uuid import uuid4

from services.legajo.domain import Pedido, format_expediente

PEDIDO = Pedido(seccion="II", asunto="Título", detalle="Es del 2020.")


def test_an_expediente_says_its_year_and_number():
    assert format_expediente(2026, 123) == "EXP-2026-000123"


def test_the_same_form_with_the_same_words_is_the_same_sending():
    form_key = uuid4()

    assert PEDIDO.sent_with(form_key) == PEDIDO.sent_with(form_key)


def test_the_same_form_with_other_words_is_another_sending():
    form_key = uuid4()
    other = Pedido(seccion="II", asunto="Título", detalle="Es del 2021.")

    assert PEDIDO.sent_with(form_key) != other.sent_with(form_key)


def test_the_same_words_in_another_form_are_another_sending():
    assert PEDIDO.sent_with(uuid4()) != PEDIDO.sent_with(uuid4())
