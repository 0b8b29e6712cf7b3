"""A service made by the chassis: nobody without a token, every error a problem, no page cached."""

import pytest
from flask import Flask
from redis import Redis
from webtest import TestApp

import uikit
from chassis.access import current_principal, public, requires
from chassis.errors import Conflict, Invalid
from chassis.service import create_service
from chassis.settings import Secret, ServiceSettings
from contracts.access_token import Role
from tests.support.people import PUBLIC_URL


@pytest.fixture(scope="module")
def app(valkey, people) -> Flask:
    settings = ServiceSettings(
        public_url=PUBLIC_URL, valkey_url=Secret(valkey.url), identity_url=people.url
    )
    app = create_service("nobody", __name__, settings)
    uikit.register(app)

    @app.get("/mine")
    def mine():
        return {"dni": current_principal().dni}

    @app.get("/bandeja")
    @requires(Role.ESCALAFON)
    def bandeja():
        return "bandeja"

    @app.get("/conflict")
    @public
    def conflict():
        raise Conflict("Otra persona ya la atendió.")

    @app.post("/invalid")
    @public
    def invalid():
        raise Invalid(errors={"dni": "Escriba 8 dígitos."})

    @app.get("/broken")
    @public
    def broken():
        raise LookupError("the secret of the house")

    @app.get("/away")
    @public
    def away():
        Redis.from_url("redis://127.0.0.1:1").ping()

    return app


def client(app, token="", accept="application/json"):
    headers = {"HTTP_ACCEPT": accept}
    if token:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return TestApp(app, extra_environ=headers)


def test_nobody_gets_in_without_a_token(app):
    response = client(app).get("/mine", status=401)

    assert response.json["type"] == "urn:ayni:problem:not-signed-in"
    assert response.content_type == "application/problem+json"


def test_a_token_says_whose_data_it_is(app, people):
    assert client(app, people.token("00000007")).get("/mine").json == {"dni": "00000007"}


@pytest.mark.parametrize(
    "change",
    [
        {"exp": 1},
        {"aud": "somebody"},
        {"iss": "http://elsewhere/passport"},
        {"sub": None},
        {"exp": None},
        {"client_id": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(app, people, change):
    client(app, people.token(**change)).get("/mine", status=401)


@pytest.mark.parametrize("typ", ["JWT", "", "logout+jwt"])
def test_only_an_access_token_is_an_access_token(app, people, typ):
    token = people.sign({"sub": "x", "client_id": "gateway"}, typ=typ)

    client(app, token).get("/mine", status=401)


def test_a_changed_token_is_refused(app, people):
    head, claims, signature = people.token().split(".")
    other_claims = people.token("00000666").split(".")[1]

    client(app, f"{head}.{other_claims}.{signature}").get("/mine", status=401)
    client(app, f"{head}.{claims}.").get("/mine", status=401)
    client(app, "not a token").get("/mine", status=401)


def test_a_role_opens_its_page_and_no_other_does(app, people):
    client(app, people.with_role(Role.ESCALAFON, "080006")).get("/bandeja", status=200)

    refused = client(app, people.with_role(Role.AUDITOR, "080006")).get("/bandeja", status=403)
    assert "Especialista de escalafón" in refused.json["detail"]


def test_a_refusal_is_told_to_a_program_and_to_a_person_in_the_same_words(app):
    problem = client(app).get("/conflict", status=409)
    page = client(app, accept="text/html").get("/conflict", status=409)

    assert problem.json["detail"] == "Otra persona ya la atendió."
    assert "Otra persona ya la atendió." in page.text
    assert page.html.find("h1").text.strip() == problem.json["title"]


def test_an_invalid_form_says_what_is_wrong_in_each_field(app):
    problem = client(app).post("/invalid", status=422)

    assert problem.json["errors"] == {"dni": "Escriba 8 dígitos."}


def test_what_nobody_foresaw_is_shown_without_its_reason(app):
    response = client(app, accept="text/html").get("/broken", status=500)

    assert "the secret of the house" not in response.text


def test_what_is_away_is_told_as_such(app):
    response = client(app).get("/away", status=503)

    assert response.json["type"] == "urn:ayni:problem:unavailable"


def test_a_request_id_ties_the_answer_to_the_log(app):
    headers = {"X-Request-ID": "0123456789abcdef"}

    assert client(app).get("/mine", headers=headers, status=401).json["request_id"] == (
        "0123456789abcdef"
    )


def test_a_malformed_request_id_is_replaced(app):
    headers = {"X-Request-ID": "x\x7f<script>"}

    assert "script" not in client(app).get("/mine", headers=headers, status=401).json["request_id"]


def test_an_unknown_page_is_a_problem_and_no_page_is_cached(app):
    response = client(app, accept="text/html").get("/nowhere", status=404)

    assert response.headers["Cache-Control"] == "no-store"


def test_the_probes_answer_without_a_token(app):
    assert client(app).get("/healthz").json == {"status": "ok"}
    assert client(app).get("/readyz").json == {"status": "ok", "checks": {"valkey": True}}


def test_requests_are_counted_by_their_route_and_told_inside_only(app):
    inside = TestApp(app, extra_environ={"HTTP_HOST": "nobody:8000"})
    client(app).get("/conflict", status=409)

    told = inside.get("/metrics").text

    line = 'ayni_requests_total{method="GET",route="/conflict",service="nobody",status="409"}'
    assert line in told
    inside.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}, status=404)
    TestApp(app, extra_environ={"HTTP_HOST": "ayni.test"}).get("/metrics", status=404)
