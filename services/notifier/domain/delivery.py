"""The rules of delivery: when to try again, and what an answer of the mail server means.

Of the states of a letter only PENDING and SENDING go on; the rest is for people to read.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.notifier.domain.letters import LETTERS, Kind, Lane


class State(StrEnum):
    """What has become of a letter."""

    PENDING = "PENDING"
    """It waits for its time."""
    SENDING = "SENDING"
    """A worker holds it, for as long as its lease lasts."""
    SENT = "SENT"
    """The mail server took it."""
    FAILED = "FAILED"
    """The mail server refused it for good, or we could not write it."""
    EXPIRED = "EXPIRED"
    """Its time was over before the mail server took it."""
    UNCERTAIN = "UNCERTAIN"
    """It was handed over twice without an answer: it may have arrived."""
    BOUNCED = "BOUNCED"
    """The mail server took it, and then sent it back."""
    SUPPRESSED = "SUPPRESSED"
    """Its address is known to be bad: it was never tried."""
    DISCARDED = "DISCARDED"
    """A person of mesa de ayuda decided that it need not be sent."""

    @property
    def label(self) -> str:
        """How people call it."""
        return LABELS[self]


GIVEN_UP = (State.FAILED, State.EXPIRED, State.UNCERTAIN, State.BOUNCED, State.SUPPRESSED)
"""What waits for a person to try again or to discard."""


LABELS = {
    State.PENDING: "En espera",
    State.SENDING: "Enviándose",
    State.SENT: "Enviado",
    State.FAILED: "Rechazado",
    State.EXPIRED: "Vencido",
    State.UNCERTAIN: "Sin certeza",
    State.BOUNCED: "Devuelto",
    State.SUPPRESSED: "No enviado: la dirección no existe",
    State.DISCARDED: "Descartado",
}
"""How people call each state."""


class Phase(StrEnum):
    """How far a try has come."""

    QUEUED = "queued"
    """The wake-up is in Celery's queue."""
    CONNECT = "connect"
    ENVELOPE = "envelope"
    DATA = "data"
    HANDED = "handed"
    """From the final dot on, only an answer can tell whether the server has the letter."""


@dataclass(frozen=True)
class Answer:
    """What the mail server said at last, and in which phase; code 0 when it said nothing."""

    phase: Phase
    code: int = 0
    reply: str = ""


class Verdict(StrEnum):
    """What an answer means for the letter."""

    SENT = "sent"
    LATER = "later"
    AWAY = "away"
    """The server cannot be reached, or is closing: no letter is at fault, and none loses a try."""
    MAILBOX = "mailbox"
    """The mailbox is full or disabled: worth a few more tries within a day."""
    MISCONFIGURED = "misconfigured"
    """The server does not know us: no letter is at fault."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


FINAL = {Verdict.SENT: State.SENT, Verdict.REFUSED: State.FAILED}
"""What ends a letter at once, whatever was tried before."""

CLOSING = 421
"""The server hangs up (RFC 5321 §3.8), whatever its enhanced code says."""

BY_CODE = {
    CLOSING: Verdict.AWAY,
    530: Verdict.MISCONFIGURED,
    534: Verdict.MISCONFIGURED,
    535: Verdict.MISCONFIGURED,
    538: Verdict.MISCONFIGURED,
    552: Verdict.MAILBOX,
}
"""Basic codes (RFC 5321 §4.2, RFC 4954 §6) that mean something else than their first digit."""

BY_ENHANCED_CODE = {
    "5.2.1": Verdict.MAILBOX,
    "5.2.2": Verdict.MAILBOX,
    "5.7.0": Verdict.MISCONFIGURED,
    "5.7.8": Verdict.MISCONFIGURED,
}
"""Enhanced codes (RFC 3463) that mean something else than their first digit."""


SILENT = {Phase.CONNECT: Verdict.AWAY, Phase.HANDED: Verdict.UNKNOWN}
"""What it means that the server says nothing; in the other phases it may be for this letter."""


def classify(answer: Answer) -> Verdict:
    """Tell what an answer means. The enhanced code, when there is one, says it better."""
    if not answer.code:
        return SILENT.get(answer.phase, Verdict.LATER)
    enhanced = re.match(r"([245])\.\d{1,3}\.\d{1,3}\b", answer.reply)
    if enhanced and enhanced[0] in BY_ENHANCED_CODE:
        return BY_ENHANCED_CODE[enhanced[0]]
    if answer.code in BY_CODE and (not enhanced or answer.code == CLOSING):
        return BY_CODE[answer.code]
    digit = enhanced[1] if enhanced else str(answer.code)[0]
    if digit == "2":
        return Verdict.SENT
    return Verdict.REFUSED if digit == "5" else Verdict.LATER


NO_SUCH_ADDRESS = re.compile(r"5\.1\.(1|2|3|6|10)\b")
"""The enhanced codes of an address that will never take a letter (RFC 3463 §3.2, RFC 7505 §4)."""


def is_bad_address(reply: str) -> bool:
    """Tell whether an answer, or a report that came back, says that the address is not good."""
    return bool(NO_SUCH_ADDRESS.match(reply))


DELAYS: dict[Lane, tuple[timedelta, ...]] = {
    Lane.SECURITY: tuple(timedelta(seconds=n) for n in (5, 30, 120, 300, 900, 1800, 3600)),
    Lane.BULK: tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240)),
}
"""How long to wait at most after each try that failed; the last holds until the letter expires."""

MISCONFIGURED_DELAY = timedelta(minutes=1)
"""How long to wait for an operator to correct our name or password at the mail server."""

MAILBOX_DELAY = timedelta(hours=8)
"""How long to wait for somebody to empty their mailbox."""

MAILBOX_PATIENCE = timedelta(days=1)
"""How long we try a mailbox that is full or disabled."""


@dataclass(frozen=True, kw_only=True)
class Tries:
    """What has been tried so far with a letter."""

    kind: Kind
    attempts: int
    """How many, this one included."""
    unknowns: int
    """How often it was handed over without an answer, before this time."""
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Step:
    """What to do next: the letter's new state, and when it is due if it is PENDING."""

    state: State
    due: datetime | None = None


def next_step(verdict: Verdict, tries: Tries, *, now: datetime, jitter: float) -> Step:
    """Decide what becomes of a letter; a random `jitter` in [0, 1] keeps a crowd apart."""
    if verdict in FINAL:
        return Step(FINAL[verdict])
    if verdict is Verdict.UNKNOWN and tries.unknowns:
        return Step(State.UNCERTAIN)
    wait, end, otherwise = _patience(verdict, tries, jitter)
    due = now + wait
    return Step(State.PENDING, due) if due < end else Step(otherwise)


def _patience(verdict: Verdict, tries: Tries, jitter: float) -> tuple[timedelta, datetime, State]:
    """Return how long to wait for another try, until when at most, and what comes of it then."""
    letter = LETTERS[tries.kind]
    match verdict:
        case Verdict.AWAY:
            return DELAYS[letter.lane][0] * jitter, tries.expires_at, State.EXPIRED
        case Verdict.UNKNOWN:
            return letter.second_chance, tries.expires_at, State.UNCERTAIN
        case Verdict.MAILBOX:
            end = min(tries.expires_at, tries.created_at + MAILBOX_PATIENCE)
            return MAILBOX_DELAY, end, State.FAILED
        case Verdict.MISCONFIGURED:
            return MISCONFIGURED_DELAY, tries.expires_at, State.EXPIRED
        case _:
            delays = DELAYS[letter.lane]
            delay = delays[min(tries.attempts, len(delays)) - 1]
            return delay * jitter, tries.expires_at, State.EXPIRED
