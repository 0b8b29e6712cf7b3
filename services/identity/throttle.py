"""How often one may try: counters in Valkey that forget by themselves. Never a lock for good."""

from datetime import timedelta

from redis import Redis

from services.identity.domain import LINKS_AN_HOUR, fold_correo, wait_after
from services.identity.opaque import fingerprint

MEMORY = timedelta(hours=24)
"""How long wrong passwords are counted after the last one."""


def seconds_to_wait(valkey: Redis, usuario: str, network: str) -> int:
    """Return how long this usuario must wait before trying again from this network."""
    return max(int(valkey.ttl(f"identity:wait:{_pair(usuario, network)}")), 0)


def note_failure(valkey: Redis, usuario: str, network: str) -> None:
    """Count a wrong password, whether or not that usuario exists."""
    pair = _pair(usuario, network)
    failures = int(valkey.incr(f"identity:failures:{pair}"))
    valkey.expire(f"identity:failures:{pair}", MEMORY)
    if wait := wait_after(failures):
        valkey.set(f"identity:wait:{pair}", "1", ex=wait)


def forget_failures(valkey: Redis, usuario: str, network: str) -> None:
    """Begin anew: the right password was given."""
    pair = _pair(usuario, network)
    valkey.delete(f"identity:failures:{pair}", f"identity:wait:{pair}")


def may_ask_for_link(valkey: Redis, *who: str) -> bool:
    """Count a request for a link; tell whether who is named so may get yet another one.

    `who` is all that was typed: guesses beside an address do not use up what its owner may ask.
    """
    key = f"identity:links:{fingerprint(fold_correo(' '.join(who)))}"
    asked = int(valkey.incr(key))
    if asked == 1:
        valkey.expire(key, timedelta(hours=1))
    return asked <= LINKS_AN_HOUR


def _pair(usuario: str, network: str) -> str:
    return f"{fingerprint(usuario)}:{network}"
