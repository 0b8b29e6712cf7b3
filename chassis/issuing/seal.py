"""The seal on a PDF: a signature of the platform, PAdES B-B (ETSI EN 319 142-1).

It certifies the document: after it nothing may be changed, and a reader says so if anything was.
With the address of a time-stamping authority the moment is attested too (B-T). The only door to
pyHanko.
"""

import base64
import binascii
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from asn1crypto import keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Sello"
"""What the signature is called inside the file."""

DIGEST = "sha256"

ROOM_BESIDE_CERTIFICATES = 1024
"""How many bytes a signature may take besides its certificates and the bare signature."""

ROOM_FOR_A_TIMESTAMP = 8192
"""How many more one with a time stamp may take."""

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class BadSeal(Exception):
    """The key or the certificates of the seal cannot be used."""


class KeptKeySigner(SimpleSigner):
    """Signs with a key that is loaded already: pyHanko's own loads it anew for each signature."""

    kept: Key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the bare signature of some bytes."""
        if isinstance(self.kept, rsa.RSAPrivateKey):
            return self.kept.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.kept.sign(data, ec.ECDSA(hashes.SHA256()))


class Seal:
    """The key of the platform, and the certificates that say whose it is: its own comes first."""

    def __init__(self, key: Key, chain: list[x509.Certificate], tsa_url: str = "") -> None:
        if key.public_key() != chain[0].public_key():
            raise BadSeal("The key and the certificate of the seal do not belong together")
        certificates = [certificate.public_bytes(Encoding.DER) for certificate in chain]
        own, *others = map(asn1_x509.Certificate.load, certificates)
        der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._signer = KeptKeySigner(
            signing_cert=own,
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=SimpleCertificateStore.from_certs(others),  # type: ignore[no-untyped-call]
        )
        self._signer.kept = key
        self._timestamper = HTTPTimeStamper(tsa_url) if tsa_url else None
        room = sum(map(len, certificates)) + key.key_size // 8 + ROOM_BESIDE_CERTIFICATES
        # In hexadecimal, as the file has it.
        self._room = 2 * (room + (ROOM_FOR_A_TIMESTAMP if tsa_url else 0))
        self.subject = chain[0].subject.rfc4514_string()

    def put_on(self, pdf: bytes, *, reason: str) -> bytes:
        """Return the PDF with the seal."""
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            reason=reason,
            location="PE",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
        )
        signer = PdfSigner(
            metadata,
            self._signer,
            timestamper=self._timestamper,
            new_field_spec=SigFieldSpec(FIELD),
        )
        sealed = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signer.sign_pdf(writer, bytes_reserved=self._room, output=sealed)
        return sealed.getvalue()


@lru_cache(4)
def load_seal(key: str, certificates: str, tsa_url: str = "") -> Seal:
    """Read a seal from settings: each is the path of a PEM file, or DER in base64.

    Several certificates stand one after the other in a PEM file, or with commas between them.
    """
    try:
        return Seal(_load_key(key), _load_certificates(certificates), tsa_url)
    except (OSError, ValueError, binascii.Error) as error:
        raise BadSeal(f"The seal cannot be read: {error}") from error


def _load_key(text: str) -> Key:
    if _is_path(text):
        key = load_pem_private_key(Path(text).read_bytes(), password=None)
    else:
        key = load_der_private_key(base64.b64decode(text, validate=True), password=None)
    if not isinstance(key, Key):
        raise BadSeal("The key of the seal is neither of RSA nor of an elliptic curve")
    return key


def _load_certificates(text: str) -> list[x509.Certificate]:
    if _is_path(text):
        return x509.load_pem_x509_certificates(Path(text).read_bytes())
    parts = (base64.b64decode(part, validate=True) for part in text.split(","))
    return [x509.load_der_x509_certificate(part) for part in parts]


def _is_path(text: str) -> bool:
    return text.endswith((".pem", ".crt", ".cer", ".key"))
