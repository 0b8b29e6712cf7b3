"""/legajo/api/v1 for the servidor: the same as the pages, for programs."""

import json
from hashlib import sha256

import pytest

from contracts.legajo import SolicitudSubmitted
from services.legajo.domain import Estado, Vigencia
from services.legajo.domain.acceso import Acto
from services.legajo.models import Acceso, db
from tests.support.builders import files
from tests.support.builders.legajo import (
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)

API = "/legajo/api/v1"
KEY = "00000000-0000-4000-8000-000000000001"
EXPEDIENTE = "EXP-2020-000007"
TITLE = [("archivo", "título.pdf", files.a_pdf(2))]


def prepared(rosa, **valores):
    """Begin a new title, with its document and all its fields; return the change."""
    cambio = rosa.post_json(f"{API}/cambios", {"tipo": "estudio"}, status=201).json
    rosa.post(f"{API}/cambios/{cambio['id']}/documentos", upload_files=TITLE, status=201)
    written = {"valores": ESTUDIO | valores, "listo": True}
    return rosa.put_json(f"{API}/cambios/{cambio['id']}", written).json


def sent(rosa, borrador):
    envio = {"seccion": "II", "borrador": borrador["id"], "detalle": " Es mi segunda. "}
    return rosa.post_json(f"{API}/solicitudes", envio, status=201).json


def test_the_catalogue_says_what_a_form_asks(servidor):
    catalogo = servidor().get(f"{API}/catalogo").json

    assert [each["numero"] for each in catalogo["secciones"]][:3] == ["I", "II", "III"]
    (estudio,) = [
        tipo for each in catalogo["secciones"] for tipo in each["tipos"]
        if tipo["clave"] == "estudio"
    ]  # fmt: skip
    fields = {campo["clave"]: campo for campo in estudio["campos"]}
    assert fields["nivel"]["clase"] == "opcion"
    assert "Maestría" in fields["nivel"]["opciones"]
    assert fields["fecha_emision"]["es_obligatorio"]
    assert catalogo["limites"]["documento_mb"] == 5
    assert catalogo["servir"]["12"] == "Otros"


def test_my_legajo_says_what_the_page_says(servidor):
    a_servidor()
    an_anotacion(document=files.a_pdf(3))
    an_anotacion(tipo="vacaciones", periodo_vacacional="2020", fecha_inicio="2021-01-01")
    rosa = servidor()

    legajo = rosa.get(f"{API}/legajo").json
    all_, second = (
        rosa.get(f"{API}/legajo/anotaciones{asked}").json["anotaciones"]
        for asked in ("", "?seccion=II")
    )

    assert (legajo["dni"], legajo["estado"]) == ("00000001", "vigente")
    assert legajo["nombre_sede"] == "UGEL CANCHIS"
    assert legajo["tiempo_de_servicio"]["anios"] >= 15
    assert [each["seccion"] for each in all_] == ["II", "IX"]
    assert second == all_[:1]
    assert second[0]["valores"] == ESTUDIO
    assert (second[0]["desde"], second[0]["estado"]) == ("2019-08-30", "vigente")
    (documento,) = second[0]["documentos"]
    assert (documento["tipo"], documento["paginas"]) == ("application/pdf", 3)


def test_who_is_in_no_register_is_told_so(servidor):
    servidor("00000099").get(f"{API}/legajo", status=404)


def test_a_document_is_given_whole_or_in_part(servidor):
    a_servidor()
    content = files.a_pdf()
    (adjunto,) = an_anotacion(document=content).adjuntos
    address, rosa = f"{API}/documentos/{adjunto.id}", servidor()

    whole = rosa.get(address)
    part = rosa.get(address, headers={"Range": "bytes=0-4"}, status=206)
    rosa.get(address, headers={"If-None-Match": whole.headers["ETag"]}, status=304)

    assert (whole.content_type, whole.body) == ("application/pdf", content)
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert (part.body, part.headers["Content-Range"]) == (b"%PDF-", f"bytes 0-4/{len(content)}")


def test_a_change_is_prepared_sent_and_followed(legajo, servidor):
    a_servidor()
    rosa = servidor()
    cambio = prepared(rosa)
    (borrador,) = rosa.get(f"{API}/borradores").json["borradores"]

    solicitud = sent(rosa, borrador)

    assert (cambio["listo"], cambio["falta"]) == (True, "")
    assert borrador["cambios"] == [cambio]
    assert sent(rosa, borrador) == solicitud
    assert (solicitud["estado"], solicitud["detalle"]) == ("registrada", "Es mi segunda.")
    assert solicitud["titulo"] == "II. Situación académica"
    assert solicitud["plazo"]["dias_habiles"] == 10
    assert solicitud["acciones"] == ["desistir"]
    (asked,) = solicitud["cambios"]
    assert (asked["operacion"], asked["valores"]) == ("agregar", ESTUDIO)
    assert asked["documentos"][0]["documento"]["nombre"] == "título.pdf"
    assert [each["accion"] for each in solicitud["movimientos"]] == ["registrar"]
    assert rosa.get(f"{API}/borradores").json == {"borradores": []}
    assert rosa.get(f"{API}/solicitudes/{solicitud['expediente']}").json == solicitud
    (event,) = legajo.outbox()
    assert isinstance(event, SolicitudSubmitted)


def test_what_is_wrong_with_a_change_is_told_by_its_path_and_nothing_is_lost(servidor):
    a_servidor()
    rosa = servidor()
    cambio = rosa.post_json(f"{API}/cambios", {"tipo": "estudio"}).json
    address = f"{API}/cambios/{cambio['id']}"

    refused = rosa.put_json(
        address, {"valores": {"nivel": "Brujo", "grado": "Doctor"}, "listo": True}, status=422
    ).json
    unknown = rosa.put_json(address, {"valores": {"color": "rojo"}}, status=422).json

    assert refused["errors"]["valores.nivel"] == "Elija una opción de la lista."
    assert "valores.institucion" in refused["errors"]
    assert unknown["errors"] == {"valores.color": "No existe ese dato."}
    kept = rosa.get(address).json
    assert kept["valores"] == {"nivel": "Brujo", "grado": "Doctor"}
    assert (kept["listo"], kept["falta"]) == (False, "Falta completar sus datos.")


def test_an_entry_is_asked_to_be_corrected_or_removed(servidor):
    a_servidor()
    anotacion = an_anotacion()
    rosa = servidor()
    address = f"{API}/legajo/anotaciones/{anotacion.id}/cambios"

    cambio = rosa.post_json(address, {"operacion": "corregir"}, status=201).json
    again = rosa.post_json(address, {"operacion": "anular"}, status=201).json
    untold = rosa.put_json(
        f"{API}/cambios/{cambio['id']}", {"valores": {}, "listo": True}, status=422
    ).json
    rosa.post_json(address, {"operacion": "agregar"}, status=422)

    assert (cambio["antes"], cambio["valores"]) == (ESTUDIO, ESTUDIO)
    assert (again["id"], again["operacion"]) == (cambio["id"], "anular")
    assert untold["errors"] == {"por_que": "Escriba por qué debe retirarse."}
    said = {"valores": {}, "por_que": "No es mío.", "listo": True}
    assert rosa.put_json(f"{API}/cambios/{cambio['id']}", said).json["listo"]


def test_what_is_prepared_can_be_dropped_piece_by_piece(servidor):
    a_servidor()
    rosa = servidor()
    cambio = prepared(rosa)
    (documento,) = cambio["documentos"]

    rosa.delete(f"{API}/documentos/{documento['id']}", status=204)
    without = rosa.get(f"{API}/cambios/{cambio['id']}").json
    rosa.delete(f"{API}/cambios/{cambio['id']}", status=204)

    assert without["falta"] == "Falta el documento que lo sustenta."
    assert rosa.get(f"{API}/borradores").json == {"borradores": []}


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.pdf", b"", 422),
        ("a.pdf", b"hola", 422),
        ("a.pdf", files.a_pdf_with_script(), 422),
        ("a.pdf", files.an_encrypted_pdf(), 422),
        ("a.pdf", b"%PDF-" + b"x" * 5_500_000, 422),
        ("a.pdf", b"%PDF-" + b"x" * 6_500_000, 413),
    ],
)
def test_a_document_that_cannot_be_believed_is_refused(servidor, name, content, status):
    a_servidor()
    rosa = servidor()
    cambio = rosa.post_json(f"{API}/cambios", {"tipo": "estudio"}).json
    address = f"{API}/cambios/{cambio['id']}/documentos"

    refused = rosa.post(address, upload_files=[("archivo", name, content)], status=status)

    assert refused.content_type == "application/problem+json"
    assert refused.json["detail"]
    assert rosa.get(f"{API}/cambios/{cambio['id']}").json["documentos"] == []


def test_what_only_the_specialist_adds_is_refused(servidor):
    a_servidor()

    servidor().post_json(f"{API}/cambios", {"tipo": "sancion"}, status=403)
    servidor().post_json(f"{API}/cambios", {"tipo": "nada"}, status=404)


def test_a_section_can_be_asked_about_in_words(servidor):
    a_servidor()
    rosa = servidor()
    words = {"clave": KEY, "seccion": "II", "asunto": "Mi título", "detalle": "Falta mi título."}

    first = rosa.post_json(f"{API}/solicitudes/en-palabras", words, status=201).json
    again = rosa.post_json(f"{API}/solicitudes/en-palabras", words, status=201).json
    blank = rosa.post_json(
        f"{API}/solicitudes/en-palabras", words | {"asunto": "  "}, status=422
    ).json

    assert again == first
    assert list(blank["errors"]) == ["asunto"]
    (listed,) = rosa.get(f"{API}/solicitudes").json["solicitudes"]
    assert listed == {name: first[name] for name in listed}


def test_who_has_no_legajo_asks_for_it(servidor):
    a_servidor(legajo=Vigencia.NO_VIGENTE)
    rosa = servidor()
    sent = {"clave": KEY, "detalle": "R.D. 123-2020."}

    rosa.post_json(f"{API}/cambios", {"tipo": "estudio"}, status=409)
    asked = rosa.post_json(f"{API}/apertura", sent, status=201).json

    assert (asked["seccion"], asked["titulo"]) == ("", "Apertura de legajo")
    assert rosa.post_json(f"{API}/apertura", sent, status=201).json == asked


def test_an_observation_is_answered_by_who_has_seen_it(servidor):
    a_servidor()
    a_solicitud(estado=Estado.OBSERVADA, expediente=EXPEDIENTE)
    address, rosa = f"{API}/solicitudes/{EXPEDIENTE}", servidor()
    visto = rosa.get(address).json["version"]

    stale = {"visto": visto + 1, "comentario": "Aquí está."}
    rosa.post_json(f"{address}/subsanacion", stale, status=409)
    blank = {"visto": visto, "comentario": "  "}
    rosa.post_json(f"{address}/subsanacion", blank, status=422)
    answered = rosa.post_json(
        f"{address}/subsanacion", {"visto": visto, "comentario": "Aquí está."}, status=200
    ).json

    assert answered["estado"] == "subsanada"
    assert answered["movimientos"][-1]["comentario"] == "Aquí está."
    assert answered["version"] == visto + 1


def test_a_solicitud_is_given_up(servidor):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE)
    a_cambio(solicitud, document=files.a_pdf())
    address = f"{API}/solicitudes/{EXPEDIENTE}/desistimiento"

    done = servidor().post_json(address, {"visto": 1}).json
    servidor().post_json(address, {"visto": 2}, status=409)

    assert (done["estado"], done["acciones"], done["plazo"]) == ("desistida", [], None)


def test_long_lists_are_read_page_by_page(servidor):
    a_servidor()
    for _ in range(26):
        a_solicitud()
    rosa = servidor()

    first = rosa.get(f"{API}/solicitudes").json
    second = rosa.get(f"{API}/solicitudes?pagina={first['siguiente']}").json
    beyond = rosa.get(f"{API}/solicitudes?pagina=3").json

    assert (len(first["solicitudes"]), len(second["solicitudes"])) == (25, 1)
    assert second["siguiente"] is None
    assert beyond == {"solicitudes": [], "siguiente": None}


def test_the_servidor_reads_who_looked(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    (adjunto,) = an_anotacion(document=files.a_pdf()).adjuntos

    especialista().get(f"{API}/bandeja/{EXPEDIENTE}")
    especialista().get(f"{API}/documentos/{adjunto.id}")

    looks = servidor().get(f"{API}/legajo/accesos").json["accesos"]
    assert {(look["acto"], look["sobre"]) for look in looks} == {
        ("solicitud", EXPEDIENTE),
        ("documento", "titulo.pdf"),
    }
    assert {look.acto for look in db.session.query(Acceso)} == {Acto.SOLICITUD, Acto.DOCUMENTO}


def test_what_is_of_another_is_not_there(servidor):
    a_servidor()
    a_servidor("00000002")
    anotacion = an_anotacion(document=files.a_pdf())
    a_solicitud(expediente=EXPEDIENTE)
    cambio = prepared(servidor())
    (borrador,) = servidor().get(f"{API}/borradores").json["borradores"]
    another = servidor("00000002")

    for path in (
        f"solicitudes/{EXPEDIENTE}",
        f"cambios/{cambio['id']}",
        f"documentos/{cambio['documentos'][0]['id']}",
        f"documentos/{anotacion.adjuntos[0].id}",
    ):
        another.get(f"{API}/{path}", status=404)
    written = {"valores": ESTUDIO}
    another.put_json(f"{API}/cambios/{cambio['id']}", written, status=404)
    another.delete(f"{API}/cambios/{cambio['id']}", status=404)
    another.delete(f"{API}/documentos/{cambio['documentos'][0]['id']}", status=404)
    another.post(f"{API}/cambios/{cambio['id']}/documentos", upload_files=TITLE, status=404)
    another.post_json(
        f"{API}/legajo/anotaciones/{anotacion.id}/cambios", {"operacion": "anular"}, status=404
    )
    envio = {"seccion": "II", "borrador": borrador["id"]}
    another.post_json(f"{API}/solicitudes", envio, status=404)
    answer = {"visto": 1, "comentario": "x"}
    another.post_json(f"{API}/solicitudes/{EXPEDIENTE}/subsanacion", answer, status=404)
    another.post_json(f"{API}/solicitudes/{EXPEDIENTE}/desistimiento", {"visto": 1}, status=404)
    for path, name in (("legajo/anotaciones", "anotaciones"), ("solicitudes", "solicitudes")):
        assert another.get(f"{API}/{path}").json[name] == []


def test_an_observation_is_answered_piece_by_piece(servidor, especialista):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE, estado=Estado.EN_REVISION, taken_by="00000900")
    cambio = a_cambio(solicitud, document=files.a_pdf())
    (old,) = cambio.adjuntos
    observed = {"resultado": "observado", "motivo": "Revíselo."}
    pieces = [{"cambio": cambio.id}, {"cambio": cambio.id, "documento": old.id}]
    decision = {"visto": 1, "veredictos": [piece | observed for piece in pieces]}
    especialista().post_json(f"{API}/bandeja/{EXPEDIENTE}/veredictos", decision)
    rosa, answer = servidor(), f"{API}/solicitudes/{EXPEDIENTE}/subsanacion"
    entry = f"{answer}/cambios/{cambio.id}"

    (before,) = rosa.get(answer).json["cambios"]
    wrong = {"valores": ESTUDIO | {"nivel": "Brujo"}, "listo": True}
    refused = rosa.put_json(entry, wrong, status=422).json
    right = {"valores": ESTUDIO | {"institucion": "PUCP"}, "listo": True}
    mended = rosa.put_json(entry, right).json
    rosa.delete(f"{answer}/documentos/{old.id}", status=204)
    lacking = rosa.get(answer).json["cambios"][0]["falta"]
    rosa.post_json(f"{answer}/documentos/{old.id}/devolucion", {}, status=200)
    rosa.delete(f"{answer}/documentos/{old.id}", status=204)
    rosa.post(f"{entry}/documentos", upload_files=TITLE, status=201)
    rosa.post(f"{answer}/documentos", upload_files=TITLE, status=409)
    rosa.put_json(answer, {"comentario": "Ya está."}, status=200)

    assert (before["datos_corregibles"], before["documentos_retirables"]) == (True, [old.id])
    assert list(refused["errors"]) == ["valores.nivel"]
    assert mended["valores"]["institucion"] == "PUCP"
    assert lacking == "Falta el documento que lo sustenta."
    visto = rosa.get(f"{API}/solicitudes/{EXPEDIENTE}").json["version"]
    sent = {"visto": visto, "comentario": "Ya está."}
    done = rosa.post_json(answer, sent, status=200).json
    assert rosa.post_json(answer, sent, status=200).json == done
    (asked,) = done["cambios"]
    assert (done["estado"], asked["valores"]["institucion"]) == ("subsanada", "PUCP")
    (documento,) = asked["documentos"]
    assert documento["documento"]["nombre"] == "título.pdf"


def test_what_is_prepared_to_answer_can_be_undone(servidor):
    a_servidor()
    cambio = a_cambio(a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA))
    rosa, answer = servidor(), f"{API}/solicitudes/{EXPEDIENTE}/subsanacion"
    entry = f"{answer}/cambios/{cambio.id}"

    rosa.put_json(entry, {"valores": {}, "listo": False}, status=200)
    rosa.delete(entry, status=204)

    assert rosa.get(answer).json["cambios"][0]["valores"] == ESTUDIO
    rosa.put_json(f"{answer}/cambios/999", {"valores": {}}, status=404)
    another = servidor("00000002")
    another.get(answer, status=404)
    another.put_json(answer, {"comentario": "x"}, status=404)
    another.put_json(entry, {"valores": {}}, status=404)
    another.delete(entry, status=404)
    another.post(f"{entry}/documentos", upload_files=TITLE, status=404)
    another.delete(f"{answer}/documentos/1", status=404)
    another.post_json(f"{answer}/documentos/1/devolucion", {}, status=404)


def test_an_informe_is_issued_listed_and_given(servidor):
    a_servidor()
    rosa = servidor()
    motivos = rosa.get(f"{API}/catalogo").json["motivos_de_informe"]

    issued = rosa.post_json(f"{API}/informes", {"motivo": motivos[0]["clave"]}, status=201).json
    again = rosa.post_json(f"{API}/informes", {"motivo": motivos[0]["clave"]}, status=201).json
    (listed,) = rosa.get(f"{API}/informes").json["informes"]
    pdf = rosa.get(f"{API}/informes/{issued['id']}/pdf")

    assert again == issued
    assert listed == {"informe": issued, "estado": "vigente"}
    assert pdf.content_type == "application/pdf"
    assert pdf.body.startswith(b"%PDF")
    rosa.post_json(f"{API}/informes", {"motivo": "nada"}, status=422)
    servidor("00000002").get(f"{API}/informes", status=404)
    servidor("00000002").get(f"{API}/informes/{issued['id']}/pdf", status=404)
    servidor("00000002").post_json(f"{API}/informes", {"motivo": "concurso"}, status=409)


def test_an_informe_whose_file_was_lost_says_so(legajo, servidor):
    a_servidor()
    rosa = servidor()
    issued = rosa.post_json(f"{API}/informes", {"motivo": "concurso"}, status=201).json
    pdf = f"{API}/informes/{issued['id']}/pdf"
    legajo.app.extensions["files"].forget(sha256(rosa.get(pdf).body).hexdigest())

    said = rosa.get(pdf, status=404)

    assert said.content_type == "application/problem+json"
    assert "Emita otro" in said.json["detail"]


def test_a_draft_keeps_what_is_said_follows_the_legajo_and_is_discarded(servidor):
    a_servidor()
    anotacion = an_anotacion()
    rosa = servidor()
    address = f"{API}/legajo/anotaciones/{anotacion.id}/cambios"
    cambio = rosa.post_json(address, {"operacion": "corregir"}).json["id"]
    anotacion.say(ESTUDIO | {"institucion": "PUCP"})
    db.session.commit()

    stale = rosa.get(f"{API}/cambios/{cambio}").json
    fresh = rosa.post_json(f"{API}/cambios/{cambio}/renovacion", {}, status=200).json
    said = rosa.put_json(f"{API}/borradores/II", {"detalle": "Es la PUCP."}).json
    rosa.put_json(f"{API}/borradores/III", {"detalle": "x"}, status=404)
    rosa.delete(f"{API}/borradores/II", status=204)
    rosa.delete(f"{API}/borradores/II", status=204)

    assert stale["falta"].startswith("Lo que consta cambió")
    assert fresh["valores"]["institucion"] == "PUCP"
    assert (said["detalle"], said["cambios"]) == ("Es la PUCP.", [fresh])
    assert rosa.get(f"{API}/borradores").json == {"borradores": []}


def test_a_legajo_is_asked_for_with_its_resolution(servidor):
    a_servidor(legajo=None)
    rosa, address = servidor(), f"{API}/apertura"

    rosa.put_json(address, {"detalle": "R.D. 1-2020"}, status=200)
    prepared = rosa.post(f"{address}/documentos", upload_files=TITLE, status=201).json
    (documento,) = prepared["documentos"]
    rosa.delete(f"{address}/documentos/{documento['id']}", status=204)
    rosa.delete(f"{address}/documentos/{documento['id']}", status=404)
    rosa.post(f"{address}/documentos", upload_files=TITLE, status=201)
    asked = rosa.post_json(address, {"clave": KEY, "detalle": "R.D. 1-2020."}, status=201).json

    assert prepared["detalle"] == "R.D. 1-2020"
    assert [each["nombre"] for each in asked["documentos"]] == ["título.pdf"]
    assert rosa.get(address).json == {
        "detalle": "",
        "documentos": [],
        "expediente": asked["expediente"],
    }


def test_the_history_says_what_changed_and_by_what_right(servidor, especialista):
    a_servidor()
    ana, legajo = especialista(), f"{API}/legajos/00000001"
    sent = {"clave": KEY, "tipo": "estudio", "valores": json.dumps(ESTUDIO)}
    added = ana.post(f"{legajo}/anotaciones", sent, upload_files=TITLE, status=201).json["id"]

    (mine,) = servidor().get(f"{API}/legajo/historia").json["cambios"]
    (theirs,) = ana.get(f"{legajo}/historia?anotacion={added}").json["cambios"]

    assert (mine["operacion"], mine["quien"], mine["por"]) == (
        "agregar",
        "Especialista de escalafón",
        "",
    )
    assert {"etiqueta": "Centro de estudios", "antes": "", "despues": "UNSAAC"} in mine["cambios"]
    assert [each["nombre"] for each in mine["documentos"]] == ["título.pdf"]
    assert theirs == mine | {"por": "00000900"}
    servidor().get(f"{legajo}/historia", status=403)
    especialista("080001").get(f"{legajo}/historia", status=404)
