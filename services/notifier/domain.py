"""The rules of delivery: each kind of letter, when to try again, what an SMTP answer means.

A letter is in one of six states. Only PENDING and SENDING go on; the rest is for people to read.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class Lane(StrEnum):
    """Which queue a letter waits in: nobody's password waits behind a month of boletas."""

    SECURITY = "security"
    BULK = "bulk"


class Kind(StrEnum):
    """What a letter is about; its templates are named so."""

    PASSWORD_LINK = "password_link"  # noqa: S105  (a name of ours)
    PASSWORD_RECOVERY = "password_recovery"  # noqa: S105
    PASSWORD_SET = "password_set"  # noqa: S105
    EMAIL_CHANGED = "email_changed"
    EMAIL_LEFT = "email_left"
    SOLICITUD_SUBMITTED = "solicitud_submitted"
    SOLICITUD_STATUS_CHANGED = "solicitud_status_changed"
    BOLETA_PUBLISHED = "boleta_published"
    PLANILLA_IMPORTED = "planilla_imported"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """How one kind of letter is sent."""

    subject: str
    """Its `{fields}` come from the parameters. Nothing personal: locked screens show it."""
    lane: Lane = Lane.BULK
    lifetime: timedelta = timedelta(days=3)
    """After this it is not worth sending; what carries a link ends with the link instead."""
    second_chance: timedelta = timedelta(minutes=15)
    """How long to wait before sending it once more when nobody knows whether it arrived."""


def _security(subject: str) -> Letter:
    return Letter(subject=subject, lane=Lane.SECURITY, second_chance=timedelta(0))


PLATFORM = "Plataforma de Servicios para el Servidor Público"

LETTERS: dict[Kind, Letter] = {
    Kind.PASSWORD_LINK: _security(f"{PLATFORM} – Generar tu contraseña"),
    Kind.PASSWORD_RECOVERY: _security(f"{PLATFORM} – Recuperar su contraseña"),
    Kind.PASSWORD_SET: _security(f"{PLATFORM} – Su contraseña fue guardada"),
    Kind.EMAIL_CHANGED: _security(f"{PLATFORM} – Su nuevo correo"),
    Kind.EMAIL_LEFT: _security(f"{PLATFORM} – Su correo fue cambiado"),
    Kind.SOLICITUD_SUBMITTED: Letter(subject="Su solicitud {expediente} fue registrada"),
    Kind.SOLICITUD_STATUS_CHANGED: Letter(subject="Novedades de su solicitud {expediente}"),
    Kind.BOLETA_PUBLISHED: Letter(subject="Su boleta de {periodo} está disponible"),
    Kind.PLANILLA_IMPORTED: Letter(subject="La planilla de {periodo} fue importada"),
}
"""Every kind of letter that there is."""

LEAST_VALIDITY = timedelta(minutes=30)
"""A link that ends sooner than this is not worth sending: it would arrive to disappoint."""


def message_id(dedupe_key: str, host: str) -> str:
    """Return the Message-ID of a letter: the same at every try, so that copies can be told."""
    return f"<{sha256(dedupe_key.encode()).hexdigest()[:32]}@{host}>"


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
    MAILBOX = "mailbox"
    """The mailbox is full or disabled: worth a few more tries within a day."""
    MISCONFIGURED = "misconfigured"
    """The server does not know us: no letter is at fault."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


FINAL = {Verdict.SENT: State.SENT, Verdict.REFUSED: State.FAILED}
"""What ends a letter at once, whatever was tried before."""

BY_CODE = {
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


def classify(answer: Answer) -> Verdict:
    """Tell what an answer means. The enhanced code, when there is one, says it better."""
    if not answer.code:
        return Verdict.UNKNOWN if answer.phase is Phase.HANDED else Verdict.LATER
    enhanced = re.match(r"([245])\.\d{1,3}\.\d{1,3}\b", answer.reply)
    if enhanced and enhanced[0] in BY_ENHANCED_CODE:
        return BY_ENHANCED_CODE[enhanced[0]]
    if not enhanced and answer.code in BY_CODE:
        return BY_CODE[answer.code]
    digit = enhanced[1] if enhanced else str(answer.code)[0]
    if digit == "2":
        return Verdict.SENT
    return Verdict.REFUSED if digit == "5" else Verdict.LATER


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
