"""How people hear of a new boleta: each as they chose, and nobody twice."""

from datetime import datetime

import pytest

from contracts.access_token import Principal
from services.notifier.domain.preferences import Preferencia, is_digest_time
from services.notifier.usecases.digest import send_digests
from services.notifier.usecases.preferences import choose
from tests.support.builders.notifier import ROSA, accounts_created, boletas_published, people

OTHERS = people(2, first=900)


@pytest.fixture
def told(notifier):
    """Offer `told(choice, event, …)`: to whom something is written when Rosa chose that."""
    notifier.hear(accounts_created(ROSA, *OTHERS))

    def tell(choice, *events):
        choose(Principal(sub="1", client_id="gateway", dni=ROSA.dni), choice)
        notifier.hear(*events)
        return sorted(email.correo for email in notifier.emails())

    return tell


def published(**fields):
    return boletas_published(ROSA.dni, *[person.dni for person in OTHERS], **fields)


def test_who_chose_nothing_hears_of_each(notifier):
    notifier.hear(accounts_created(ROSA), boletas_published(planilla=1))
    notifier.hear(boletas_published(planilla=2))

    assert len(notifier.emails()) == 2


@pytest.mark.parametrize("choice", [Preferencia.NINGUNO, Preferencia.RESUMEN])
def test_who_chose_otherwise_is_not_written_to_at_once(told, choice):
    assert told(choice, published()) == [person.correo for person in OTHERS]


def test_the_digest_tells_all_boletas_once(told, notifier, server):
    told(Preferencia.RESUMEN, published(planilla=1), published(planilla=2, periodo=202207))

    assert send_digests() == 1
    assert send_digests() == 0
    notifier.deliver()

    (digest,) = [message for message in server.messages if message["To"] == ROSA.correo]
    text = next(digest.iter_parts()).get_content()
    assert digest["Subject"] == "Sus boletas de esta semana"
    assert text.index("JUNIO 2022") < text.index("JULIO 2022")


def test_a_boleta_that_is_announced_twice_is_in_the_digest_once(told):
    told(Preferencia.RESUMEN, published(planilla=1))
    told(Preferencia.RESUMEN, published(planilla=1))

    assert send_digests() == 1


def test_who_changes_their_mind_hears_at_once_again(told):
    told(Preferencia.NINGUNO, published(planilla=1))

    assert ROSA.correo in told(Preferencia.CORREO, published(planilla=2))


@pytest.mark.parametrize(
    ("moment", "is_time"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T23:00", True),
        ("2026-11-24T08:00", False),
    ],
)
def test_digests_go_out_on_mondays_from_eight(moment, is_time):
    assert is_digest_time(datetime.fromisoformat(moment)) is is_time


def test_what_may_be_refused_says_where(notifier, server):
    notifier.hear(accounts_created(ROSA), boletas_published())
    notifier.deliver()

    (message,) = server.messages
    assert message["List-Unsubscribe"] == "<http://ayni.test/correos/preferencias>"
