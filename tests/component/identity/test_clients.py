"""The programs that an operator registers: what they are told, and what they may be."""

import json

import pytest

from tests.component.identity.browser import CALLBACK, Client, a_client
from tests.support.builders.identity import an_account


def create(identity, *options):
    return identity.run("clients", "create", "--name", "SIAGIE", *options)


def test_the_credentials_are_told_once_a_line_each(identity):
    done = create(identity, "--redirect-uri", "https://siagie.example.pe/cb")

    told = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert told.keys() == {"client_id", "client_secret"}
    assert told["client_id"].startswith("siagie-")
    assert told["client_secret"] not in identity.run("clients", "list", "--json").stdout


def test_everything_that_may_be_said_of_a_client(identity):
    create(
        identity,
        *("--redirect-uri", "https://siagie.example.pe/cb"),
        *("--redirect-uri", "http://localhost:8080/cb"),
        *("--post-logout-redirect-uri", "https://siagie.example.pe/"),
        *("--backchannel-logout-uri", "https://siagie.example.pe/logout"),
        *("--auth", "client_secret_post"),
        *("--scope", "dni", "--scope", "email"),
    )

    found = json.loads(identity.run("clients", "list", "--json").stdout)

    (siagie,) = [client for client in found if client["name"] == "SIAGIE"]
    assert siagie | {"client_id": ""} == {
        "client_id": "",
        "name": "SIAGIE",
        "enabled": True,
        "first_party": False,
        "auth": "client_secret_post",
        "grants": ["authorization_code", "refresh_token"],
        "scopes": ["openid", "dni", "email"],
        "redirect_uris": ["https://siagie.example.pe/cb", "http://localhost:8080/cb"],
        "post_logout_redirect_uris": ["https://siagie.example.pe/"],
        "backchannel_logout_uri": "https://siagie.example.pe/logout",
    }
    assert "https://siagie.example.pe/cb" in identity.run("clients", "list").stdout


@pytest.mark.parametrize(
    "address",
    [
        "http://siagie.example.pe/cb",
        "https://siagie.example.pe/cb#top",
        "https://siagie@evil.example/cb",
        "https:///cb",
        "https://siagie.example.pe/c b",
        "https://siagie.example.pe:x/cb",
        "javascript:alert(1)",
        "/cb",
        "*",
    ],
)
def test_an_address_that_is_not_safe_is_refused(identity, address):
    given = "https://siagie.example.pe/cb"

    for option in ("--redirect-uri", "--post-logout-redirect-uri", "--backchannel-logout-uri"):
        done = create(identity, "--redirect-uri", given, option, address)

        assert done.exit_code == 1
        assert f"La dirección «{address}» no sirve" in done.output


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:9000"])
def test_on_the_machine_of_a_developer_http_will_do(identity, host):
    assert create(identity, "--redirect-uri", f"http://{host}/cb").exit_code == 0


@pytest.mark.parametrize("keys", ["", "no JSON", "[]", '{"keys": []}', '{"kty": "oct", "k": "eA"}'])
def test_keys_that_are_none_are_refused(identity, tmp_path, keys):
    jwks = tmp_path / "jwks.json"
    jwks.write_text(keys)

    done = create(
        identity,
        *("--redirect-uri", "https://siagie.example.pe/cb"),
        *("--auth", "private_key_jwt", "--jwks", str(jwks)),
    )

    assert done.exit_code == 1
    assert "clave" in done.output


def test_who_signs_for_itself_needs_keys(identity):
    done = create(identity, "--redirect-uri", CALLBACK, "--auth", "private_key_jwt")

    assert done.exit_code == 1


def test_a_new_secret_takes_the_place_of_the_old_one(identity, browser):
    an_account()
    other = a_client(identity, "--first-party", redirect_uri="https://otra.example.pe/cb")
    form = {"token": "x"}

    told = json.loads(identity.run("clients", "rotate-secret", other.id, "--json").stdout)

    renewed = Client(identity.app, other.id, told["client_secret"])
    assert other.post("/passport/introspect", form).status_int == 401
    assert renewed.post("/passport/introspect", form).json == {"active": False}


def test_with_a_client_that_is_disabled_nobody_signs_in(identity, browser, gateway):
    an_account()
    token = gateway.tokens(browser)["refresh_token"]

    assert identity.run("clients", "disable", "gateway").exit_code == 0

    assert browser.get(gateway.request(), expect_errors=True).status_int == 400
    assert gateway.refresh(token).status_int == 401
    assert "(desactivado)" in identity.run("clients", "list").stdout

    assert identity.run("clients", "enable", "gateway").exit_code == 0
    assert gateway.refresh(token).status_int == 200


@pytest.mark.parametrize("command", ["rotate-secret", "disable", "enable"])
def test_nothing_is_done_to_a_client_that_is_not_there(identity, command):
    done = identity.run("clients", command, "nobody")

    assert done.exit_code == 1
    assert "No hay un cliente nobody." in done.output
