"""How the platform calls itself, and where it sends who needs help: the only place to change them.

Pages, e-mails and documents read these names; none of them writes its own.
"""

from typing import NamedTuple


class Brand(NamedTuple):
    """The names that a person reads on every page."""

    name: str
    platform: str
    system: str
    authority: str
    help_email: str
    help_phone: str
    help_hours: str
    help_subject: str


BRAND = Brand(
    name="AYNI",
    platform="Plataforma de Servicios para el Servidor Público",
    system="Sistema integrado de gestión de personal en el sector educación",
    authority="Ministerio de Educación",
    help_email="mesadeayuda@minedu.gob.pe",
    help_phone="615-5800 anexo 50505",
    help_hours="lunes a viernes de 9:00\N{NO-BREAK SPACE}a.m. a 5:00\N{NO-BREAK SPACE}p.m.",
    help_subject="Plataforma de Servicios para el Servidor Público – Generación de contraseña",
)
"""The words of the user guides, without the seal of the State."""
