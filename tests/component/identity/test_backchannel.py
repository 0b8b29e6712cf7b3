"""When a session ends, however it does, services refuse its tokens and its clients are told."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import KeySet

from chassis.ended import has_ended
from services.identity.models import Client, LoginSession, LogoutNotice, db
from services.identity.oidc.backchannel import sweep, tell_client
from services.identity.usecases.logout import (
    DELAYS,
    LEASE,
    follow_ended_sessions,
    hand_over,
    take_notice,
)
from tests.component.identity.browser import a_client, claims_of
from tests.support.builders.identity import an_account
from tests.support.people import PUBLIC_URL

EVENT = "http://schemas.openid.net/event/backchannel-logout"

AT_THE_TALLER = "http://localhost:9999/cb"
"""Where that client takes codes."""


class Receiver:
    """A client that listens, and answers as it is told."""

    def __init__(self):
        self.status = 200
        self.heard = []
        self.uri = ""

    @contextmanager
    def listening(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.heard.append(parse_qs(body)["logout_token"][0])
                self.send_response(receiver.status)
                self.send_header("Location", f"{receiver.uri}/other")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_):
                """Stay silent."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            self.uri = f"http://127.0.0.1:{server.server_port}/logout"
            yield
            server.shutdown()


@pytest.fixture
def receiver():
    receiver = Receiver()
    with receiver.listening():
        yield receiver


@pytest.fixture
def account(identity):
    return an_account("00000001")


@pytest.fixture
def taller(identity, receiver):
    """Be a client that wants to hear."""
    heard = ("--backchannel-logout-uri", receiver.uri, "--first-party")
    return a_client(identity, *heard, redirect_uri=AT_THE_TALLER)


@pytest.fixture
def tokens(account, browser, taller):
    """Sign 00000001 in with that client."""
    login = browser.get(taller.request(redirect_uri=AT_THE_TALLER))
    code = browser.sign_in(at=login.location).follow().location.split("code=")[1].split("&")[0]
    return taller.redeem(code, redirect_uri=AT_THE_TALLER).json


def notices():
    db.session.expire_all()
    return db.session.query(LogoutNotice).order_by(LogoutNotice.client_id).all()


def end_sessions_of(account):
    """Say in the rows, and nowhere else, that the sessions of a person have ended."""
    with db.transaction():
        db.session.query(LoginSession).filter_by(account_id=account.id).update(
            {"ended_at": datetime.now(UTC)}
        )


def tell_all():
    """Do what the worker does."""
    follow_ended_sessions()
    for hold in hand_over():
        tell_client(hold)


def test_a_client_of_the_session_is_told(identity, account, taller, tokens, receiver):
    end_sessions_of(account)

    tell_all()

    (token,) = receiver.heard
    keys = KeySet.import_key_set(taller.http.get("/passport/jwks").json)
    decoded = jwt.decode(token, keys, algorithms=["RS256"])
    claims = decoded.claims
    assert decoded.header["typ"] == "logout+jwt"
    assert (claims["iss"], claims["aud"]) == (f"{PUBLIC_URL}/passport", taller.id)
    assert claims["sid"] == claims_of(tokens["id_token"])["sid"]
    assert claims["sub"] == claims_of(tokens["id_token"])["sub"]
    assert claims["events"] == {EVENT: {}}
    assert 0 < claims["exp"] - claims["iat"] <= 120
    assert claims["jti"]
    assert "nonce" not in claims
    assert [notice.state for notice in notices()] == ["told"]


def test_who_signed_in_with_several_has_all_of_them_told(
    account, browser, gateway, tokens, receiver
):
    gateway.tokens(browser)
    end_sessions_of(account)

    follow_ended_sessions()

    assert len(notices()) == 2
    assert {notice.client_id for notice in notices()} >= {"gateway"}


def test_a_client_that_got_no_token_hears_nothing(account, browser, taller, receiver):
    browser.sign_in()
    browser.get(taller.request(redirect_uri=AT_THE_TALLER))
    end_sessions_of(account)

    tell_all()

    assert receiver.heard == []


def test_services_refuse_the_tokens_of_an_ended_session(identity, account, tokens):
    claims = claims_of(tokens["access_token"])
    assert not has_ended(identity.valkey, claims)
    end_sessions_of(account)

    follow_ended_sessions()

    assert has_ended(identity.valkey, claims)


def test_who_signs_out_is_out_at_once(identity, browser, tokens):
    browser.post("/passport/end-session", {"id_token_hint": tokens["id_token"]})

    assert has_ended(identity.valkey, claims_of(tokens["access_token"]))


def test_an_end_is_followed_once(account, tokens):
    end_sessions_of(account)
    follow_ended_sessions()
    follow_ended_sessions()

    assert len(notices()) == 1
    assert len(hand_over()) == 1
    assert hand_over() == []


@pytest.mark.parametrize("status", [400, 404, 500, 302])
def test_who_does_not_understand_is_told_again_later(account, tokens, receiver, status):
    receiver.status = status
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        end_sessions_of(account)
        tell_all()
        assert notices()[0].answer == str(status)
        assert hand_over() == []

        receiver.status = 200
        clock.shift(DELAYS[0])
        tell_all()

    assert [notice.state for notice in notices()] == ["told"]
    first, second = (claims_of(token)["jti"] for token in receiver.heard)
    assert first != second


def test_who_never_understands_is_given_up(account, tokens, receiver):
    receiver.status = 500
    end_sessions_of(account)

    now = datetime.now(UTC)
    for delay in (timedelta(0), *DELAYS, timedelta(days=1)):
        now += delay + timedelta(seconds=1)
        with time_machine.travel(now, tick=False):
            tell_all()

    assert len(receiver.heard) == len(DELAYS) + 1
    assert notices()[0].state == "given_up"


def test_who_is_away_is_told_again_later(identity, account, tokens, taller):
    with db.transaction():
        db.session.get(Client, taller.id).backchannel_logout_uri = "http://127.0.0.1:1/logout"
    end_sessions_of(account)

    tell_all()

    assert notices()[0].state == "due"


def test_a_worker_that_does_not_come_back_is_replaced(account, tokens, receiver):
    end_sessions_of(account)
    follow_ended_sessions()
    (lost,) = hand_over()

    with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        (hold,) = hand_over()
        tell_client(hold)

    assert take_notice(lost) is None
    assert len(receiver.heard) == 1


def test_a_client_that_is_disabled_hears_nothing(identity, account, tokens, taller, receiver):
    identity.run("clients", "disable", taller.id)
    end_sessions_of(account)

    tell_all()

    assert receiver.heard == []


def test_the_worker_is_woken_for_what_is_due(identity, account, tokens):
    end_sessions_of(account)
    follow_ended_sessions()

    assert sweep() is True

    assert identity.valkey.llen("identity.logout") == 1
    assert sweep() is False
