"""Guessing passwords: it gets slow for who guesses, and nobody is locked out by a stranger."""

import math
import statistics
from collections import Counter

import pytest
from sqlalchemy import event, func, select

from services.identity import devices, passwords, throttle
from services.identity.acts import Act, Outcome
from services.identity.domain import AccountState, wait_after
from services.identity.models import AuditEntry, db
from services.identity.throttle import Try, Verdict
from tests.component.identity.browser import Browser
from tests.support.builders.identity import PASSWORD, a_pending_account, an_account

HERE, ELSEWHERE = "192.0.2.0/24", "203.0.113.0/24"


def forget_waits(valkey) -> None:
    """Let the time pass for which one would have to wait."""
    for key in valkey.scan_iter("identity:wait:*"):
        valkey.delete(key)


def wrong(valkey, attempt: Try, times: int) -> Verdict:
    """Give the wrong password so many times, waiting as told."""
    for _ in range(times):
        forget_waits(valkey)
        verdict = throttle.admit(valkey, attempt)
    return verdict


def from_elsewhere(identity, number: int = 9) -> Browser:
    browser = Browser(identity.app, identity.valkey)
    browser.extra_environ["HTTP_X_FORWARDED_FOR"] = f"203.0.{number}.9"
    return browser


def test_five_mistakes_are_free_and_then_each_doubles_the_wait(identity):
    attempt, waits = Try("00000001", HERE), []
    for _ in range(16):
        wrong(identity.valkey, attempt, 1)
        _, wait = throttle._pair(attempt)
        waits.append(max(identity.valkey.ttl(wait), 0))

    assert waits == [0] * 5 + [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_the_longest_wait_is_a_quarter_of_an_hour():
    assert [int(wait_after(n).total_seconds()) for n in (5, 6, 7, 14, 15, 99)] == [
        0,
        2,
        4,
        512,
        900,
        900,
    ]


def test_many_tries_at_once_are_no_way_around(identity):
    attempt = Try("00000001", HERE)

    verdicts = [throttle.admit(identity.valkey, attempt) for _ in range(50)]

    assert sum(verdict == Verdict() for verdict in verdicts) == 6


def test_the_mistakes_of_a_person_are_their_own(identity):
    wrong(identity.valkey, Try("00000001", HERE), 9)

    assert throttle.admit(identity.valkey, Try("00000002", HERE)) == Verdict()
    assert throttle.admit(identity.valkey, Try("00000001", ELSEWHERE)) == Verdict()


def test_a_network_that_tries_many_people_must_wait(identity):
    verdicts = [
        throttle.admit(identity.valkey, Try(f"{number:08}", HERE))
        for number in range(1, throttle.NETWORK_FREE + 3)
    ]

    assert verdicts[: throttle.NETWORK_FREE + 1] == [Verdict()] * (throttle.NETWORK_FREE + 1)
    assert verdicts[-1].seconds > 0
    assert throttle.admit(identity.valkey, Try("00000001", ELSEWHERE)) == Verdict()


def test_who_signs_in_rightly_makes_no_network_wait(identity):
    for number in range(1, 2 * throttle.NETWORK_FREE):
        attempt = Try(f"{number:08}", HERE)
        assert throttle.admit(identity.valkey, attempt) == Verdict()
        throttle.forgive(identity.valkey, attempt)


def test_while_everybody_is_attacked_one_mistake_is_free(identity):
    identity.valkey.set(throttle.EVERYWHERE, throttle.SPRAY_FAILURES)
    attempt = Try("00000001", ELSEWHERE)

    assert throttle.admit(identity.valkey, attempt) == Verdict()
    assert throttle.admit(identity.valkey, attempt) == Verdict()
    assert throttle.admit(identity.valkey, attempt).seconds > 0


def test_after_a_hundred_in_a_row_only_a_link_helps(identity, browser):
    an_account("00000001")
    for number in range(100):
        throttle.admit(identity.valkey, Try("00000001", f"203.0.{number}.0/24"))

    refused = browser.sign_in("00000001", PASSWORD)
    assert refused.status_int == 422
    assert "por seguridad ya no se puede ingresar con su contraseña actual" in refused.text

    link = identity.run("accounts", "link", "00000001").stdout.strip()
    browser.save(browser.open(link), "Maiz-morado-7")
    assert browser.sign_in("00000001", "Maiz-morado-7").status_int == 303


def test_who_does_not_exist_is_told_the_same_after_a_hundred(identity, browser):
    identity.valkey.set(throttle._row("00000099"), 100)

    assert "por seguridad ya no se puede" in browser.sign_in("00000099", PASSWORD).text


def test_a_device_that_the_owner_has_used_waits_for_nobody(identity, browser):
    an_account("00000001")
    browser.sign_in("00000001", PASSWORD)
    identity.valkey.set(throttle._row("00000001"), 100)
    network = throttle.Try("00000001", "127.0.0.0/24")
    wrong(identity.valkey, network, 9)

    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_a_known_device_that_guesses_waits_like_any_other(browser):
    an_account("00000001")
    browser.sign_in("00000001", PASSWORD)
    for _ in range(6):
        browser.sign_in("00000001", "Abcdefg2")

    assert "Hubo varios intentos fallidos." in browser.sign_in("00000001", PASSWORD).text


@pytest.mark.parametrize("cookie", ["", "x", "a" * 22, f"{'a' * 22}.{'b' * 22}", "ñ", "a." * 500])
def test_a_cookie_that_we_did_not_write_knows_nobody(cookie):
    assert devices.known_as(cookie, "00000001", "our secret") == ""


def test_a_device_knows_the_last_people_who_used_it():
    cookie = ""
    for number in range(10):
        cookie = devices.remember(cookie, f"{number:08}", "our secret")

    known = [bool(devices.known_as(cookie, f"{number:08}", "our secret")) for number in range(10)]
    assert known == [False] * 2 + [True] * 8
    assert devices.known_as(cookie, "00000009", "another secret") == ""


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(identity, browser):
    an_account("00000001")
    browser.sign_in()
    browser.sign_in()
    assert identity.outbox() == []

    from_elsewhere(identity).sign_in()

    (told,) = identity.outbox()
    assert (told.dni, told.device) == ("00000001", "Otro dispositivo")


def test_every_try_is_in_the_audit_trail(identity, browser):
    an_account("00000001")
    for _ in range(6):
        browser.sign_in("00000001", "Abcdefg2")
    browser.sign_in("00000001", PASSWORD)
    browser.sign_in("00000099", PASSWORD)
    from_elsewhere(identity).sign_in()

    entries = db.session.execute(
        select(AuditEntry.outcome, AuditEntry.reason, func.count())
        .where(AuditEntry.act == Act.SIGN_IN)
        .group_by(AuditEntry.outcome, AuditEntry.reason)
    )
    assert {(outcome, reason): count for outcome, reason, count in entries} == {
        (Outcome.REFUSED, "wrong_password"): 6,
        (Outcome.THROTTLED, "waiting"): 1,
        (Outcome.REFUSED, "unknown"): 1,
        (Outcome.DONE, ""): 1,
    }


def test_whatever_is_wrong_the_same_work_is_done(identity, browser):
    """The same hashes and the same statements: time follows from them."""
    an_account("00000001")
    a_pending_account("00000002")
    an_account("00000003", state=AccountState.SUSPENDED)
    work = {}
    for usuario in ("00000001", "00000002", "00000003", "00000099"):
        statements: Counter[str] = Counter()

        def note(_c, _cursor, statement, *_rest, counter=statements) -> None:
            counter[statement.split()[0]] += 1

        event.listen(db.session.get_bind(), "before_cursor_execute", note)
        page = browser.sign_in(usuario, "Otra-cosa-8")
        event.remove(db.session.get_bind(), "before_cursor_execute", note)
        work[usuario] = (dict(statements), page.status_int, len(page.text))

    assert len(set(map(str, work.values()))) == 1, work


def test_no_account_costs_the_hash_of_one(identity):
    kept = passwords.hash_password(PASSWORD)

    def cpu(password_hash: str | None) -> float:
        import time

        began = time.process_time()
        passwords.verify_password(password_hash, "Otra-cosa-8")
        return time.process_time() - began

    samples = [(cpu(kept), cpu(None)) for _ in range(24)]
    known, unknown = zip(*samples, strict=True)

    assert mann_whitney(known, unknown) > 0.01
    assert 0.8 < statistics.median(known) / statistics.median(unknown) < 1.25


def mann_whitney(some, others) -> float:
    """Return how likely samples so different are of one kind (normal approximation)."""
    larger = sum((a > b) + 0.5 * (a == b) for a in some for b in others)
    n, m = len(some), len(others)
    z = (larger - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))
