"""An informe escalafonario goes out into the world, and whoever gets it can verify it."""

import io
import re
from collections.abc import Callable

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from contracts.verification import BOLETAS, INFORMES
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Journey, form_to

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b")


def test_an_informe_is_issued_and_verified_by_its_code_and_by_its_qr(
    journey: Journey, signed_in: Callable[[Inhabitant], Journey], inhabitants: Inhabitants
) -> None:
    owner = signed_in(inhabitants.servidor())

    page = owner.browser.visit("/legajo/informes")
    issued = owner.browser.send(form_to("/legajo/informes", page), motivo="concurso")
    pdf = issued.click("Descargar", index=0)
    last = PdfReader(io.BytesIO(pdf.body)).pages[-1]
    code = CODE.search(last.extract_text())
    assert code

    (signature,) = PdfFileReader(io.BytesIO(pdf.body)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[]))
    assert status.intact
    assert status.valid
    assert signature.docmdp_level.name == "NO_CHANGES"
    qr = last["/Annots"][0].get_object()["/A"]["/URI"]
    assert qr == f"{journey.copy.public_url}{INFORMES}/{code[0]}".upper()
    typed = journey.browser.visit(f"{BOLETAS}/{code[0].lower()}")
    scanned = journey.browser.visit(f"{INFORMES.upper()}/{code[0]}")
    assert "VIGENTE" in typed.text
    assert typed.request.path == f"{INFORMES}/{code[0]}"
    assert "VIGENTE" in scanned.text


def test_a_code_that_nobody_knows_ends_in_one_answer(journey: Journey) -> None:
    page = journey.browser.visit(f"{BOLETAS}/0000-0000-0000-0000-0000", status=404)

    assert "No lo dé por auténtico" in page.text
