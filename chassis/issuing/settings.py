"""What a service that issues documents is told."""

from dataclasses import dataclass

from chassis.filestore import FileSettings
from chassis.settings import Secret

NO_SEAL = Secret("")
"""What stands for the key of the seal where there is none."""


@dataclass(frozen=True, kw_only=True)
class IssuingSettings(FileSettings):
    """What documents are sealed with, and where they are kept."""

    seal_key: Secret = NO_SEAL
    """Seals documents: the path of a PEM file, or PKCS#8 in base64. Without it none is sealed."""
    seal_certificates: str = ""
    """The certificates of that key, its own first: a PEM file, or DER in base64 with commas."""
    seal_tsa_url: str = ""
    """Where a time-stamping authority attests the moment of a seal (RFC 3161); none if empty."""
