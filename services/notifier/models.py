"""The tables of the notifier: who is written to, and every e-mail with what became of it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.database import COLUMN_TYPES, Database, new_metadata
from services.notifier.domain import Answer, Kind, Phase, State, Tries, classify, next_step

PENDING, SENDING = "state = 'PENDING'", "state = 'SENDING'"
"""What still goes on: few rows among many, so the sweep's indexes hold only these."""


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


class Email(Base):
    """One message to one address. It keeps the kind and the values, never the text."""

    __tablename__ = "email"
    __table_args__ = (
        Index("ix_email_due", "lane", "next_attempt_at", postgresql_where=text(PENDING)),
        Index("ix_email_leased", "lane", "lease_until", postgresql_where=text(SENDING)),
        Index("ix_email_created_at", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    """What it is about: the same fact, told twice, is one e-mail."""
    kind: Mapped[str]
    lane: Mapped[str]
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
        step = next_step(verdict, self._tries(), now=now, jitter=jitter)
        self.state = step.state
        self.next_attempt_at = step.due or self.next_attempt_at
        self.unknowns += verdict is verdict.UNKNOWN
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
