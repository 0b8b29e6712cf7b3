"""The main job, over HTTP: from the welcome to the PDF of one's boleta."""

import io

from pypdf import PdfReader

from tests.support.inhabitants import Inhabitants
from tests.support.journey import Journey, form_to


def test_a_stranger_gets_from_the_welcome_to_the_pdf_of_their_boleta(
    journey: Journey, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()

    noted = journey.ask_for_link(person.dni, person.correo)
    link = journey.receive_link(person.correo)
    saved = journey.set_password(link)
    inicio = journey.sign_in(person.dni)
    mi_boleta = inicio.click("^Mi boleta$")
    found = journey.browser.send(form_to("/boleta/", mi_boleta), anio="2025", mes="12")
    opened = found.click("Ver mi boleta")
    pdf = opened.click("Descargar PDF")

    assert "Le enviamos un mensaje con el enlace" in noted.text
    assert "Ya puede ingresar con su usuario" in saved.text
    assert person.nombre_completo in inicio.text
    assert pdf.content_type == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.body)).pages)
    assert person.dni in text
