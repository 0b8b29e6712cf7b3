"""/legajo/api/v1 for who keeps legajos: opened, vigentes or not, in their place, or sent away."""

import pytest

from services.legajo.domain import Vigencia
from tests.support.builders import files
from tests.support.builders.legajo import ANTA, CANCHIS, a_servidor, a_traslado

API = "/legajo/api/v1"
CUSTODIA = f"{API}/legajos/00000001/custodia"
PAPER = {
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0123-2020",
    "fecha_documento": "2020-03-01",
}
OPENING = PAPER | {"norma": "RVM 092-2020-MINEDU (docentes y auxiliares)"}
ENDED = PAPER | {"estado": "no_vigente", "motivo": "cese", "desde": "2020-03-01", "visto": "1"}
SENT = PAPER | {"destino": ANTA, "causa": "Reasignación", "folios": "120", "visto": "1"}
PLACE = {"ambiente": "Sótano", "estante": "4", "caja": "12", "folios": {"II": 30}, "visto": 1}


def a_file(name="resolucion.pdf", content=None):
    return [("archivo", name, content or files.a_pdf())]


@pytest.fixture
def ana(especialista):
    return especialista()


@pytest.fixture
def destino(especialista):
    return especialista(ANTA, dni="00000901")


def test_a_legajo_is_opened_de_oficio_once(ana):
    a_servidor(legajo=None)
    before = ana.get(CUSTODIA).json

    opened = ana.post(CUSTODIA, OPENING, upload_files=a_file(), status=201).json
    again = ana.post(CUSTODIA, OPENING, status=201).json
    other = ana.post(CUSTODIA, OPENING | {"numero_documento": "otro"}, status=409)

    assert (before["estado"], before["legajo"]) == ("ninguno", None)
    assert (opened["estado"], opened["legajo"]["motivo"]) == ("vigente", "ingreso")
    assert opened["legajo"]["numero_documento"] == PAPER["numero_documento"]
    assert again == opened
    assert "otra persona lo abrió" in other.json["detail"]
    (step,) = ana.get(f"{API}/legajos/00000001/historia").json["cambios"]
    assert [each["nombre"] for each in step["documentos"]] == ["resolucion.pdf"]


def test_what_a_legajo_is_opened_with_is_checked(ana):
    a_servidor(legajo=None)
    wrong = {"documento": "Un papel", "fecha_documento": "1899-01-01", "norma": "Ninguna"}

    said = ana.post(CUSTODIA, wrong, status=422).json["errors"]
    unreadable = ana.post(
        CUSTODIA, OPENING, upload_files=a_file(content=b"no es un PDF"), status=422
    ).json["errors"]  # fmt: skip

    assert set(said) == {"documento", "numero_documento", "fecha_documento", "norma"}
    assert "«resolucion.pdf»" in unreadable["archivo"]
    assert ana.get(CUSTODIA).json["legajo"] is None


def test_a_legajo_counts_no_more_for_who_has_seen_how_it_is(ana):
    a_servidor()

    without_paper = ana.post(
        f"{CUSTODIA}/vigencia",
        {"estado": "no_vigente", "motivo": "cese", "desde": "2020-03-01", "visto": "1"},
        status=422,
    ).json
    ended = ana.post(f"{CUSTODIA}/vigencia", ENDED, upload_files=a_file()).json
    back = {"estado": "vigente", "motivo": "error", "desde": "2020-03-01", "detalle": "Era otro."}
    late = ana.post(f"{CUSTODIA}/vigencia", back | {"visto": "1"}, status=409)
    seen = str(ended["legajo"]["version"])
    again = ana.post(f"{CUSTODIA}/vigencia", back | {"visto": seen}).json

    assert set(without_paper["errors"]) == set(PAPER)
    assert (ended["estado"], ended["legajo"]["desde"]) == ("no_vigente", "2020-03-01")
    assert "Alguien cambió este legajo" in late.json["detail"]
    assert again["estado"] == "vigente"


def test_a_reserved_motivo_is_told_to_who_says_why(ana):
    a_servidor()
    sanctioned = ENDED | {"motivo": "destitucion"}

    ended = ana.post(f"{CUSTODIA}/vigencia", sanctioned).json["legajo"]
    why = {"motivo_reserva": "Informe para el expediente 123-2026"}
    ana.post_json(f"{API}/legajos/00000001/reservado", why, status=200)
    opened = ana.get(CUSTODIA).json["legajo"]

    assert (ended["estado"], ended["motivo"], ended["motivo_reservado"]) == (
        "no_vigente",
        None,
        True,
    )
    assert (opened["motivo"], opened["motivo_reservado"]) == ("destitucion", False)


def test_where_the_paper_is_can_be_noted_and_looked_for(ana):
    a_servidor()
    a_servidor("00000002")

    located = ana.put_json(f"{CUSTODIA}/ubicacion", PLACE).json
    unknown = ana.put_json(f"{CUSTODIA}/ubicacion", PLACE | {"folios": {"XI": 1}}, status=422)

    place = located["legajo"]["ubicacion"]
    assert (place["ambiente"], place["folios"], place["total_folios"]) == ("Sótano", {"II": 30}, 30)
    assert unknown.json["errors"] == {"folios.XI": "No existe esa sección."}
    (there,) = ana.get(f"{API}/ubicaciones", {"ambiente": "sótano"}).json["legajos"]
    assert (there["dni"], there["ubicacion"]) == ("00000001", place)
    (nowhere,) = ana.get(f"{API}/ubicaciones?sin_ubicacion=true").json["legajos"]
    assert nowhere["dni"] == "00000002"
    assert ana.get(f"{API}/ubicaciones?pagina=2").json == {"legajos": [], "siguiente": None}


def test_a_legajo_is_sent_and_received_with_its_folios_counted(ana, destino):
    a_servidor()

    sent = ana.post(f"{API}/legajos/00000001/traslados", SENT, status=201).json
    again = ana.post(f"{API}/legajos/00000001/traslados", SENT, status=201).json
    (waiting,) = destino.get(f"{API}/traslados").json["traslados"]
    address = f"{API}/traslados/{sent['id']}"
    unexplained = destino.post_json(f"{address}/recepcion", {"folios": 119}, status=422).json
    received = destino.post_json(
        f"{address}/recepcion", {"folios": 119, "comentario": "Falta una."}
    ).json

    assert again["id"] == sent["id"] == waiting["id"]
    assert (sent["estado"], sent["pasos"]) == ("enviado", ["cancelar"])
    assert waiting["pasos"] == ["recibir", "devolver"]
    assert list(unexplained["errors"]) == ["comentario"]
    assert (received["estado"], received["folios_recibidos"]) == ("recibido", 119)
    assert destino.get(CUSTODIA).json["sede"] == ANTA
    ana.get(CUSTODIA, status=404)
    (ended,) = ana.get(f"{API}/traslados?vista=terminados").json["traslados"]
    assert ended["comentario"] == "Falta una."


def test_a_legajo_that_was_sent_is_returned_or_kept(ana, destino):
    a_servidor()
    address = f"{API}/traslados/{a_traslado().id}"
    why = {"comentario": "No trabaja aquí."}

    ana.post_json(f"{address}/devolucion", why, status=403)
    destino.post_json(f"{address}/cancelacion", why, status=403)
    destino.post_json(f"{address}/devolucion", {"comentario": " "}, status=422)
    returned = destino.post_json(f"{address}/devolucion", why).json
    late = ana.post_json(f"{address}/cancelacion", why, status=409)
    other = f"{API}/traslados/{a_traslado().id}"
    cancelled = ana.post_json(f"{other}/cancelacion", why).json

    assert (returned["estado"], returned["comentario"]) == ("devuelto", "No trabaja aquí.")
    assert "ya fue devuelto" in late.json["detail"]
    assert (cancelled["estado"], cancelled["pasos"]) == ("cancelado", [])


def test_who_a_legajo_is_of_reads_that_somebody_looked_how_it_is_kept(ana, servidor):
    a_servidor()

    ana.get(CUSTODIA)
    ana.get(f"{API}/traslados/{a_traslado().id}")

    looks = servidor().get(f"{API}/legajo/accesos").json["accesos"]
    assert [(look["acto"], look["sobre"]) for look in looks] == [
        ("custodia", "Traslado"),
        ("custodia", ""),
    ]


def test_nobody_else_keeps_a_legajo(servidor, especialista):
    a_servidor(legajo=Vigencia.VIGENTE)
    transfer = f"{API}/traslados/{a_traslado().id}"
    stranger, own = especialista("080001"), especialista(CANCHIS, dni="00000001")

    for browser, status in ((servidor(), 403), (stranger, 404), (own, 404)):
        browser.get(CUSTODIA, status=status)
        browser.post(CUSTODIA, OPENING, status=status)
        browser.post(f"{CUSTODIA}/vigencia", ENDED, status=status)
        browser.put_json(f"{CUSTODIA}/ubicacion", PLACE, status=status)
        browser.post(f"{API}/legajos/00000001/traslados", SENT, status=status)
        browser.get(transfer, status=status)
        browser.post_json(f"{transfer}/recepcion", {"folios": 120}, status=status)
        for last in ("devolucion", "cancelacion"):
            browser.post_json(f"{transfer}/{last}", {"comentario": "x"}, status=status)
    for path in ("ubicaciones", "traslados"):
        servidor().get(f"{API}/{path}", status=403)
        assert not any(own.get(f"{API}/{path}").json.values())
