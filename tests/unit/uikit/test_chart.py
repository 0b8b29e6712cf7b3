"""Where the bars of a chart stand."""

import pytest

from uikit.chart import Point, bar_chart


def points(*amounts: int | None) -> list[Point]:
    return [Point(f"mes {number}", amount, "2022") for number, amount in enumerate(amounts)]


def test_a_bar_is_twice_as_high_for_twice_as_much():
    chart = bar_chart(points(200, 100, None))

    assert [(bar.y, bar.height) for bar in chart.bars] == [
        ("0.00%", "100.00%"),
        ("50.00%", "50.00%"),
        ("100.00%", "0.00%"),
    ]


@pytest.mark.parametrize(
    ("largest", "lines"),
    [
        (241725, [0, 100000, 200000, 300000]),
        (400000, [0, 100000, 200000, 300000, 400000]),
        (700050, [0, 200000, 400000, 600000, 800000]),
        (3, [0, 1, 2, 3]),
        (0, [0, 100]),
    ],
)
def test_the_scale_has_few_lines_of_round_amounts_and_nothing_is_above_it(
    largest: int, lines: list[int]
):
    chart = bar_chart(points(largest))

    assert [line.amount for line in chart.lines] == lines
    assert chart.lines[-1].y == "0.00%"


def test_a_group_is_named_where_it_begins():
    chart = bar_chart(
        [Point("NOVIEMBRE 2021", 1, "2021"), Point("ENERO 2022", 1, "2022"), *points(1, 1)]
    )

    assert [(mark.x, mark.text) for mark in chart.marks] == [("0.00%", "2021"), ("25.00%", "2022")]


def test_no_points_are_an_empty_chart():
    assert bar_chart([]).bars == []
