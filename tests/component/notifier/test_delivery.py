"""Delivery: what becomes of an e-mail when the server refuses, hangs or cuts the line."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from chassis.errors import Conflict, NotFound
from services.notifier.domain import Lane, Phase, State
from services.notifier.mailer import Mailer
from services.notifier.models import Email, db
from services.notifier.usecases import attention, delivery, handing
from tests.support.builders.notifier import (
    accounts_created,
    boletas_published,
    password_link,
    people,
    sealed,
)
from tests.support.mail_server import CUT, HANG


@pytest.fixture
def owed(notifier):
    """Owe one person the link for their password."""
    notifier.hear(password_link())
    return notifier


@pytest.fixture
def boleta_owed(notifier):
    """Owe one person the notice of their boleta."""
    notifier.hear(accounts_created(), boletas_published())
    return notifier


class Killed(BaseException):
    """The worker ends here, and finishes nothing."""


@dataclass
class Dying:
    """A mailer whose worker is killed on one side of the final dot."""

    mailer: Mailer
    after_the_dot: bool = False

    def send(self, recipient, message, before_dot, *, number):
        if self.after_the_dot:
            self.mailer.send(recipient, message, before_dot, number=number)
        raise Killed


def make_lapse():
    """Let the leases that workers hold end now."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    held = update(Email).where(Email.state == State.SENDING)
    db.session.execute(held.values(lease_until=past))
    db.session.commit()


def impatient(mailer: Mailer) -> Mailer:
    """Return one who gives up a silent server soon; what answers has that long for each answer."""
    return Mailer(replace(mailer._settings, smtp_timeout=2.0))


def test_what_the_server_took_is_not_sent_again(owed, server):
    owed.deliver()
    owed.deliver_later()

    assert owed.email().state == State.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL", "421 4.3.2 cerrando"),
        ("RCPT", "450 4.2.0 ocupado"),
        ("RCPT", "451 4.7.1 vuelva luego"),
        ("RCPT", "452 4.2.2 buzon lleno por ahora"),
        ("RCPT", CUT),
        ("DATA", "451 4.3.0 espere"),
        ("DATA", CUT),
        (".", "451 4.3.0 espere"),
        (".", "421 4.3.2 cerrando"),
    ],
)
def test_what_failed_for_now_is_sent_later_and_once(owed, server, command, answer):
    server.say(command, answer)

    owed.deliver()
    waiting = owed.email().state
    owed.deliver_later()

    assert waiting == State.PENDING
    assert owed.email().state == State.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_nothing_before_the_dot_is_asked_again(owed, server, command):
    server.say(command, HANG)

    owed.deliver(impatient(owed.mailer))
    server.go_on()
    owed.deliver_later()

    assert owed.email().state == State.SENT
    assert len(server.taken) == 1


def test_a_server_that_is_away_is_asked_again(owed, server):
    server.stop()
    owed.deliver()
    code, attempts = owed.email().smtp_code, owed.email().attempts

    server.start()
    owed.deliver_later()

    assert (code, attempts) == (None, 0)
    assert owed.email().state == State.SENT


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("RCPT", "550 5.1.1 no existe"),
        ("RCPT", "553 direccion mal escrita"),
        (".", "554 5.7.1 parece spam"),
    ],
)
def test_what_is_refused_for_good_is_kept_with_the_reason(owed, server, command, answer):
    server.say(command, answer)

    owed.deliver()
    owed.deliver_later()

    email = owed.email()
    assert (email.state, email.smtp_code) == (State.FAILED, int(answer[:3]))
    assert answer.endswith(email.smtp_reply)
    assert server.taken == []


def test_a_password_link_cut_after_the_dot_is_sent_once_more_at_once(owed, server):
    server.say(".", CUT)

    owed.deliver()
    owed.deliver()

    assert owed.email().state == State.SENT
    assert len(server.taken) == 2
    assert server.taken[0] == server.taken[1]


def test_a_boleta_notice_cut_after_the_dot_waits_before_it_is_sent_once_more(boleta_owed, server):
    server.say(".", CUT)

    boleta_owed.deliver()
    boleta_owed.deliver()

    email = boleta_owed.email()
    assert email.state == State.PENDING
    assert email.next_attempt_at > datetime.now(UTC) + timedelta(minutes=10)
    assert len(server.taken) == 1


def test_what_is_cut_after_the_dot_twice_is_left_to_people(owed, server):
    server.say(".", CUT, CUT)

    owed.deliver()
    owed.deliver()
    owed.deliver_later()

    assert owed.email().state == State.UNCERTAIN
    assert len(server.taken) == 2


def test_one_connection_carries_many_messages(notifier, server):
    notifier.hear(*(password_link(sealed_link=sealed()) for _ in range(5)))

    notifier.deliver()

    assert len(server.taken) == 5
    assert server.connections == 1


def test_a_kept_connection_that_the_server_closed_costs_no_try(notifier, server):
    notifier.hear(password_link())
    notifier.deliver()
    server.stop()
    server.start()

    notifier.hear(password_link(sealed_link=sealed()))
    notifier.deliver()

    assert [email.attempts for email in notifier.emails()] == [1, 1]
    assert len(server.taken) == 2


def test_a_wake_up_that_comes_twice_sends_once(owed, server):
    wakings = handing.hand_over(Lane.SECURITY)

    for _ in range(2):
        delivery.deliver(wakings, owed.mailer)

    assert len(server.taken) == 1


def test_what_one_worker_holds_no_other_gets(notifier):
    notifier.hear(accounts_created(*people(30)), boletas_published(*dnis(people(30))))

    first, second = handing.hand_over(Lane.BULK), handing.hand_over(Lane.BULK)

    assert (len(first), len(second)) == (30, 0)


def test_bulk_waits_in_the_database_and_not_in_the_queue(notifier):
    many = people(handing.ROOM[Lane.BULK] + 1)
    notifier.hear(accounts_created(*many), boletas_published(*dnis(many)))

    assert len(handing.hand_over(Lane.BULK)) == handing.ROOM[Lane.BULK]
    assert handing.hand_over(Lane.BULK) == []


def test_a_worker_killed_before_the_dot_loses_nothing(owed, server):
    with pytest.raises(Killed):
        owed.deliver(by=Dying(owed.mailer))

    make_lapse()
    owed.deliver()

    assert (owed.email().state, owed.email().unknowns) == (State.SENT, 0)
    assert len(server.taken) == 1


def test_a_worker_killed_after_the_dot_leaves_a_letter_that_is_sent_once_more(owed, server):
    with pytest.raises(Killed):
        owed.deliver(by=Dying(owed.mailer, after_the_dot=True))

    make_lapse()
    owed.deliver()

    assert (owed.email().state, owed.email().unknowns) == (State.SENT, 1)
    assert len(server.taken) == 2


def test_a_worker_that_lost_its_lease_stops_before_the_dot(owed, server):
    class Slow:
        """A mailer so slow that meanwhile the lease ends and another worker does the work."""

        def send(self, recipient, message, before_dot, *, number):
            make_lapse()
            owed.deliver()
            return owed.mailer.send(recipient, message, before_dot, number=number)

    owed.deliver(by=Slow())

    assert owed.email().state == State.SENT
    assert len(server.taken) == 1


def test_the_transaction_is_not_open_while_the_server_is_asked(owed, server):
    seen = []

    class Watched:
        def send(self, recipient, message, before_dot, *, number):
            seen.append(db.session.in_transaction())
            answer = owed.mailer.send(recipient, message, before_dot, number=number)
            seen.append(db.session.in_transaction())
            return answer

    owed.deliver(by=Watched())

    assert seen == [False, False]


def test_a_link_that_has_almost_ended_is_not_sent(notifier, server):
    notifier.hear(password_link(expires_at=datetime.now(UTC) + timedelta(minutes=5)))

    notifier.deliver()

    assert notifier.email().state == State.EXPIRED
    assert server.taken == []


def test_what_cannot_be_written_is_kept_with_the_reason_and_without_the_link(notifier, server):
    notifier.hear(password_link(sealed_link="eyJ.a.b.c.d"), password_link(correo="ñusta@x.example"))

    notifier.deliver()

    assert {email.state for email in notifier.emails()} == {State.FAILED}
    assert all(email.smtp_reply.startswith("No se pudo redactar") for email in notifier.emails())
    assert server.taken == []


def test_an_e_mail_that_failed_can_be_sent_again(boleta_owed, server):
    server.say("RCPT", "550 5.1.1 no existe")
    boleta_owed.deliver()

    attention.retry_email(boleta_owed.email().id)
    boleta_owed.deliver()

    assert boleta_owed.email().state == State.SENT


def test_only_what_was_given_up_can_be_sent_again(owed):
    with pytest.raises(Conflict, match="está en PENDING"):
        attention.retry_email(owed.email().id)
    with pytest.raises(NotFound):
        attention.retry_email(uuid.uuid4())


def test_a_link_that_has_ended_cannot_be_sent_again(notifier):
    notifier.hear(password_link(expires_at=datetime.now(UTC)))
    notifier.deliver()

    with pytest.raises(Conflict, match="debe pedir otro"):
        attention.retry_email(notifier.email().id)


def test_the_phase_of_a_try_is_written_down(owed, server):
    server.say("RCPT", "450 4.2.0 ocupado")

    owed.deliver()

    assert owed.email().phase == Phase.ENVELOPE


def dnis(accounts):
    return [account.dni for account in accounts]
