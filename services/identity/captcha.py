"""One-time codes, read in an image or heard. The answer rests in Valkey, used up by one try.

A captcha slows a robot down; what stops it is `throttle`.
"""

import random
import secrets
import wave
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from captcha.image import ImageCaptcha
from PIL import ImageOps
from redis import Redis

ALPHABET = "ABCDEFGHJKLMNPRTVWXY"
"""The letters that are not taken for one another."""

LENGTH = 5
"""Of the code, in letters."""

LIFETIME = timedelta(minutes=5)
"""How long a code can be answered; a new one is one button away."""

SHOWN_AT_MOST = 20
"""How often one code is drawn or spoken; each costs a processor some milliseconds."""

INK, PAPER = "#0b3440", "#ffffff"
"""The colours of the image: of the contrast that our texts have."""

CHALK = 129
"""The grey in which the library draws at full strength; it makes dark colours transparent."""


class Painter(ImageCaptcha):
    """Distorts the letters as the library does, but so that a person can still read them."""

    character_rotate = (-22, 22)
    word_offset_dx = 0.06
    word_space_probability = 0.7


VOICES = Path(__file__).with_name("voces.zip")
"""Each letter, spoken by three voices and with a word: "B, de burro". Made by `deploy/voices`."""

SAMPLES_A_SECOND = 8000
"""Of the clips: 8 bits each, as by telephone."""

SILENCE, HISS = 128, bytes(range(126, 131))
"""The middle of a sample of 8 bits, and what stands for silence: never twice the same."""

MARGIN = (8, 3)
"""Pixels beside and above the letters, which the library lets touch the edge."""

_random = random.SystemRandom()

_painter = Painter(width=184, height=64, font_sizes=(42, 47, 51))


def new_captcha(valkey: Redis) -> str:
    """Make a code and return its id, which tells nothing about it."""
    captcha_id = secrets.token_urlsafe(16)
    answer = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    valkey.set(_key(captcha_id), answer, ex=LIFETIME)
    return captcha_id


def paint(valkey: Redis, captcha_id: str) -> bytes | None:
    """Return the image (PNG) of a code that still waits for its answer."""
    answer = _shown(valkey, captcha_id)
    return _draw(str(answer)) if answer else None


def speak(valkey: Redis, captcha_id: str) -> bytes | None:
    """Return the sound (WAV) of a code that still waits for its answer.

    Clips are joined, not mixed: that takes a millisecond, so nothing need be made beforehand.
    """
    answer = _shown(valkey, captcha_id)
    return _say(str(answer)) if answer else None


def _shown(valkey: Redis, captcha_id: str) -> str | None:
    """Return the answer to show, unless it was shown too often."""
    answer = valkey.get(_key(captcha_id))
    if answer is None:
        return None
    times = f"identity:captcha_shown:{captcha_id}"
    with valkey.pipeline() as pipeline:
        pipeline.incr(times)
        pipeline.expire(times, LIFETIME)
        is_enough = pipeline.execute()[0] > SHOWN_AT_MOST
    return None if is_enough else str(answer)


def forget(valkey: Redis, captcha_id: str) -> None:
    """Let a code that its person wants no more be answered by nobody."""
    valkey.delete(_key(captcha_id))


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


def _say(letters: str) -> bytes:
    clips = _clips()
    said = [_pause(0.4)]
    for letter in letters:
        said += [_varied(_random.choice(clips)[letter]), _pause(_random.uniform(0.5, 0.9))]
    sound = BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(round(SAMPLES_A_SECOND * _random.uniform(0.94, 1.04)))
        file.writeframes(b"".join(said))
    return sound.getvalue()


def _varied(samples: bytes) -> bytes:
    """Change the loudness a little: no two clips are the same bytes."""
    loudness = _random.uniform(0.75, 1.0)
    table = bytes(round(SILENCE + (sample - SILENCE) * loudness) for sample in range(256))
    return samples.translate(table)


def _pause(seconds: float) -> bytes:
    hiss = bytes(HISS[sample % len(HISS)] for sample in range(256))
    return _random.randbytes(round(seconds * SAMPLES_A_SECOND)).translate(hiss)


@cache
def _clips() -> list[dict[str, bytes]]:
    """Return what each voice says, by the letter."""
    voices: dict[str, dict[str, bytes]] = {}
    with ZipFile(VOICES) as archive:
        for name in archive.namelist():
            if not name.endswith(".wav"):
                continue
            voice, _, letter = name.removesuffix(".wav").partition("/")
            with archive.open(name) as file, wave.open(file) as clip:
                voices.setdefault(voice, {})[letter] = clip.readframes(clip.getnframes())
    return list(voices.values())


def _key(captcha_id: str) -> str:
    return f"identity:captcha:{captcha_id}"
