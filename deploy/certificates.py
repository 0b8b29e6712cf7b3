"""A certificate authority for trials, and the certificate of a seal that it issues.

It says of itself that it is worth nothing before the law: for real use, the runbook tells how to
put a certificate of an accredited authority (IOFE).
"""

import base64
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

AUTHORITY = "AYNI · Autoridad de pruebas, sin valor legal"
SEAL = "AYNI · Sello de pruebas, sin valor legal"

LIFETIME = timedelta(days=3653)


def trial_seal() -> tuple[str, str]:
    """Make a key for the seal, and its certificates: DER in base64, its own first."""
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate(AUTHORITY, authority, AUTHORITY, authority, is_authority=True)
    own = _certificate(SEAL, key, AUTHORITY, authority, is_authority=False)
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = (certificate.public_bytes(Encoding.DER) for certificate in (own, root))
    return _text(secret), ",".join(map(_text, chain))


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    begin = datetime.now(UTC) - timedelta(hours=1)
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + LIFETIME)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    return builder.sign(signer, hashes.SHA256())


def _name(name: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "PE")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode()
