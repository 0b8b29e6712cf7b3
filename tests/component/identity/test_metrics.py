"""What identity counts of itself: how sign-ins end, codes, tokens refused, who waits for a hash."""

from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from services.identity.acts import Act, Outcome
from services.identity.models import AuditEntry, db
from tests.component.identity.browser import Browser, Client
from tests.support.builders.identity import an_account
from tests.support.services import Service

Counted = Callable[..., float]


@pytest.fixture
def counted() -> Counted:
    """Tell by how much a number has grown since the test began."""
    before = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for metric in REGISTRY.collect()
        for sample in metric.samples
    }

    def grown(name: str, **labels: str) -> float:
        now = REGISTRY.get_sample_value(name, labels) or 0.0
        return now - before.get((name, *sorted(labels.items())), 0.0)

    return grown


def test_sign_ins_are_counted_by_how_they_ended(
    identity: Service, browser: Browser, counted: Counted
):
    account = an_account()

    browser.sign_in(account.dni, "otra")
    browser.send("/passport/login", usuario=account.dni, contrasena="otra", code="xxxxx")
    browser.sign_in(account.dni)

    assert counted("identity_acts_total", act="sign_in", outcome="refused") == 1
    assert counted("identity_acts_total", act="sign_in", outcome="done") == 1
    assert counted("identity_captcha_total", outcome="right") == 2
    assert counted("identity_captcha_total", outcome="wrong") == 1
    assert counted("identity_hash_wait_seconds_count") == 3  # the one that the account has, too


def test_refusals_of_the_token_endpoint_are_counted_by_their_error(
    gateway: Client, counted: Counted
):
    gateway.redeem("nada")

    assert counted("identity_token_errors_total", error="invalid_grant") == 1


def test_a_program_that_cannot_prove_itself_is_told_once_a_minute(
    identity: Service, gateway: Client
):
    gateway.authorization = "Basic bm9ib2R5Om5vdGhpbmc="

    for _ in range(3):
        gateway.redeem("nada")

    entries = db.session.query(AuditEntry).filter_by(act=Act.CLIENT_REFUSED).all()
    assert [(entry.outcome, entry.client_id, entry.reason) for entry in entries] == [
        (Outcome.REFUSED, None, "unknown_client")
    ]
