"""One-time codes in an image. The answer rests in Valkey alone, and is used up by one try.

A captcha slows a robot down; what stops it is `throttle`.
"""

import secrets
from datetime import timedelta
from io import BytesIO

from captcha.image import ImageCaptcha
from PIL import ImageOps
from redis import Redis

ALPHABET = "ABCDEFGHJKLMNPRTVWXY"
"""The letters that are not taken for one another."""

LENGTH = 5
"""Of the code, in letters."""

LIFETIME = timedelta(minutes=5)
"""How long a code can be answered; a new one is one button away."""

INK, PAPER = "#0b3440", "#ffffff"
"""The colours of the image: of the contrast that our texts have."""

CHALK = 129
"""The grey in which the library draws at full strength; it makes dark colours transparent."""


class Painter(ImageCaptcha):
    """Distorts the letters as the library does, but so that a person can still read them."""

    character_rotate = (-22, 22)
    word_offset_dx = 0.06
    word_space_probability = 0.7


MARGIN = (8, 3)
"""Pixels beside and above the letters, which the library lets touch the edge."""

_painter = Painter(width=184, height=64, font_sizes=(42, 47, 51))


def new_captcha(valkey: Redis) -> str:
    """Make a code and return its id, which tells nothing about it."""
    captcha_id = secrets.token_urlsafe(16)
    answer = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    valkey.set(_key(captcha_id), answer, ex=LIFETIME)
    return captcha_id


def paint(valkey: Redis, captcha_id: str) -> bytes | None:
    """Return the image (PNG) of a code that still waits for its answer."""
    answer = valkey.get(_key(captcha_id))
    return _draw(str(answer)) if answer else None


def use_up(valkey: Redis, captcha_id: str, typed: str) -> bool:
    """Tell whether the code was typed right; it cannot be tried again."""
    answer = valkey.getdel(_key(captcha_id))
    return bool(answer) and "".join(typed.split()).upper() == answer


def _draw(letters: str) -> bytes:
    on_black = _painter.generate_image(letters, bg_color=(0, 0, 0), fg_color=(CHALK,) * 3)
    picture = ImageOps.colorize(on_black.convert("L"), PAPER, INK, whitepoint=CHALK)
    png = BytesIO()
    ImageOps.expand(picture, MARGIN, PAPER).save(png, format="png")
    return png.getvalue()


def _key(captcha_id: str) -> str:
    return f"identity:captcha:{captcha_id}"
