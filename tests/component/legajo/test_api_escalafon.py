"""/legajo/api/v1 for the specialist of escalafón: over their sedes, and remembered."""

import json

import pytest

from services.legajo.domain import Estado
from services.legajo.domain.workflow import OF_ESCALAFON
from tests.support.builders import files
from tests.support.builders.legajo import (
    CANCHIS,
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)

API = "/legajo/api/v1"
KEY = "00000000-0000-4000-8000-000000000001"
EXPEDIENTE = "EXP-2020-000007"
SOLICITUD = f"{API}/bandeja/{EXPEDIENTE}"
LEGAJO = f"{API}/legajos/00000001"
MOTIVO = {"motivo_reserva": "Informe para el expediente 123-2026"}
IN_REVIEW = {"estado": Estado.EN_REVISION, "taken_by": "00000900"}


def listed(browser, asked=""):
    found = browser.get(f"{API}/bandeja?{asked}").json["solicitudes"]
    return [solicitud["expediente"] for solicitud in found]


def judged(*pieces):
    """Return verdicts as they are sent: change, document, result and motive."""
    names = ("cambio", "documento", "resultado", "motivo")
    return [
        {name: said for name, said in zip(names, piece, strict=True) if said} for piece in pieces
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2]),
        ("mias=true", [2]),
        ("todas=true", [1, 2, 3]),
        ("estado=atendida", [3]),
        ("seccion=II", [1]),
        ("seccion=apertura", [2]),
        (f"sede={CANCHIS}", [1, 2]),
        ("sede=080001", []),
        ("texto=EXP-2020-000003", [3]),
        ("texto=00000002", []),
    ],
)
def test_the_bandeja_is_filtered(especialista, asked, found):
    a_servidor()
    a_solicitud(expediente="EXP-2020-000001")
    a_solicitud(expediente="EXP-2020-000002", seccion="", **IN_REVIEW)
    a_solicitud(expediente="EXP-2020-000003", estado=Estado.ATENDIDA, seccion="III")

    assert listed(especialista(), asked) == [f"EXP-2020-{number:06}" for number in found]


@pytest.mark.parametrize("asked", ["estado=x", "seccion=XI", "mias=si", "dni=00000001"])
def test_a_filter_that_would_not_be_applied_is_refused(especialista, asked):
    especialista().get(f"{API}/bandeja?{asked}", status=422)


def test_a_solicitud_is_taken_and_handed_back_by_who_has_seen_it(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    ana, address = especialista(), f"{SOLICITUD}/acciones"
    found = ana.get(SOLICITUD).json

    taken = ana.post_json(address, {"accion": "tomar", "visto": found["version"]}).json
    late = especialista(dni="00000901").post_json(
        address, {"accion": "tomar", "visto": found["version"]}, status=409
    )
    back = ana.post_json(address, {"accion": "soltar", "visto": taken["version"]}).json

    assert (found["dni"], found["apellidos"]) == ("00000001", "QUISPE HUAMÁN")
    assert found["acciones"] == ["tomar"]
    assert (taken["estado"], taken["taken_by"]) == ("en_revision", "00000900")
    assert "relevar" not in taken["acciones"]
    assert "revise lo nuevo" in late.json["detail"]
    assert (back["estado"], back["taken_by"]) == ("registrada", None)


def test_what_a_specialist_may_not_do_is_no_accion(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    sent = {"accion": "desistir", "visto": 1}
    refused = especialista().post_json(f"{SOLICITUD}/acciones", sent, status=422).json

    assert refused["errors"]["accion"] == f"Debe ser uno de: {', '.join(OF_ESCALAFON)}."


def test_what_is_accepted_enters_the_legajo(legajo, servidor, especialista):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    cambio = a_cambio(solicitud, document=files.a_pdf())
    (adjunto,) = cambio.adjuntos
    veredictos = judged(
        (cambio.id, None, "aceptado", None), (cambio.id, adjunto.id, "aceptado", None)
    )

    forgotten = especialista().post_json(
        f"{SOLICITUD}/veredictos", {"visto": 1, "veredictos": veredictos[:1]}, status=422
    ).json  # fmt: skip
    decided = especialista().post_json(
        f"{SOLICITUD}/veredictos", {"visto": 1, "veredictos": veredictos}
    ).json  # fmt: skip

    assert list(forgotten["errors"]) == [f"fallo-{cambio.id}-{adjunto.id}"]
    assert decided["estado"] == "atendida"
    (asked,) = decided["cambios"]
    assert asked["veredicto"] == {"resultado": "aceptado", "motivo": ""}
    assert asked["documentos"][0]["veredicto"]["resultado"] == "aceptado"
    (entry,) = servidor().get(f"{API}/legajo/anotaciones").json["anotaciones"]
    assert entry["id"] == asked["anotacion_id"]
    assert entry["origen"] == "solicitud"


def test_what_is_observed_goes_back_with_the_reasons(servidor, especialista):
    a_servidor()
    cambio = a_cambio(a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW))
    veredictos = judged((cambio.id, None, "observado", " Falta el reverso. "))

    sent = {"visto": 1, "veredictos": veredictos, "comentario": "Casi."}
    especialista().post_json(f"{SOLICITUD}/veredictos", sent, status=200)

    mine = servidor().get(f"{API}/solicitudes/{EXPEDIENTE}").json
    assert (mine["estado"], mine["acciones"]) == ("observada", ["subsanar", "desistir"])
    assert mine["cambios"][0]["veredicto"]["motivo"] == "Falta el reverso."
    last = mine["movimientos"][-1]
    assert last["quien"] == "Especialista de escalafón"
    assert last["comentario"].startswith("Casi.")


def test_a_report_counts_by_sede(especialista):
    a_servidor()
    a_solicitud()
    a_solicitud(estado=Estado.ATENDIDA, dias_habiles=3)

    reporte = especialista().get(f"{API}/reportes").json

    (sede,) = reporte["sedes"]
    assert (sede["sede"], sede["entraron"], sede["atendidas"]) == ("UGEL CANCHIS", 2, 1)
    assert reporte["total"] == sede | {"sede": ""}
    especialista().get(f"{API}/reportes?desde=2022-02-02&hasta=2022-02-01", status=422)


def test_other_sedes_and_other_roles_see_nothing(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    elsewhere, own = especialista("080001"), especialista(dni="00000001")
    accion, decision = {"accion": "tomar", "visto": 1}, {"visto": 1, "veredictos": []}

    for browser, status in ((servidor(), 403), (elsewhere, 404), (own, 404)):
        browser.get(SOLICITUD, status=status)
        browser.post_json(f"{SOLICITUD}/acciones", accion, status=status)
        browser.post_json(f"{SOLICITUD}/veredictos", decision, status=status)
    for path in ("bandeja", "reportes"):
        servidor().get(f"{API}/{path}", status=403)
    assert listed(elsewhere) == listed(own) == []
    assert elsewhere.get(f"{API}/reportes").json["sedes"] == []


def test_somebody_is_looked_for_among_the_legajos_of_the_sede(especialista):
    a_servidor()
    a_servidor("00000002", apellidos="MUÑOZ", legajo=None)
    ana = especialista()

    (rosa,) = ana.get(f"{API}/legajos?texto=quispe").json["legajos"]
    without = ana.get(f"{API}/legajos?legajo=sin_legajo").json

    assert (rosa["dni"], rosa["estado"]) == ("00000001", "vigente")
    assert [each["dni"] for each in without["legajos"]] == ["00000002"]
    assert without["siguiente"] is None
    ana.get(f"{API}/legajos?texto=123", status=422)


def test_a_legajo_is_shown_without_what_is_reserved_until_who_keeps_it_says_why(
    servidor, especialista
):
    a_servidor()
    an_anotacion(document=files.a_pdf())
    reserved = an_anotacion(
        tipo="sancion", tipo_sancion="Amonestación escrita", document=files.a_pdf(2)
    )
    ana, document = especialista(), f"{API}/documentos/{reserved.adjuntos[0].id}"

    before = ana.get(LEGAJO).json
    shown = ana.get(f"{LEGAJO}/anotaciones").json["anotaciones"]
    ana.get(document, status=403)
    ana.post_json(f"{LEGAJO}/reservado", {"motivo_reserva": "x" * 9 + " "}, status=422)
    opened = ana.post_json(f"{LEGAJO}/reservado", MOTIVO, status=200).json

    assert (before["reservadas"], before["ve_lo_reservado"]) == (1, False)
    assert [each["tipo"] for each in shown] == ["estudio"]
    assert opened["ve_lo_reservado"]
    ana.get(document, status=200)
    everything = ana.get(f"{LEGAJO}/anotaciones").json["anotaciones"]
    assert [each["tipo"] for each in everything] == ["estudio", "sancion"]
    looks = servidor().get(f"{API}/legajo/accesos").json["accesos"]
    assert {look["acto"] for look in looks} == {"consulta", "reservado", "documento"}


def test_a_solicitud_that_ended_hides_what_was_reserved_in_it(especialista):
    a_servidor()
    ended = a_solicitud(expediente=EXPEDIENTE, estado=Estado.ATENDIDA, asunto="Mi sanción")
    a_cambio(ended, tipo="sancion", valores={"tipo_sancion": "Amonestación escrita"})

    found = especialista().get(SOLICITUD).json

    assert (found["asunto"], found["cambios"]) == ("Reservado", [])
    (listed_,) = especialista().get(f"{API}/bandeja?todas=true").json["solicitudes"]
    assert "asunto" not in listed_


def test_a_legajo_of_another_sede_is_not_there(servidor, especialista):
    a_servidor()
    elsewhere, own = especialista("080001"), especialista(dni="00000001")

    for browser, status in ((servidor(), 403), (elsewhere, 404), (own, 404)):
        browser.get(LEGAJO, status=status)
        browser.get(f"{LEGAJO}/anotaciones", status=status)
        browser.post_json(f"{LEGAJO}/reservado", MOTIVO, status=status)
    servidor().get(f"{API}/legajos", status=403)
    assert elsewhere.get(f"{API}/legajos").json["legajos"] == []


def test_an_informe_is_issued_de_oficio_by_who_keeps_the_legajo(servidor, especialista):
    a_servidor()
    ana, informes, asked = especialista(), f"{LEGAJO}/informes", {"motivo": "concurso"}

    issued = ana.post_json(informes, asked, status=201).json

    assert issued["is_de_oficio"]
    (listed_,) = ana.get(informes).json["informes"]
    assert listed_["informe"] == issued
    ana.get(f"{API}/informes/{issued['id']}/pdf", status=200)
    for browser, status in ((servidor(), 403), (especialista("080001"), 404)):
        browser.get(informes, status=status)
        browser.post_json(informes, asked, status=status)
    acts = {look["acto"] for look in servidor().get(f"{API}/legajo/accesos").json["accesos"]}
    assert acts == {"consulta", "informe"}


def test_an_entry_is_added_de_oficio_with_its_documents_once(especialista):
    a_servidor()
    ana, address = especialista(), f"{LEGAJO}/anotaciones"
    sent = {"clave": KEY, "tipo": "estudio", "valores": json.dumps(ESTUDIO)}
    papers = [("archivo", f"{name}.pdf", files.a_pdf(title=name)) for name in ("uno", "dos")]

    first = ana.post(address, sent, upload_files=papers, status=201).json
    again = ana.post(address, sent, upload_files=papers, status=201).json
    wrong = ana.post(
        address, sent | {"clave": KEY[:-1] + "2", "valores": "{}"}, upload_files=papers, status=422
    ).json

    assert again == first
    entry = ana.get(f"{address}/{first['id']}").json
    assert (entry["valores"], entry["origen"]) == (ESTUDIO, "de_oficio")
    assert [each["nombre"] for each in entry["documentos"]] == ["uno.pdf", "dos.pdf"]
    assert "valores.nivel" in wrong["errors"]


def test_a_sanction_is_added_only_with_its_resolution(especialista):
    a_servidor()
    sent = {"clave": KEY, "tipo": "sancion", "valores": "{}"}

    refused = especialista().post(f"{LEGAJO}/anotaciones", sent, status=422).json

    assert "adjunte la resolución" in refused["errors"]["archivo"]


def test_an_entry_is_corrected_documented_and_annulled_by_who_has_seen_it(especialista):
    a_servidor()
    ana, entry = especialista(), f"{LEGAJO}/anotaciones/{an_anotacion().id}"
    visto = ana.get(entry).json["updated_at"]
    said = {"valores": ESTUDIO | {"institucion": "PUCP"}, "por_que": "Dice PUCP.", "visto": visto}
    paper = [("archivo", "a.pdf", files.a_pdf())]

    unexplained = ana.put_json(entry, said | {"por_que": ""}, status=422).json
    corrected = ana.put_json(entry, said).json
    late = said | {"valores": ESTUDIO}
    ana.put_json(entry, late, status=409)
    documented = ana.post(f"{entry}/documentos", upload_files=paper, status=201).json
    ana.post_json(f"{entry}/anulacion", {"por_que": "Doble.", "visto": visto}, status=409)
    annulled = ana.post_json(
        f"{entry}/anulacion", {"por_que": "Doble.", "visto": documented["updated_at"]}
    ).json

    assert list(unexplained["errors"]) == ["por_que"]
    assert corrected["valores"]["institucion"] == "PUCP"
    assert len(documented["documentos"]) == 1
    assert annulled["estado"] == "anulada"
    assert ana.get(f"{LEGAJO}/anotaciones").json["anotaciones"] == []
    (kept,) = ana.get(f"{LEGAJO}/anotaciones?anuladas=true").json["anotaciones"]
    assert kept == annulled


def test_a_document_attached_by_mistake_is_left_without_effect(servidor, especialista):
    a_servidor()
    ana, entry = especialista(), f"{LEGAJO}/anotaciones/{an_anotacion().id}"
    paper = [("archivo", "a.pdf", files.a_pdf())]
    (wrong,) = ana.post(f"{entry}/documentos", upload_files=paper).json["documentos"]
    address = f"{entry}/documentos/{wrong['id']}/anulacion"

    unexplained = ana.post_json(address, {"por_que": ""}, status=422).json
    left = ana.post_json(address, {"por_que": "Es de otro."}).json
    again = ana.post_json(address, {"por_que": "Es de otro."}, status=409).json

    assert list(unexplained["errors"]) == ["por_que"]
    assert (wrong["sin_efecto"], left["documentos"]) == (False, [])
    assert "ya quedó sin efecto" in again["detail"]
    for told in (f"{LEGAJO}/historia", f"{API}/legajo/historia"):
        who = ana if told.startswith(LEGAJO) else servidor()
        step = who.get(told).json["cambios"][0]
        assert (step["operacion"], step["motivo"]) == ("dejar_sin_efecto", "Es de otro.")
        assert step["documentos"] == [wrong | {"sin_efecto": True}]


def test_nobody_else_writes_in_a_legajo(servidor, especialista):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf())
    entry = f"{LEGAJO}/anotaciones/{anotacion.id}"
    wrong = f"{entry}/documentos/{anotacion.adjuntos[0].id}/anulacion"
    visto = especialista().get(entry).json["updated_at"]
    paper = [("archivo", "a.pdf", files.a_pdf())]
    added = {"clave": KEY, "tipo": "estudio", "valores": json.dumps(ESTUDIO)}
    why = {"por_que": "x", "visto": visto}

    for browser, status in ((servidor(), 403), (especialista("080001"), 404)):
        browser.get(entry, status=status)
        browser.post(f"{LEGAJO}/anotaciones", added, upload_files=paper, status=status)
        browser.put_json(entry, why | {"valores": ESTUDIO}, status=status)
        browser.post_json(f"{entry}/anulacion", why, status=status)
        browser.post(f"{entry}/documentos", upload_files=paper, status=status)
        browser.post_json(wrong, {"por_que": "x"}, status=status)
