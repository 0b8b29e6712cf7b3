"""No input to any endpoint of the provider is an error of ours, and none leads a browser astray."""

from base64 import b64encode
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.component.identity.browser import CALLBACK
from tests.support.builders.identity import an_account

NAMES = [
    *("client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce"),
    *("code_challenge", "code_challenge_method", "prompt", "max_age", "login_hint", "acr_values"),
    *("id_token_hint", "request", "request_uri", "registration", "claims", "display", "tx"),
    *("grant_type", "code", "code_verifier", "refresh_token", "client_secret", "client_assertion"),
    *("client_assertion_type", "token", "token_type_hint", "post_logout_redirect_uri", "decision"),
]
"""Every parameter that some endpoint reads."""

ENDPOINTS = [
    *(("GET", "authorize"), ("POST", "authorize"), ("GET", "resume"), ("POST", "token")),
    *(("GET", "userinfo"), ("POST", "userinfo"), ("POST", "introspect"), ("POST", "revoke")),
    *(("GET", "end-session"), ("POST", "end-session"), ("POST", "end-session/confirm")),
    *(("GET", "permiso"), ("POST", "permiso"), ("GET", "login"), ("GET", "jwks")),
]

SENSIBLE = st.sampled_from(
    [
        *("gateway", "boleta", "the secret of the gateway", CALLBACK, "code", "openid", "query"),
        *("S256", "x" * 43, "none", "login", "consent", "0", "authorization_code"),
        *("refresh_token", "client_credentials", "e30.e30.e30", "a.b.c"),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "9" * 400,
    ]
)
"""What gets further than nonsense does."""

VALUES = SENSIBLE | st.text(max_size=40).map(str.encode) | st.binary(max_size=20)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUES), max_size=9)
HEADERS = st.sampled_from(["", "Basic ", "Bearer ", "basic\t"]).flatmap(
    lambda kind: (
        st.binary(max_size=30).map(lambda b: b64encode(b).decode()) | st.just("e30.e30.")
    ).map(lambda text: kind + text)
)

QUICKLY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""The same examples each time: what fails here fails for everybody."""


def encoded(pairs):
    """Write parameters as a browser does, whatever is in them."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


@pytest.fixture
def asker(identity, browser):
    """Be a browser in which somebody has signed in, and which says what it is told."""
    an_account()
    browser.sign_in()
    client = identity.app.test_client()
    client.set_cookie("passport", browser.cookies["passport"].strip('"'))
    return client


@pytest.mark.parametrize(("method", "endpoint"), ENDPOINTS)
@QUICKLY
@given(pairs=PAIRS, authorization=HEADERS)
def test_no_input_is_an_error_of_ours(asker, method, endpoint, pairs, authorization):
    text = encoded(pairs)
    is_form = method == "POST"

    answer = asker.open(
        f"/passport/{endpoint}" + ("" if is_form else f"?{text}"),
        method=method,
        data=text if is_form else None,
        content_type="application/x-www-form-urlencoded" if is_form else None,
        headers={"Authorization": authorization} if authorization.strip() else {},
    )

    assert answer.status_code < 500, (answer.status_code, text)
    place = urlsplit(answer.headers.get("Location", ""))
    assert place.netloc in {"", "ayni.test"}, answer.headers["Location"]


ADDRESSES = st.one_of(
    st.text(max_size=20).map(lambda more: f"{CALLBACK}{more or '/'}"),
    st.text(max_size=20).map(lambda before: f"{before or ' '}{CALLBACK}"),
    st.text(alphabet="htp:/ayni.test@#?\\%0.cbk", max_size=30),
    st.sampled_from(
        [
            *(CALLBACK.upper(), f"{CALLBACK}#", f"{CALLBACK}?", f"{CALLBACK}/../callback"),
            *(
                "http://ayni.test:80/callback",
                "http://x@ayni.test/callback",
                "//ayni.test/callback",
            ),
            *("http://ayni.test\\@evil.example/callback", "http://ayni.test%2eevil.example/"),
            *("javascript://ayni.test/callback", "http://ayni.test.evil.example/callback"),
        ]
    ),
).filter(lambda address: address != CALLBACK)


@QUICKLY
@given(address=ADDRESSES)
def test_nobody_is_sent_to_an_address_that_is_not_registered_to_the_letter(asker, gateway, address):
    answer = asker.get(gateway.request(redirect_uri=address))

    assert answer.status_code == 400
    assert "Location" not in answer.headers


@QUICKLY
@given(address=ADDRESSES)
def test_nobody_is_sent_there_after_a_sign_out_either(asker, address):
    form = encoded([("client_id", "gateway"), ("post_logout_redirect_uri", address)])

    answer = asker.post(
        "/passport/end-session/confirm",
        data=form,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.headers["Location"] in {"/", "http://ayni.test/"}
