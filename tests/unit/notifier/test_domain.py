"""The rules of delivery: what an answer means, and what comes next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain import (
    DELAYS,
    LETTERS,
    MAILBOX_DELAY,
    Answer,
    Kind,
    Lane,
    Phase,
    State,
    Step,
    Tries,
    Verdict,
    classify,
    message_id,
    next_step,
)

NOW = datetime(2026, 6, 15, 16, 30, tzinfo=UTC)


def tries(kind=Kind.PASSWORD_LINK, **fields):
    defaults = {
        "kind": kind,
        "attempts": 1,
        "unknowns": 0,
        "created_at": NOW,
        "expires_at": NOW + timedelta(hours=23),
    }
    return Tries(**(defaults | fields))


@pytest.mark.parametrize(
    ("code", "reply", "verdict"),
    [
        (250, "2.0.0 OK", Verdict.SENT),
        (250, "OK", Verdict.SENT),
        (421, "4.3.2 cerrando", Verdict.AWAY),
        (421, "4.7.0 el código básico lo dice mejor", Verdict.AWAY),
        (450, "buzón ocupado", Verdict.LATER),
        (451, "4.7.1 greylisted", Verdict.LATER),
        (452, "4.2.2 lleno", Verdict.LATER),
        (454, "4.7.0 error temporal de autenticación", Verdict.LATER),
        (499, "nadie sabe qué es esto", Verdict.LATER),
        (530, "authentication required", Verdict.MISCONFIGURED),
        (535, "5.7.8 bad credentials", Verdict.MISCONFIGURED),
        (554, "5.7.0 relay denied", Verdict.MISCONFIGURED),
        (550, "5.1.1 no such user", Verdict.REFUSED),
        (550, "5.1.10 null MX", Verdict.REFUSED),
        (553, "bad mailbox name", Verdict.REFUSED),
        (552, "mailbox full", Verdict.MAILBOX),
        (552, "5.2.2 over quota", Verdict.MAILBOX),
        (550, "5.2.1 disabled", Verdict.MAILBOX),
        (552, "5.3.4 message too big", Verdict.REFUSED),
        (554, "5.7.1 spam", Verdict.REFUSED),
        (550, "5.7.26 unauthenticated", Verdict.REFUSED),
        (550, "4.2.2 the enhanced code says it better", Verdict.LATER),
        (599, "nadie sabe qué es esto", Verdict.REFUSED),
    ],
)
def test_an_answer_means_what_its_codes_say(code, reply, verdict):
    assert classify(Answer(Phase.ENVELOPE, code, reply)) is verdict


@pytest.mark.parametrize("phase", [Phase.ENVELOPE, Phase.DATA])
def test_silence_before_the_dot_means_that_nothing_was_sent(phase):
    assert classify(Answer(phase)) is Verdict.LATER


def test_who_cannot_be_reached_is_away():
    assert classify(Answer(Phase.CONNECT)) is Verdict.AWAY


def test_silence_after_the_dot_means_that_nobody_knows():
    assert classify(Answer(Phase.HANDED)) is Verdict.UNKNOWN


@pytest.mark.parametrize("lane", Lane)
def test_the_wait_grows_until_its_last_step(lane):
    kind = {Lane.SECURITY: Kind.PASSWORD_LINK, Lane.BULK: Kind.BOLETA_PUBLISHED}[lane]
    far = NOW + timedelta(days=30)

    steps = [
        next_step(Verdict.LATER, tries(kind, attempts=n, expires_at=far), now=NOW, jitter=1)
        for n in range(1, len(DELAYS[lane]) + 3)
    ]

    waits = [*DELAYS[lane], DELAYS[lane][-1], DELAYS[lane][-1]]
    assert steps == [Step(State.PENDING, NOW + wait) for wait in waits]
    assert waits == sorted(waits)


@given(attempts=st.integers(1, 50), jitter=st.floats(0, 1))
def test_another_try_is_never_after_the_letter_has_expired(attempts, jitter):
    state = tries(attempts=attempts, expires_at=NOW + timedelta(minutes=20))

    step = next_step(Verdict.LATER, state, now=NOW, jitter=jitter)

    assert step == Step(State.EXPIRED) or (step.due and NOW <= step.due < state.expires_at)


def test_a_password_link_of_unknown_fate_is_sent_once_more_at_once():
    assert next_step(Verdict.UNKNOWN, tries(), now=NOW, jitter=1) == Step(State.PENDING, NOW)


def test_a_boleta_notice_of_unknown_fate_waits_first():
    step = next_step(Verdict.UNKNOWN, tries(Kind.BOLETA_PUBLISHED), now=NOW, jitter=1)

    assert step == Step(State.PENDING, NOW + timedelta(minutes=15))


def test_what_is_unknown_twice_is_left_to_people():
    step = next_step(Verdict.UNKNOWN, tries(unknowns=1), now=NOW, jitter=1)

    assert step == Step(State.UNCERTAIN)


def test_a_full_mailbox_is_tried_for_a_day():
    state = tries(Kind.BOLETA_PUBLISHED, expires_at=NOW + timedelta(days=3))

    first = next_step(Verdict.MAILBOX, state, now=NOW, jitter=1)
    last = next_step(Verdict.MAILBOX, state, now=NOW + 2 * MAILBOX_DELAY, jitter=1)

    assert first == Step(State.PENDING, NOW + MAILBOX_DELAY)
    assert last == Step(State.FAILED)


def test_no_letter_is_failed_for_a_password_of_ours_that_is_wrong():
    step = next_step(Verdict.MISCONFIGURED, tries(attempts=40), now=NOW, jitter=1)

    assert step == Step(State.PENDING, NOW + timedelta(minutes=1))


def test_a_refusal_ends_it():
    assert next_step(Verdict.REFUSED, tries(), now=NOW, jitter=1) == Step(State.FAILED)


def test_every_kind_has_its_letter():
    assert set(LETTERS) == set(Kind)


def test_a_message_id_is_the_same_for_the_same_letter_only():
    ids = {message_id(key, "ayni.example.pe") for key in ("boleta:1:a", "boleta:1:a", "boleta:1:b")}

    assert len(ids) == 2
