"""What a person shows to the camera of their phone, so that an app learns our secret."""

from typing import NamedTuple

import segno
from markupsafe import Markup

from services.identity import totp
from uikit.brand import BRAND

QR_TITLE = "Código QR para la aplicación de códigos"


class AppSecret(NamedTuple):
    """A secret as a page shows it: to a camera, and to who types it."""

    qr: Markup
    """A drawing (SVG) to be put in the page."""
    text: str


def app_secret(secret: str, usuario: str) -> AppSecret:
    """Return how the page shows the secret of that usuario."""
    address = totp.address(secret, account=usuario, issuer=BRAND.name)
    code = segno.make(address, error="m")
    drawing = code.svg_inline(
        scale=5, border=3, dark="#0b3440", light="#fff", title=QR_TITLE, svgclass="qr"
    )
    return AppSecret(Markup(drawing), totp.in_groups(secret))  # noqa: S704  (all of it is ours)
