"""One-time codes in an image. The answer rests in Valkey alone, and is used up by one try.

A captcha slows a robot down; what stops it is `throttle`.
"""

import secrets
from datetime import timedelta

from captcha.image import ImageCaptcha
from redis import Redis

ALPHABET = "ABCDEFGHJKLMNPRTVWXY"
"""The letters that are not taken for one another."""

LENGTH = 5
"""Of the code, in letters."""

LIFETIME = timedelta(minutes=5)
"""How long a code can be answered; a new one is one button away."""

_painter = ImageCaptcha(width=160, height=60)


def new_captcha(valkey: Redis) -> str:
    """Make a code and return its id, which tells nothing about it."""
    captcha_id = secrets.token_urlsafe(16)
    answer = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    valkey.set(_key(captcha_id), answer, ex=LIFETIME)
    return captcha_id


def paint(valkey: Redis, captcha_id: str) -> bytes | None:
    """Return the image (PNG) of a code that still waits for its answer."""
    answer = valkey.get(_key(captcha_id))
    return _painter.generate(str(answer)).getvalue() if answer else None


def use_up(valkey: Redis, captcha_id: str, typed: str) -> bool:
    """Tell whether the code was typed right; it cannot be tried again."""
    answer = valkey.getdel(_key(captcha_id))
    return bool(answer) and "".join(typed.split()).upper() == answer


def _key(captcha_id: str) -> str:
    return f"identity:captcha:{captcha_id}"
