"""People sign in with programs that are not ours, which know OpenID Connect from its text alone."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey

from deploy.platform import Platform
from deploy.ports import free_ports
from tests.support.inhabitants import Inhabitants
from tests.support.journey import Copy, Journey, form_to
from tests.support.programs import apache, openid_client, register
from tests.support.visitor import Page, Visitor
from tests.support.waiting import wait_for

CALLBACK, GOODBYE = "http://localhost:9/cb", "http://localhost:9/bye"
"""Where the browser goes when a program has what it wants; nobody listens there."""

AUTHENTICATIONS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]

SignIn = Callable[..., Journey]


def permit(page: Page, away: str) -> str:
    """Permit on the page of Passport what a program wants to know; return where that leads."""
    return leave(page.form.submit("decision", value="permitir", expect_errors=True), away)


def leave(page: Page, away: str) -> str:
    """Follow redirects until one leads to that address, and return it."""
    while not page.location.startswith(away):
        page = page.follow(expect_errors=True)
        assert page.status_int in {302, 303}, f"{page.request.url}: {page.status}\n{page.text}"
    return str(page.location)


def path_of(url: str) -> str:
    """Return an address of the platform as its visitors type it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def person(inhabitants: Inhabitants, signed_in: SignIn) -> Journey:
    """Offer somebody who has signed in to the platform."""
    return signed_in(inhabitants.servidor())


@pytest.fixture
def issuer(copy: Copy) -> str:
    return f"{copy.public_url}/passport"


@pytest.mark.parametrize("auth", AUTHENTICATIONS)
def test_openid_client_signs_a_person_in(
    auth: str, platform: Platform, person: Journey, issuer: str, tmp_path
) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps(key.as_dict(private=False)))
    signs = ("--jwks", str(jwks), "--id-token-alg", "ES256") if auth == "private_key_jwt" else ()
    options = ("--auth", auth, "--post-logout-redirect-uri", GOODBYE, *signs)
    registered = register(platform, *options, redirect_uri=CALLBACK)
    program = openid_client(
        {
            "issuer": issuer,
            "client_id": registered.client_id,
            "client_secret": registered.client_secret,
            "auth": auth,
            "jwk": {**key.as_dict(private=True), "kid": key.kid},
            "id_token_alg": "ES256" if signs else "RS256",
            "redirect_uri": CALLBACK,
            "post_logout_redirect_uri": GOODBYE,
            "scope": "openid profile",
        }
    )

    asked = person.browser.visit(path_of(program.url))
    learnt = program.finish(permit(asked, CALLBACK))

    assert learnt["userinfo"]["name"]
    assert learnt["claims"]["sub"] == learnt["userinfo"]["sub"]
    assert learnt["active"] == [True, False]
    goodbye = leave(person.browser.get(path_of(learnt["logout"])), GOODBYE)
    assert goodbye == f"{GOODBYE}?state=bye"
    assert person.browser.visit("/inicio").request.path == "/passport/login"


@pytest.mark.parametrize("auth", AUTHENTICATIONS)
def test_authlib_signs_a_person_in(
    auth: str, platform: Platform, person: Journey, issuer: str, tmp_path
) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps(key.as_dict(private=False)))
    signs = ("--jwks", str(jwks)) if auth == "private_key_jwt" else ()
    registered = register(platform, "--auth", auth, *signs, redirect_uri=CALLBACK)
    session = OAuth2Session(
        registered.client_id,
        key if signs else registered.client_secret,
        token_endpoint_auth_method=auth,
        revocation_endpoint_auth_method=auth,
        introspection_endpoint_auth_method=auth,
        scope="openid profile",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
    )
    session.register_client_auth_method(PrivateKeyJWT(f"{issuer}/token", alg="ES256"))
    verifier = "a verifier of forty-three signs, or somewhat".replace(" ", "-").replace(",", "")
    url, state = session.create_authorization_url(f"{issuer}/authorize", code_verifier=verifier)

    back = permit(person.browser.visit(path_of(url)), CALLBACK)
    session.fetch_token(
        f"{issuer}/token", authorization_response=back, state=state, code_verifier=verifier
    )

    assert session.get(f"{issuer}/userinfo").json()["name"]
    session.refresh_token(f"{issuer}/token")
    token = session.token["access_token"]
    assert session.introspect_token(f"{issuer}/introspect", token=token).json()["active"]
    assert session.revoke_token(f"{issuer}/revoke", token=token).status_code == 200
    assert not session.introspect_token(f"{issuer}/introspect", token=token).json()["active"]


def test_apache_signs_a_person_in_and_hears_when_they_are_out(
    platform: Platform, person: Journey, issuer: str, copy: Copy
) -> None:
    (port,) = free_ports(1)
    place = f"http://localhost:{port}"
    heard = ("--backchannel-logout-uri", f"{place}/callback?logout=backchannel")
    registered = register(platform, *heard, redirect_uri=f"{place}/callback")
    with apache(
        port=port,
        issuer=issuer,
        client_id=registered.client_id,
        client_secret=registered.client_secret,
        after_logout=f"{copy.public_url}/",
    ):
        there = Visitor(place)
        asked = there.get("/", expect_errors=True)
        back = permit(person.browser.visit(path_of(asked.location)), f"{place}/callback")
        page = there.get(path_of(back), expect_errors=True).follow()
        assert page.headers["X-Signed-In"]
        assert there.get("/").status_int == 200

        person.browser.send(form_to("/logout", person.browser.visit("/inicio")))

        wait_for(lambda: there.get("/", expect_errors=True).status_int == 302, "Apache to hear")
