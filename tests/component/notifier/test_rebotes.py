"""A mail provider tells by HTTP what came back; nobody else can."""

import pytest

from services.notifier.domain import State
from tests.support.builders.notifier import accounts_created, boletas_published, delivery_report

SECRET = "lo que el proveedor muestra"  # the environment of these tests (conftest) has it too


@pytest.fixture
def tell(notifier):
    """Offer `tell(report, secret)`: the answer to a provider."""
    browser = notifier.service.browser()

    def post(report, secret=SECRET, **expected):
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "message/rfc822"}
        return browser.post("/correos/rebotes", report, headers=headers, **expected)

    return post


@pytest.fixture
def sent(notifier):
    """Have sent one notice, and return its row."""
    notifier.hear(accounts_created(), boletas_published())
    notifier.deliver()
    return notifier.email()


def test_what_came_back_is_marked(tell, sent, notifier):
    tell(delivery_report(sent.id.hex), status=202)
    tell(delivery_report(sent.id.hex), status=202)

    assert notifier.email().state == State.BOUNCED


@pytest.mark.parametrize("secret", ["", "otro", SECRET + "x", "ñ"])
def test_who_does_not_know_the_secret_is_refused(tell, sent, notifier, secret):
    tell(delivery_report(sent.id.hex), secret.encode("utf-8").decode("latin-1"), status=403)

    assert notifier.email().state == State.SENT


def test_what_is_no_report_is_refused(tell):
    tell(b"hola", status=422)
