"""What the gateway and boleta ask legajo."""

import pytest

from services.legajo.domain import Vigencia
from tests.support.builders.legajo import a_servidor

ME = "/legajo/api/v1/me"
SERVIDORES = "/legajo/api/v1/servidores"


@pytest.fixture
def boleta(legajo, people):
    """Ask as boleta does."""
    return legajo.browser(people.client("boleta", "legajo.servidores"))


@pytest.mark.parametrize(
    ("vigencia", "said"),
    [(Vigencia.VIGENTE, "vigente"), (Vigencia.NO_VIGENTE, "no_vigente"), (None, "ninguno")],
)
def test_me_tells_whether_i_have_a_legajo(servidor, vigencia, said):
    a_servidor(legajo=vigencia)

    assert servidor().get(ME).json == {"dni": "00000001", "legajo": said}


def test_me_knows_who_is_in_no_register(servidor):
    assert servidor("00000099").get(ME).json == {"dni": "00000099", "legajo": "ninguno"}


def test_servidores_are_given_as_the_contract_says(boleta):
    a_servidor()

    assert boleta.get(SERVIDORES).json == {
        "servidores": [
            {
                "dni": "00000001",
                "apellidos": "QUISPE HUAMÁN",
                "nombres": "ROSA ELENA",
                "sede": "080006",
                "tipo_servidor": "Docente Nombrado",
                "regimen": "Ley Nro 29944",
                "cargo": "PROFESOR",
                "fecha_ingreso": "2010-03-01",
            }
        ],
        "next": None,
    }


def test_servidores_are_given_page_by_page_until_there_are_no_more(boleta):
    for dni in ("00000003", "00000001", "00000002"):
        a_servidor(dni)

    first = boleta.get(SERVIDORES, {"limit": 2}).json
    second = boleta.get(SERVIDORES, {"limit": 2, "after": first["next"]}).json

    assert [servidor["dni"] for servidor in first["servidores"]] == ["00000001", "00000002"]
    assert [servidor["dni"] for servidor in second["servidores"]] == ["00000003"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "501"}, {"limit": "x"}, {"after": "1"}]
)
def test_a_page_that_makes_no_sense_is_refused(boleta, query):
    problem = boleta.get(SERVIDORES, query, status=422).json

    assert problem["type"] == "urn:ayni:problem:invalid"
    assert set(problem["errors"]) == set(query)
