"""The seal on a PDF, read back as any program for PDF would."""

import base64
from datetime import UTC, datetime
from io import BytesIO

import pytest
from asn1crypto import x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from chassis.issuing.seal import BadSeal, load_seal
from deploy.certificates import trial_seal
from services.boleta.documents import pdf
from tests.support.builders.boleta import a_document

KEY, CHAIN = trial_seal()


def sealed() -> bytes:
    return load_seal(KEY, CHAIN).put_on(pdf.render(a_document()), reason="Boleta de pago")


def validated(content: bytes) -> PdfSignatureStatus:
    root = x509.Certificate.load(base64.b64decode(CHAIN.split(",")[1]))
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))


def test_a_sealed_document_is_whole_and_of_whom_it_says():
    status = validated(sealed())

    assert status.bottom_line
    assert status.intact
    assert status.valid
    assert status.trusted
    assert "sin valor legal" in status.signing_cert.subject.native["common_name"]


def test_the_seal_allows_no_change_after_it():
    (signature,) = PdfFileReader(BytesIO(sealed())).embedded_signatures

    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("place", [200, 9_000, 20_000])
def test_one_other_byte_breaks_the_seal(place):
    content = bytearray(sealed())
    content[place] ^= 1

    assert not validated(bytes(content)).intact


def test_what_is_added_after_the_seal_is_noticed():
    later = IncrementalPdfFileWriter(BytesIO(sealed()))
    later.root["/Lang"] = TextStringObject("en")
    later.update_root()
    changed = BytesIO()
    later.write(changed)

    assert not validated(changed.getvalue()).bottom_line


def test_a_sealed_document_is_still_for_archives_and_light():
    content = sealed()

    reader = PdfReader(BytesIO(content))
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "U")
    assert "BOLETA" in reader.pages[0].extract_text().upper()
    assert len(content) < 30_720


def test_a_seal_is_read_from_files_of_an_authority(tmp_path):
    key = load_der_private_key(base64.b64decode(KEY), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificates = "".join(
        f"-----BEGIN CERTIFICATE-----\n{part}\n-----END CERTIFICATE-----\n"
        for part in CHAIN.split(",")
    )
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "chain.pem").write_text(certificates)

    seal = load_seal(str(tmp_path / "key.pem"), str(tmp_path / "chain.pem"))

    assert validated(seal.put_on(pdf.render(a_document()), reason="Boleta")).bottom_line


def test_a_key_that_is_not_of_the_certificate_is_refused():
    with pytest.raises(BadSeal, match="belong together"):
        load_seal(trial_seal()[0], CHAIN)


def test_a_certificate_that_is_none_is_refused():
    with pytest.raises(BadSeal):
        load_seal(KEY, "bm90IGEgY2VydGlmaWNhdGU=")


def test_the_certificate_of_a_trial_is_valid_today():
    own = x509.Certificate.load(base64.b64decode(CHAIN.split(",")[0]))

    assert own.not_valid_before < datetime.now(UTC) < own.not_valid_after
