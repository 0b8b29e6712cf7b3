"""A sum instead of a code, for who can neither see nor hear one: their device works on it a while.

We choose the answer and keep it in Valkey, so to check it costs us nothing and it counts once. The
device must try one number after another, each as slow as PBKDF2 makes it.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import NamedTuple

from redis import Redis

LIFETIME = timedelta(minutes=10)
"""How long a device may take, and its person to finish the form."""

FEWEST, MOST = 200, 600
"""The answer is between these: one or two seconds of a computer, five or ten of a plain phone."""

ROUNDS = 4000
"""Of PBKDF2 for each number that is tried."""


class Sum(NamedTuple):
    """What a device needs to know."""

    id: str
    target: str
    """What PBKDF2 gives for the number that is looked for."""
    rounds: int = ROUNDS
    most: int = MOST


def new_sum(valkey: Redis) -> Sum:
    """Make a sum that can be answered once."""
    sum_id, answer = secrets.token_urlsafe(16), secrets.randbelow(MOST - FEWEST) + FEWEST
    valkey.set(_key(sum_id), answer, ex=LIFETIME)
    return Sum(sum_id, derive(sum_id, answer))


def derive(sum_id: str, number: int) -> str:
    """Return what a number gives; the page does the same."""
    return hashlib.pbkdf2_hmac("sha256", str(number).encode(), sum_id.encode(), ROUNDS, 16).hex()


def use_up(valkey: Redis, sum_id: str, answer: str) -> bool:
    """Tell whether the answer is right; it cannot be given again."""
    kept = valkey.getdel(_key(sum_id))
    return bool(kept) and hmac.compare_digest(str(kept).encode(), answer.encode("utf-8", "replace"))


def _key(sum_id: str) -> str:
    return f"identity:work:{sum_id}"
