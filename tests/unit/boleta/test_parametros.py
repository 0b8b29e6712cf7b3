"""The figures of the law: which holds on a day, and how they are read and written."""

from datetime import date
from decimal import Decimal

import pytest

from chassis.errors import Invalid
from services.boleta.domain.parametros import (
    PARAMETROS,
    Vigencia,
    last_day_of,
    parametro_of,
    read_valor,
    value_on,
)


def since(day: str, valor: str) -> Vigencia:
    return Vigencia(desde=date.fromisoformat(day), valor=Decimal(valor), base_legal="")


UIT = (since("2025-01-01", "5350"), since("2024-01-01", "5150"), since("2025-01-01", "5351"))


@pytest.mark.parametrize(
    ("on", "valor"),
    [("2024-12-31", "5150"), ("2025-01-01", "5351"), ("2030-06-30", "5351")],
)
def test_the_newest_value_that_holds_counts_and_a_later_word_wins(on, valor):
    assert value_on(UIT, date.fromisoformat(on)).valor == Decimal(valor)


def test_before_the_first_value_nothing_is_known():
    assert value_on(UIT, date(2023, 12, 31)) is None


def test_what_changes_during_a_month_holds_for_it():
    assert last_day_of(202402) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "valor"),
    [("5,350.00", "5350.00"), ("S/ 5350", "5350"), ("13", "13"), ("1.47 %", "1.47"), ("0", "0")],
)
def test_a_figure_is_read_as_people_write_it(text, valor):
    assert read_valor(text) == Decimal(valor)


@pytest.mark.parametrize("text", ["", "1.234,50", "1,23", "-1", "1e3", "NaN", "٣", "999999999"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(Invalid):
        read_valor(text)


def test_a_figure_is_shown_in_its_unit():
    assert PARAMETROS["uit"].shown(Decimal("5350.0000")) == "S/\N{NO-BREAK SPACE}5,350.00"
    assert PARAMETROS["onp"].shown(Decimal("13.0000")) == "13\N{NO-BREAK SPACE}%"
    assert PARAMETROS["afp_prima"].shown(Decimal("1.6000")) == "1.6\N{NO-BREAK SPACE}%"


def test_a_code_that_nobody_knows_is_refused_with_those_that_there_are():
    with pytest.raises(Invalid, match="uit, rmv"):
        parametro_of("inflacion")
