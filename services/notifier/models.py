"""The tables of the notifier: who is written to, and every e-mail with what became of it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.database import COLUMN_TYPES, Database, new_metadata
from services.notifier.domain import (
    GIVEN_UP,
    Answer,
    Kind,
    Phase,
    State,
    Tries,
    Verdict,
    classify,
    next_step,
)
from services.notifier.domain.preferences import Preferencia

PENDING, SENDING = "state = 'PENDING'", "state = 'SENDING'"
"""What still goes on: few rows among many, so the sweep's indexes hold only these."""

WAITS_FOR_PEOPLE = f"state IN ({', '.join(repr(str(state)) for state in GIVEN_UP)})"
"""What failed, likewise: the table of mesa de ayuda reads no others."""


class Base(DeclarativeBase):
    """The tables of the notifier's database."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = Database(Base.metadata)


class Contact(Base):
    """A person who has an account, and where their mail goes."""

    __tablename__ = "contact"

    dni: Mapped[str] = mapped_column(primary_key=True)
    nombres: Mapped[str]
    correo: Mapped[str]


class Servidor(Base):
    """Which sede a person belongs to, as legajo says: who may look after their mail."""

    __tablename__ = "servidor"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    sede: Mapped[str] = mapped_column(String(6))


class Preference(Base):
    """How a person wants to hear of a new boleta; who has no row gets an e-mail for each."""

    __tablename__ = "preference"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    boletas: Mapped[Preferencia]


class DigestItem(Base):
    """A boleta that waits to be told in the weekly digest of a person."""

    __tablename__ = "digest_item"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    planilla: Mapped[int] = mapped_column(primary_key=True)
    periodo: Mapped[int]
    entidad: Mapped[str]


class BadAddress(Base):
    """An address that takes no letters; a letter that it does take clears it."""

    __tablename__ = "bad_address"

    correo: Mapped[str] = mapped_column(primary_key=True)
    """In small letters."""
    reply: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Circuit(Base):
    """How often in a row a mail server could not be reached, and until when it is left alone."""

    __tablename__ = "circuit"

    host: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    open_until: Mapped[datetime | None]


class Email(Base):
    """One message to one address. It keeps the kind and the values, never the text."""

    __tablename__ = "email"
    __table_args__ = (
        Index("ix_email_due", "lane", "next_attempt_at", postgresql_where=text(PENDING)),
        Index("ix_email_leased", "lane", "lease_until", postgresql_where=text(SENDING)),
        Index("ix_email_given_up", "created_at", postgresql_where=text(WAITS_FOR_PEOPLE)),
        Index("ix_email_dni_created_at", "dni", "created_at"),
        Index("ix_email_created_at", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    """What it is about: the same fact, told twice, is one e-mail."""
    kind: Mapped[str]
    lane: Mapped[str]
    dni: Mapped[str] = mapped_column(String(8), server_default="")
    """Who it is for; empty when it is for an address that belongs to nobody we know."""
    correo: Mapped[str]
    """The address, as it was when the e-mail was queued."""
    params: Mapped[dict[str, Any]]
    """The values of its text. A link stays sealed here; it is opened when the message is built."""
    message_id: Mapped[str]
    request_id: Mapped[str]
    """The request that caused it: one search follows a click to its e-mail."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]

    state: Mapped[str] = mapped_column(default=State.PENDING)
    next_attempt_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    """How often it was handed over without an answer."""
    lease_token: Mapped[uuid.UUID | None]
    """Who may go on with it: a worker that has another token has lost it."""
    lease_until: Mapped[datetime | None]
    phase: Mapped[str | None]
    """How far the last try has come."""
    smtp_code: Mapped[int | None]
    smtp_reply: Mapped[str | None]
    sent_at: Mapped[datetime | None]

    def conclude(self, answer: Answer, *, now: datetime, jitter: float) -> None:
        """End a try by what the server answered: sent, due again, or given up."""
        verdict = classify(answer)
        self.attempts -= verdict is Verdict.AWAY
        step = next_step(verdict, self._tries(), now=now, jitter=jitter)
        self.state = step.state
        self.next_attempt_at = step.due or self.next_attempt_at
        self.unknowns += verdict is Verdict.UNKNOWN
        self.phase = answer.phase
        self.smtp_code, self.smtp_reply = answer.code or None, answer.reply
        self.sent_at = now if step.state is State.SENT else None
        self.lease_token = self.lease_until = None

    def lapse(self, *, now: datetime) -> None:
        """Free it from a worker that did not come back; before the final dot nothing was sent."""
        if self.phase == Phase.HANDED:
            self.conclude(Answer(Phase.HANDED), now=now, jitter=1)
            return
        self.state, self.next_attempt_at = State.PENDING, now
        self.lease_token = self.lease_until = None

    def give_up(self, state: State, reason: str) -> None:
        """End it without an answer of the server, and say why."""
        self.state, self.smtp_code, self.smtp_reply = state, None, reason
        self.lease_token = self.lease_until = None

    @property
    def estado(self) -> State:
        """Return its state as the rules know it."""
        return State(self.state)

    @property
    def is_about(self) -> Kind:
        """Return its kind as the rules know it."""
        return Kind(self.kind)

    def _tries(self) -> Tries:
        return Tries(
            kind=self.is_about,
            attempts=self.attempts,
            unknowns=self.unknowns,
            created_at=self.created_at,
            expires_at=self.expires_at,
        )
