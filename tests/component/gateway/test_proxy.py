"""What reaches the services, and what comes back from them."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from gateway.routes import ROUTES
from gateway.upstream import IDLE_SECONDS, Connection
from tests.component.gateway.browser import FROM_HERE, Browser
from tests.component.gateway.neighbours import Echo, Passport

FROM_OUTSIDE = {
    "Authorization": "Bearer forged",
    "X-Request-ID": "0123456789abcdef",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "malo.example",
    "X-Forwarded-Prefix": "/malo",
    "Forwarded": "for=10.0.0.1",
    "X-Real-IP": "10.0.0.1",
    "Connection": "close, X-Custom",
    "X-Custom": "of this connection",
    "TE": "trailers",
    "Accept-Language": "es-PE",
}


@pytest.mark.parametrize("prefix", ["/legajo", "/boleta"])
def test_a_service_is_told_who_asks(signed_in: Browser, passport: Passport, prefix: str):
    seen = signed_in.get(f"{prefix}/algo?a=1&b=%20").json

    assert seen["target"] == f"{prefix}/algo?a=1&b=%20"
    scheme, _, token = seen["headers"]["authorization"].partition(" ")
    assert (scheme, token.count(".")) == ("Bearer", 2)


def test_what_comes_from_outside_comes_off(signed_in: Browser):
    seen = signed_in.get("/legajo/", headers=FROM_OUTSIDE).json["headers"]

    assert seen["authorization"] != "Bearer forged"
    assert seen["x-request-id"] != FROM_OUTSIDE["X-Request-ID"]
    assert seen["x-forwarded-for"] == "192.0.2.7"
    assert seen["host"] == "ayni.test"
    assert seen["accept-language"] == "es-PE"
    gone = {"cookie", "x-forwarded-host", "x-forwarded-prefix", "forwarded", "x-real-ip"}
    assert not (gone | {"x-custom", "te"}) & set(seen)


def test_a_request_id_is_born_here_for_each_request(signed_in: Browser):
    first, second = (
        signed_in.get("/legajo/", headers=FROM_OUTSIDE).json["headers"]["x-request-id"]
        for _ in range(2)
    )

    assert first != second


def test_the_address_of_the_client_comes_from_our_own_edge_if_there_is_one(
    start_gateway, app: Flask, passport: Passport
):
    browser = Browser(start_gateway(GATEWAY_TRUSTED_PROXIES="1"))
    browser.sign_in(passport)

    seen = browser.get("/legajo/", headers={"X-Forwarded-For": "10.6.6.6, 203.0.113.9"}).json

    assert seen["headers"]["x-forwarded-for"] == "203.0.113.9"


def test_identity_alone_receives_its_own_cookies(signed_in: Browser):
    cookies = "passport=a; __Host-passport_link=c; other=d; xpassport=e; passport_link=f"
    header = {"Cookie": f"{cookies}; ayni={signed_in.cookies['ayni']}"}

    to_identity = signed_in.get("/passport/login", headers=header).json["headers"]
    to_legajo = signed_in.get("/legajo/", headers=header).json["headers"]

    assert to_identity["cookie"] == "passport=a; __Host-passport_link=c; passport_link=f"
    assert "cookie" not in to_legajo


def test_identity_alone_sets_cookies_and_only_its_own(
    start_gateway, app: Flask, echo, passport: Passport
):
    to_echo = Browser(start_gateway(AYNI_IDENTITY_URL=echo.url))
    signed_in = Browser(app)
    signed_in.sign_in(passport)

    of_identity = to_echo.get("/passport/cookies").headers.getall("Set-Cookie")
    of_legajo = signed_in.get("/legajo/cookies").headers.getall("Set-Cookie")

    assert of_identity == ["passport=1; Path=/", "passport_link=2; Path=/"]
    assert of_legajo == []


def test_a_service_cannot_soften_our_headers(signed_in: Browser):
    answer = signed_in.get("/legajo/cookies")

    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_service_may_shut_a_file_that_people_sent_in_a_sandbox(signed_in: Browser):
    answer = signed_in.get("/legajo/sandboxed")

    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_redirect_of_a_service_stays_with_us(signed_in: Browser):
    assert signed_in.get("/legajo/redirect", status=303).location == "/legajo/otra?x=1"


def test_an_upload_arrives_untouched(signed_in: Browser):
    upload = bytes(range(256)) * 16384

    seen = signed_in.send("/legajo/solicitudes/nueva", upload).json

    assert seen["method"] == "POST"
    assert seen["size"] == 4 * 1024 * 1024
    assert seen["sha256"] == sha256(upload).hexdigest()
    assert "transfer-encoding" not in seen["headers"]


def test_a_download_arrives_untouched(signed_in: Browser):
    answer = signed_in.get("/boleta/7/pdf")

    assert answer.content_type == "application/pdf"
    assert answer.body == b"%PDF" + bytes(300_000)


def test_a_question_about_the_head_alone_has_no_body(signed_in: Browser):
    answer = signed_in.head("/boleta/7/pdf")

    assert answer.headers["Content-Length"] == "300004"
    assert answer.body == b""


@pytest.mark.parametrize("path", ["/legajo", "/legajo/", "/boleta/planillas?page=2"])
def test_a_stranger_who_opens_a_page_is_sent_to_sign_in(browser: Browser, path: str):
    assert browser.get(path, status=303).location.startswith("/login?next=/")


@pytest.mark.parametrize(
    ("method", "path", "accept"),
    [
        ("POST", "/legajo/solicitudes/nueva", "text/html"),
        ("DELETE", "/boleta/1", "text/html"),
        ("GET", "/legajo/api/v1/me", "text/html"),
        ("GET", "/boleta/", "application/json"),
    ],
)
def test_a_stranger_who_does_anything_else_is_refused(
    browser: Browser, method: str, path: str, accept: str
):
    headers = FROM_HERE | {"Accept": accept}

    browser.request(path, method=method, headers=headers, status=401)


def test_who_has_no_session_reaches_identity(browser: Browser):
    seen = browser.get("/passport/generar").json

    assert seen["target"] == "/passport/generar"
    assert "authorization" not in seen["headers"]


def test_a_program_speaks_to_identity_with_its_own_credentials(
    signed_in: Browser, passport: Passport
):
    answer = signed_in.get(
        "/passport/userinfo",
        headers={"Authorization": "Bearer its-own", "Cookie": "passport=a"},
    )

    assert answer.json["headers"]["authorization"] == "Bearer its-own"
    assert "cookie" not in answer.json["headers"]


@pytest.mark.parametrize(
    "path",
    [
        "/legajo/../healthz",
        "/legajo/%2e%2e/healthz",
        "/legajo/..%2fhealthz",
        "/legajo/..%5chealthz",
        "/legajo/..;/healthz",
        "/legajo/./x",
        "/legajo/a%00b",
        "/legajo/a%0d%0aHost:%20malo",
        "/legajo//x",
        "//malo.example/legajo/",
        "/legajox/",
        "/notifier/",
        "/legajo\\x",
    ],
)
def test_no_path_leads_anywhere_else(signed_in: Browser, path: str):
    # WebTest would tidy the path up; a server gives it decoded, as here.
    signed_in.get("/", extra_environ={"PATH_INFO": unquote(path)}, status=404)


def test_a_sign_that_was_written_in_code_stays_so(signed_in: Browser):
    seen = signed_in.get("/legajo/a%252e%252e%252fb%20%C3%B1?x=%2F..").json

    assert seen["target"] == "/legajo/a%252e%252e%252fb%20%C3%B1?x=%2F.."


@pytest.mark.parametrize("path", ["/readyz", "/healthz"])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.prefix)
def test_the_probes_of_the_services_cannot_be_reached(app: Flask, route, path: str):
    adapter = app.url_map.bind("ayni.test")

    assert adapter.match(path)[0] == path.strip("/")
    assert adapter.match(f"{route.prefix}{path}")[0] == route.endpoint


def test_a_service_that_is_away_becomes_a_page(start_gateway, app: Flask, passport: Passport):
    browser = Browser(start_gateway(AYNI_LEGAJO_URL="http://127.0.0.1:9"))
    browser.sign_in(passport)

    page = browser.get("/legajo/", status=503)

    assert "El servicio no está disponible" in page
    assert "ROSA ELENA" in page
    assert "127.0.0.1" not in page


def test_a_service_that_is_slow_becomes_a_page(signed_in: Browser, start_gateway, echo: Echo):
    impatient = Browser(start_gateway(GATEWAY_UPSTREAM_TIMEOUT_SECONDS="1"))
    impatient.set_cookie("ayni", signed_in.cookies["ayni"])

    with echo.silent():
        page = impatient.get("/legajo/slow", status=504)

    assert "El servicio está demorando" in page


def test_a_token_that_is_not_believed_leads_to_a_new_sign_in(
    signed_in: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    sessions = app.extensions["sessions"]
    session = sessions.find(signed_in.cookies["ayni"])
    older = session.began_at - 3600
    content = {"began_at": older, "tokens": vars(session.tokens)}
    app.extensions["valkey"].set(
        session.key, sessions._vault.seal(content, place=session.key), ex=60
    )

    answer = signed_in.get("/legajo/unauthorized", status=303)

    assert answer.location == "/login?next=/legajo/unauthorized"
    signed_in.get("/inicio", status=303)


def test_a_token_that_is_never_believed_does_not_send_people_in_circles(signed_in: Browser):
    page = signed_in.get("/legajo/unauthorized", status=401)

    assert "Su sesión ha terminado" in page
    signed_in.get("/inicio", status=303)


def test_a_program_is_told_that_its_token_is_not_believed(signed_in: Browser):
    answer = signed_in.get(
        "/legajo/api/unauthorized", headers={"Accept": "application/json"}, status=401
    )

    assert answer.json == {"title": "no"}


def test_many_at_once_are_served(signed_in: Browser, app: Flask):
    def visit(number: int) -> str:
        tab = Browser(app)
        tab.set_cookie("ayni", signed_in.cookies["ayni"])
        return str(tab.get(f"/legajo/{number}").json["target"])

    with ThreadPoolExecutor(8) as tabs:
        seen = list(tabs.map(visit, range(40)))

    assert seen == [f"/legajo/{number}" for number in range(40)]


def test_a_connection_that_was_idle_for_long_is_not_used_again(echo):
    address = urlsplit(echo.url)
    connection = Connection(address.hostname, address.port)
    connection.request("GET", "/")
    connection.getresponse().read()
    is_fresh = connection.is_connected

    connection._used_at -= IDLE_SECONDS

    assert is_fresh
    assert not connection.is_connected
    connection.close()
