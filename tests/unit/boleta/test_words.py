"""The net amount of a boleta in words."""

import pytest

from services.boleta.domain.words import in_words


@pytest.mark.parametrize(
    ("centimos", "words"),
    [
        (0, "Cero y 00/100 soles"),
        (7, "Cero y 07/100 soles"),
        (1_00, "Uno y 00/100 soles"),
        (21_50, "Veintiuno y 50/100 soles"),
        (31_00, "Treinta y uno y 00/100 soles"),
        (40_00, "Cuarenta y 00/100 soles"),
        (100_00, "Cien y 00/100 soles"),
        (101_10, "Ciento uno y 10/100 soles"),
        (500_00, "Quinientos y 00/100 soles"),
        (1_000_00, "Mil y 00/100 soles"),
        (2_417_25, "Dos mil cuatrocientos diecisiete y 25/100 soles"),
        (3_172_67, "Tres mil ciento setenta y dos y 67/100 soles"),
        (21_000_00, "Veintiún mil y 00/100 soles"),
        (31_001_00, "Treinta y un mil uno y 00/100 soles"),
        (101_100_00, "Ciento un mil cien y 00/100 soles"),
        (121_000_00, "Ciento veintiún mil y 00/100 soles"),
        (1_000_000_00, "Un millón y 00/100 soles"),
        (9_999_999_99, "Nueve millones novecientos noventa y nueve mil novecientos noventa y nueve"
         " y 99/100 soles"),
        (21_000_001_00, "Veintiún millones uno y 00/100 soles"),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_cheques_have_it(centimos: int, words: str):
    assert in_words(centimos) == words
