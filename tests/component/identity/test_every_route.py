"""Every address of Passport, by no one, by a plain servidor, and by who attends another sede.

The list comes from the app itself: a page that is added is asked as well.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from sqlalchemy import select

from contracts.access_token import Grant, Role
from services.identity.models import Account, AuditEntry, RoleGrant, db
from tests.component.identity.staff import CANCHIS, LIMA
from tests.support.builders.identity import an_account
from tests.support.people import People
from tests.support.services import Service

OF_STAFF = ("mesa", "roles", "auditoria", "registro")
"""The blueprints of who looks after others."""

OF_ONESELF = ("cuenta", "cuenta_changes")

OPEN = frozenset(
    {
        *("authorize.authorize", "authorize.resume", "consent.show", "consent.decide"),
        *("endpoints.discovery", "endpoints.jwks", "endpoints.token", "endpoints.userinfo"),
        *("inspection.introspect", "inspection.revoke", "logout.ask", "logout.confirm"),
        *("login.show", "login.submit", "second_step.show", "second_step.submit"),
        *("second_step.enrol", "second_step.confirm", "cuenta_changes.open_link"),
        *("links.show_generar", "links.generar", "links.sent"),
        *("links.show_recuperar", "links.recuperar", "links.recovery_noted"),
        *("password.open_link", "password.show", "password.save", "password.done"),
        *("captcha.image", "captcha.audio", "captcha.another", "captcha.work"),
        *("healthz", "readyz", "metrics"),
    }
)
"""What anybody may ask for who has not signed in; the protocol asks for its own proofs."""


class Asked(NamedTuple):
    """One method of one address."""

    endpoint: str
    method: str
    address: str

    @property
    def blueprint(self) -> str:
        return self.endpoint.partition(".")[0]


def every_address(identity: Service, account: Account) -> Iterator[Asked]:
    """Return every method of every address, about that account where it is about one."""
    values = {
        "account_id": str(account.id),
        "session_id": str(account.id),
        "import_id": str(account.id),
        "name": "suspender",
        "role": "auditor",
        "sede": CANCHIS,
        "client_id": "gateway",
        "captcha_id": "none",
        "link": "none",
    }
    with identity.app.test_request_context():
        adapter = identity.app.url_map.bind("ayni.test")
        for rule in identity.app.url_map.iter_rules():
            if rule.endpoint.startswith("ui."):
                continue
            given = {name: values[name] for name in rule.arguments}
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield Asked(rule.endpoint, method, adapter.build(rule.endpoint, given, method))


def ask(browser, asked: Asked) -> int:
    """Ask, with a form that would do something."""
    form = {"motivo": "Porque sí.", "confirmado": "1", "correo": "otra@example.pe"}
    more = {"expediente": "1", "dni": "00000001", "rol": "auditor", "sede": CANCHIS}
    response = (
        browser.get(asked.address, expect_errors=True)
        if asked.method == "GET"
        else browser.post(asked.address, form | more, expect_errors=True)
    )
    return response.status_int


def everything() -> list[tuple]:
    """Return what an intruder could have changed."""
    db.session.expire_all()
    accounts = select(Account.dni, Account.state, Account.correo, Account.password_hash)
    roles = select(RoleGrant.account_id, RoleGrant.role, RoleGrant.sede)
    done = select(AuditEntry.act).where(AuditEntry.outcome == "done")
    return [
        *map(tuple, db.session.execute(accounts.order_by(Account.dni))),
        *map(tuple, db.session.execute(roles.order_by(RoleGrant.account_id))),
        *map(tuple, db.session.execute(done)),
    ]


@pytest.fixture
def rosa(identity: Service) -> Account:
    """Register somebody of a UGEL."""
    return an_account("00000001", sede=CANCHIS)


def test_without_a_token_only_what_is_listed_here_answers(identity: Service, rosa: Account):
    before = everything()

    answered = {
        asked.endpoint
        for asked in every_address(identity, rosa)
        if ask(identity.browser(), asked) != 401
    }

    assert answered <= OPEN
    assert everything() == before


def test_a_plain_servidor_looks_after_nobody(identity: Service, rosa: Account, people: People):
    servidor = an_account("00000002", sede=CANCHIS, correo="jose@example.pe")
    browser = identity.browser(people.token("00000002", sub=str(servidor.id)))
    before = everything()

    statuses = {
        asked: ask(browser, asked)
        for asked in every_address(identity, rosa)
        if asked.blueprint in OF_STAFF
    }

    assert len(statuses) > 15
    assert set(statuses.values()) == {403}
    assert everything() == before


def test_without_a_session_of_its_own_a_token_opens_no_mi_cuenta(
    identity: Service, rosa: Account, people: People
):
    browser = identity.browser(people.token("00000001", sub=str(rosa.id), sid=str(rosa.id)))
    before = everything()

    statuses = {
        asked: ask(browser, asked)
        for asked in every_address(identity, rosa)
        if asked.blueprint in OF_ONESELF and asked.endpoint not in OPEN
    }

    assert set(statuses.values()) == {401}
    assert everything() == before


@pytest.mark.parametrize("role", [Role.MESA_DE_AYUDA, Role.ADMINISTRADOR, Role.AUDITOR])
def test_who_attends_another_sede_finds_nobody_of_this_one(
    identity: Service, rosa: Account, people: People, role: Role
):
    grants = (Grant(role, LIMA),)
    actor = an_account("00000900", sede=LIMA, correo="ana@example.pe", grants=grants)
    browser = identity.browser(people.token("00000900", grants=grants, sub=str(actor.id)))
    before = everything()

    about_rosa = [
        asked
        for asked in every_address(identity, rosa)
        if asked.blueprint in {"mesa", "roles"} and str(rosa.id) in asked.address
    ]
    statuses = {asked: ask(browser, asked) for asked in about_rosa}

    assert len(statuses) >= 5
    assert set(statuses.values()) <= {403, 404}
    assert everything() == before


def test_there_is_no_address_that_changes_something_by_get(identity: Service, rosa: Account):
    before = everything()

    for asked in every_address(identity, rosa):
        if asked.method == "GET":
            ask(identity.browser(), asked)

    assert everything() == before
