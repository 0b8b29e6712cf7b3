"""The account that is drawn up after a storm: each fact, its effects, and every letter."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.events import Event
from contracts.subscriptions import SUBSCRIPTIONS
from deploy.platform import Platform
from deploy.secrets import WITH_DATABASE
from services.notifier.domain import State
from tests.chaos.people import PEOPLE, dni
from tests.support.mail_server import MailServer

END_STATES = {*State} - {State.PENDING, State.SENDING}

TOLD = {
    "identity.password_link_issued.v1": "password_link",
    "legajo.solicitud_submitted.v1": "solicitud_submitted",
    "legajo.solicitud_status_changed.v1": "solicitud_status_changed",
}
"""Events of which each becomes a letter of that kind."""


@dataclass(frozen=True)
class Line:
    """Something that was done so often, and what came of it so often."""

    what: str
    done: int
    effects: int

    @property
    def is_balanced(self) -> bool:
        """Tell whether each had its effect once."""
        return self.done == self.effects

    def __str__(self) -> str:
        verdict = "" if self.is_balanced else "   <-- !"
        return f"{self.what:<58} {self.done:>8} {self.effects:>8}{verdict}"


class Ledger:
    """What all databases and the mail server say, once everything is at rest."""

    def __init__(self, platform: Platform, server: MailServer) -> None:
        self._platform = platform
        self._said = {
            service: self._column(service, "SELECT envelope FROM outbox")
            for service in WITH_DATABASE
        }
        self._copies = Counter(message["Message-ID"] for message in server.messages)
        self._letters = self._rows(
            "notifier", "SELECT kind, state, message_id, unknowns FROM email"
        )

    def __str__(self) -> str:
        states = Counter(state for _, state, *_ in self._letters)
        copies = sum(copies - 1 for copies in self._copies.values())
        doubts = sum(unknowns for *_, unknowns in self._letters)
        return "\n".join(
            [
                f"{'':<58} {'done':>8} {'effects':>8}",
                *map(str, self.lines),
                "",
                *(f"letters {state:<50} {count:>8}" for state, count in sorted(states.items())),
                f"copies besides the first: {copies}, in {doubts} doubts",
            ]
        )

    @cached_property
    def lines(self) -> list[Line]:
        """Return every pair that must balance."""
        return [*self._facts(), *self._events(), *self._owed()]

    @property
    def lost(self) -> list[str]:
        """Return the letters that are not in an end state, or that nobody can account for."""
        return [
            f"{kind} {state} {message_id}: {self._copies[message_id]} copies, {unknowns} unknown"
            for kind, state, message_id, unknowns in self._letters
            if not self._is_accounted_for(state, self._copies[message_id], unknowns)
        ]

    def _facts(self) -> list[Line]:
        """Return what was done, beside what was announced of it: one transaction wrote both."""
        of = self._announced
        return [
            Line("links that were made", self._count("identity", "password_link"),
                 len(of("identity.password_link_issued.v1"))),
            Line("solicitudes that were registered", self._count("legajo", "solicitud"),
                 len(of("legajo.solicitud_submitted.v1"))),
            Line("boletas that were published", self._count("boleta", "boleta"),
                 sum(len(data["dnis"]) for data in of("boleta.boletas_published.v1"))),
        ]  # fmt: skip

    def _events(self) -> list[Line]:
        """Return what was announced, beside what each subscriber applied."""
        lines = []
        for subscriber, events in SUBSCRIPTIONS.items():
            heard = {str(each) for each in self._column(subscriber, "SELECT event_id FROM inbox")}
            for event in events:
                if told := self._ids(event):
                    what = f"{event.type} in {subscriber}"
                    lines.append(Line(what, len(told), len(told & heard)))
            dead = self._count(subscriber, "dead_letter")
            lines.append(Line(f"dead letters of {subscriber}", 0, dead))
        return lines

    def _owed(self) -> list[Line]:
        """Return what people must be told, beside the letters that there are."""
        kinds = Counter(kind for kind, *_ in self._letters)
        known = {dni(number) for number in range(1, PEOPLE + 1)}
        published = self._announced("boleta.boletas_published.v1")
        told = sum(len(known & {*data["dnis"]}) for data in published)
        return [
            *(
                Line(f"letters: {kind}", len(self._announced(event)), kinds[kind])
                for event, kind in TOLD.items()
            ),
            Line("letters: boleta_published", told, kinds["boleta_published"]),
        ]

    def _is_accounted_for(self, state: str, copies: int, unknowns: int) -> bool:
        if state not in END_STATES:
            return False
        least = 1 if state == State.SENT else 0
        most = unknowns + (1 if state == State.SENT else 0)
        return least <= copies <= most

    def _announced(self, event_type: str) -> list[dict[str, Any]]:
        service = event_type.partition(".")[0]
        return [each["data"] for each in self._said[service] if each["type"] == event_type]

    def _ids(self, event: type[Event]) -> set[str]:
        service = event.type.partition(".")[0]
        return {each["id"] for each in self._said[service] if each["type"] == event.type}

    def _count(self, service: str, table: str) -> int:
        return int(self._column(service, f"SELECT count(*) FROM {table}")[0])

    def _column(self, service: str, query: str) -> list[Any]:
        return [row[0] for row in self._rows(service, query)]

    def _rows(self, service: str, query: str) -> list[Any]:
        with self._platform.postgres.connect(service) as connection:
            return connection.execute(query.encode()).fetchall()
