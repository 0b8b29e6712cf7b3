"""How often one may try: counters in Valkey that forget by themselves. Never a lock for good.

A try is counted before it is made, and forgiven when it was right: so many at once are no way
around it. Whoever tries from a device that the person has used waits for nobody else's mistakes.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from redis import Redis

from services.identity.domain import (
    FREE_FAILURES,
    LINKS_AN_HOUR,
    LONGEST_WAIT,
    MOST_FAILURES,
    fold_correo,
    wait_after,
)
from services.identity.opaque import fingerprint

MEMORY = timedelta(hours=24)
"""How long wrong passwords are counted after the last one."""

LONG_MEMORY = timedelta(days=30)
"""How long failures in a row are counted, of which `MOST_FAILURES` are too many."""

NETWORK_MEMORY = timedelta(minutes=15)
"""How long the failures of a network are counted together."""

NETWORK_FREE = 60
"""A whole UGEL may stand behind one address: so many mistakes in that time are its own."""

NETWORK_WAIT = timedelta(seconds=60)
"""The longest wait for what others in the same network did."""

SUSPICIOUS = 3
"""Failures in a network from which on a code is asked of it, where it is asked only at risk."""

SPRAY_WINDOW = timedelta(minutes=5)
SPRAY_FAILURES = 1500
"""So many failures everywhere in that time are an attack: then one mistake is free, not five."""

EVERYWHERE = "identity:failures:everywhere"

_ADMIT = """
local spray, row = KEYS[1], KEYS[2]
if row ~= '' and tonumber(redis.call('GET', row) or 0) >= tonumber(ARGV[1]) then return {0, 1} end
local left = 0
for i = 3, #KEYS, 2 do left = math.max(left, redis.call('PTTL', KEYS[i + 1])) end
if left > 0 then return {math.ceil(left / 1000), 0} end
local more = 0
if spray ~= '' then
  if redis.call('INCR', spray) > tonumber(ARGV[4]) then more = tonumber(ARGV[5]) end
  redis.call('EXPIRE', spray, ARGV[3], 'NX')
  redis.call('INCR', row)
  redis.call('EXPIRE', row, ARGV[2])
end
for i = 3, #KEYS, 2 do
  local at = 6 + (i - 3)
  local count = redis.call('INCR', KEYS[i])
  if i == 3 then redis.call('EXPIRE', KEYS[i], ARGV[at])
  else redis.call('EXPIRE', KEYS[i], ARGV[at], 'NX') end
  local waits = cjson.decode(ARGV[at + 1])
  local wait = waits[math.min(count + (i == 3 and more or 0), #waits)]
  if wait > 0 then redis.call('SET', KEYS[i + 1], '1', 'EX', wait) end
end
return {0, 0}
"""
"""Looks, counts and sets the waits in one step, so that nobody gets in between."""


@dataclass(frozen=True)
class Try:
    """Somebody who gives a password (or a code) for a usuario, whether or not it exists."""

    usuario: str
    network: str
    device: str = ""
    """What tells a device that this person has used before; empty for any other."""

    @property
    def own(self) -> str:
        """Return under what this one's mistakes are counted."""
        return f"{fingerprint(self.usuario)}:{self.device or self.network}"


class Verdict(NamedTuple):
    """Whether a try may be made: not while one must wait, nor when there were far too many."""

    seconds: int = 0
    is_suspended: bool = False


def admit(valkey: Redis, attempt: Try) -> Verdict:
    """Count a try and tell whether it may be made."""
    row = _row(attempt.usuario)
    keys = ["", row if not attempt.device else f"identity:failures:{attempt.own}", *_pair(attempt)]
    if not attempt.device:
        keys[0] = EVERYWHERE
        keys += [f"identity:failures:{attempt.network}", f"identity:wait:{attempt.network}"]
    seconds, is_suspended = valkey.eval(_ADMIT, len(keys), *keys, *_LIMITS)
    return Verdict(int(seconds), bool(is_suspended))


def forgive(valkey: Redis, attempt: Try) -> None:
    """Begin anew: it was right, and what went before were mistakes."""
    with valkey.pipeline() as pipeline:
        pipeline.delete(*_pair(attempt), _row(attempt.usuario))
        if not attempt.device:
            for key, window in (
                (f"identity:failures:{attempt.network}", NETWORK_MEMORY),
                (EVERYWHERE, SPRAY_WINDOW),
            ):
                pipeline.decr(key)
                pipeline.expire(key, window, nx=True)
        pipeline.execute()


def is_suspicious(valkey: Redis, network: str) -> bool:
    """Tell whether somebody in that network, or everybody, has made mistakes lately."""
    here, everywhere = valkey.mget(f"identity:failures:{network}", EVERYWHERE)
    return int(here or 0) >= SUSPICIOUS or int(everywhere or 0) > SPRAY_FAILURES


def reset(valkey: Redis, usuario: str, network: str = "") -> None:
    """Let this usuario sign in with a password again: its owner has set one, or was heard."""
    valkey.delete(_row(usuario), *_pair(Try(usuario, network)))


def may_ask_for_link(valkey: Redis, *who: str, most: int = LINKS_AN_HOUR) -> bool:
    """Count a request for a link; tell whether who is named so may get yet another one.

    `who` is all that was typed: guesses beside an address do not use up what its owner may ask.
    """
    return count(valkey, "links", fold_correo(" ".join(who)), timedelta(hours=1)) <= most


def count(valkey: Redis, what: str, who: str, window: timedelta) -> int:
    """Count something that somebody does, and return how often it was in the window."""
    key = f"identity:{what}:{fingerprint(who)}"
    with valkey.pipeline() as pipeline:
        pipeline.incr(key)
        pipeline.expire(key, window, nx=True)
        return int(pipeline.execute()[0])


def _pair(attempt: Try) -> tuple[str, str]:
    return f"identity:failures:{attempt.own}", f"identity:wait:{attempt.own}"


def _row(usuario: str) -> str:
    return f"identity:failures_in_a_row:{fingerprint(usuario)}"


def _waits(free: int, longest: timedelta) -> str:
    """Return the wait after each number of failures, in seconds, up to the longest."""
    waits = [int(wait_after(failures, free, longest).total_seconds()) for failures in range(1, 100)]
    first = waits.index(int(longest.total_seconds()))
    return str(waits[: first + 1])


_LIMITS = (
    MOST_FAILURES,
    int(LONG_MEMORY.total_seconds()),
    int(SPRAY_WINDOW.total_seconds()),
    SPRAY_FAILURES,
    FREE_FAILURES - 1,
    int(MEMORY.total_seconds()),
    _waits(FREE_FAILURES, LONGEST_WAIT),
    int(NETWORK_MEMORY.total_seconds()),
    _waits(NETWORK_FREE, NETWORK_WAIT),
)
