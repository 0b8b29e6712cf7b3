"""What a person shows to the camera of their phone, so that an app learns our secret."""

from typing import NamedTuple

import segno

from services.identity import totp
from uikit.brand import BRAND


class AppSecret(NamedTuple):
    """A secret as a page shows it: to a camera, and to who types it."""

    qr: str
    """An image (SVG), as a data address."""
    text: str


def app_secret(secret: str, usuario: str) -> AppSecret:
    """Return how the page shows the secret of that usuario."""
    address = totp.address(secret, account=usuario, issuer=BRAND.name)
    image = segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#0b3440")
    return AppSecret(image, totp.in_groups(secret))
