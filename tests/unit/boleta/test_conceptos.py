"""What a servidor is told about each concept of their boleta."""

import pytest

from services.boleta.domain.conceptos import explain, explicaciones, key_of, unknown

EVERY = sorted(explicaciones().items())


@pytest.mark.parametrize(("key", "said"), EVERY, ids=[key for key, _ in EVERY])
def test_every_explanation_is_complete_and_can_be_found(key, said):
    assert key_of(key) == key
    assert explain(key) is said
    assert all((said.nombre, said.que_es, said.calculo, said.base_legal, said.a_quien))
    assert said.que_es.endswith(".")
    assert said.calculo.endswith(".")
    assert said.base_legal.endswith(".")


def test_an_explanation_has_its_parts_under_headings():
    said = explain("dl19990 SNP")

    assert said is not None
    assert [name for name, _ in said.parts] == [
        *("Cómo se calcula", "Base legal", "A quién preguntar")
    ]


def test_of_a_concept_that_nobody_explained_one_is_told_whom_to_ask():
    assert explain("Coop. Los Andes") is None
    assert unknown("Coop. Los Andes").nombre == "Coop. Los Andes"
    assert [name for name, _ in unknown("Coop. Los Andes").parts] == ["A quién preguntar"]
