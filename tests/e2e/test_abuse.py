"""What careless people and attackers try at the door: everything is answered, nothing breaks."""

import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import urllib3

from deploy.platform import Platform
from tests.support.inhabitants import CANCHIS, Inhabitant, Inhabitants
from tests.support.journey import Copy, Journey
from tests.support.stack import ayni
from tests.support.visitor import Visitor

SignIn = Callable[[Inhabitant], Journey]

NASTY = (
    *("", "-1", "0", "9" * 1500, "1e9", "1_000", "NaN", "null", "a[]=1", "a" * 1500),
    *("'", "%22", "%27%3B--", "{{7*7}}", "<script>", "../../etc/passwd", "%5C", "..%2F"),
    *("%00", "%01", "%7F", "%0D%0AX:%20y", "%", "%0", "%FF%FE", "%ED%A0%80", "%E2%80%AE"),
    *("%F0%9F%98%80", "%D9%A1", "+", "%20"),
)
"""What a parameter, or a part of a path, should never be."""

ADDRESSES = (
    *("/login?next={}", "/callback?state={0}&code={0}", "/passport/login?tx={}"),
    *("/passport/resume?tx={}", "/passport/generar/{}", "/passport/captcha/{}.png"),
    *("/passport/authorize?client_id={}", "/passport/end-session?id_token_hint={}"),
    *("/boleta/?anio={0}&mes={0}", "/boleta/{}", "/boleta/{}/pdf", "/boleta/planillas?pagina={}"),
    *("/boleta/planillas/{}", "/legajo/bandeja?pagina={0}&estado={0}", "/legajo/solicitudes/{}"),
    *("/legajo/solicitudes/EXP-2026-{}", "/legajo/api/v1/servidores?after={0}&limit={0}"),
    *("/legajo/informes?pagina={0}&emitido={0}", "/legajo/informes/{}/pdf"),
    *("/legajo/servidores/{}/informes", "/legajo/servidores/{}/documentos.zip"),
)
"""Where something can be put in."""

FORMS = {
    "/passport/login": ("usuario", "contrasena", "captcha", "captcha_id"),
    "/passport/generar": ("dni", "correo", "captcha", "captcha_id"),
    "/passport/recuperar": ("correo", "captcha", "captcha_id"),
    "/passport/verificacion": ("contrasena", "confirmacion"),
    "/passport/token": ("grant_type", "code"),
    "/legajo/solicitudes/nueva": ("seccion", "asunto", "detalle", "form_key"),
}
"""The forms, and what is typed in them."""

TYPED = ("", "'", "%00", "%0D%0AX:%20y", "%FF%FE", "%ED%A0%80", "%D9%A1", "9" * 1500, "a" * 1500)
"""The same for a field; fewer, for the door counts the forms of one address."""

FORM = "application/x-www-form-urlencoded"

BAD_CHUNKS = (b"zz\r\na=b\r\n0\r\n\r\n", b"3\r\na=bXX\r\n0\r\n\r\n", b"-1\r\n", b"3\r\na")
"""Bodies in chunks that are none, or that end in the middle."""

Ask = Callable[..., int]
"""Sends a request as the browser of a person who is signed in, and returns the status."""


@pytest.fixture(scope="module")
def journey(platform: Platform, copy: Copy, inhabitants: Inhabitants) -> Journey:
    """Sign in somebody who administers boletas and attends solicitudes."""
    person = inhabitants.servidor()
    for role in ("administrador_boleta", "escalafon"):
        grant = ("roles", "grant", person.dni, "--role", role, "--sede", CANCHIS)
        ayni(platform.state, "identity", *grant)
    journey = Journey(copy)
    journey.set_password(a_link(platform, person))
    journey.sign_in(person.dni)
    return journey


@pytest.fixture(scope="module")
def ask(copy: Copy, journey: Journey) -> Ask:
    """Offer a browser that sends whatever it is told: WebTest would tidy it up."""
    said = {"Cookie": _cookies(journey), "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    pool = urllib3.connection_from_url(copy.public_url, timeout=60, retries=False)

    def ask(target: str, body: str = "", **headers: str) -> int:
        method = "POST" if headers else "GET"
        answer = pool.urlopen(
            method, target, body=body or None, headers=said | headers, redirect=False
        )
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], target
        return answer.status

    return ask


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_the_platform(address: str, ask: Ask) -> None:
    found = {text: ask(address.format(text)) for text in NASTY}

    assert not {text: status for text, status in found.items() if status >= 500}


@pytest.mark.parametrize("address", FORMS)
def test_no_form_breaks_the_platform(address: str, ask: Ask) -> None:
    bodies = ["&".join(f"{name}={text}" for name in FORMS[address]) for text in TYPED]
    kinds = (FORM, "multipart/form-data; boundary=x", "multipart/form-data", "application/json")

    found = {body: ask(address, body, **{"Content-Type": FORM}) for body in bodies}
    found |= {kind: ask(address, "--x\r\nabc", **{"Content-Type": kind}) for kind in kinds}

    assert not {body: status for body, status in found.items() if status >= 500}


@pytest.mark.parametrize("address", ["/passport/login", "/boleta/reclamos/nuevo"])
def test_a_form_that_is_too_large_is_refused(address: str, ask: Ask) -> None:
    large = "a=" + "x" * 1_100_000

    assert ask(address, large, **{"Content-Type": FORM, "Connection": "close"}) == 413


@pytest.mark.parametrize("body", BAD_CHUNKS)
def test_a_body_in_broken_chunks_is_refused(body: bytes, copy: Copy, journey: Journey) -> None:
    answer = _send_and_hang_up(copy, journey, "/passport/login", "Transfer-Encoding: chunked", body)

    assert answer.startswith(b"HTTP/1.1 400 ")


def test_half_a_form_is_not_taken_for_a_whole_one(copy: Copy, journey: Journey) -> None:
    form = f"form_key={uuid4()}&seccion=II&asunto=Mi+maestría&detalle=Adjunto+mi".encode()
    whole = f"Content-Length: {len(form) + 40}"

    answer = _send_and_hang_up(copy, journey, "/legajo/solicitudes/nueva", whole, form)

    assert answer.startswith(b"HTTP/1.1 400 ")
    time.sleep(0.5)  # legajo has seen the end of it, too
    assert "EXP-" not in journey.browser.visit("/legajo/solicitudes").text


def test_a_link_opened_where_somebody_else_is_signed_in_signs_them_out(
    platform: Platform, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())
    guest = inhabitants.servidor()

    journey.set_password(a_link(platform, guest))

    assert "ayni" not in journey.browser.cookie_names()
    assert guest.nombre_completo in journey.sign_in(guest.dni).text


def test_who_signs_out_of_passport_is_signed_out_of_the_platform(
    signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())
    page = journey.browser.visit("/passport/end-session")

    journey.browser.send(page.form)

    assert journey.browser.get("/boleta/").location.endswith("/login?next=/boleta/")


def test_a_stranger_cannot_use_up_the_links_of_another(
    copy: Copy, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    for _ in range(6):
        Journey(copy).ask_for_link("00009999", person.correo, status=422)

    page = Journey(copy).ask_for_link(person.dni, person.correo)

    assert "Le enviamos un mensaje con el enlace" in page.text


@pytest.mark.parametrize(
    "elsewhere", ["//malo.example", "/\\malo.example", "https://malo.example/", "/\t/malo.example"]
)
def test_a_sign_in_leads_nowhere_else(elsewhere: str, copy: Copy, journey: Journey) -> None:
    visitor = Visitor(copy.public_url)
    for cookie in journey.browser.cookiejar:
        visitor.cookiejar.set_cookie(cookie)

    answer = visitor.get("/login", {"next": elsewhere})

    assert answer.location.endswith("/inicio")


def a_link(platform: Platform, person: Inhabitant) -> str:
    """Return a link to set a password, as an operator hands it over."""
    return ayni(platform.state, "identity", "accounts", "link", person.dni).strip()


def _cookies(journey: Journey) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in journey.browser.cookiejar)


def _send_and_hang_up(copy: Copy, journey: Journey, target: str, length: str, body: bytes) -> bytes:
    """Send a form byte by byte as given, and nothing more; return the beginning of the answer."""
    place = urlsplit(copy.public_url)
    head = [
        f"POST {target} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Cookie: {_cookies(journey)}",
        f"Content-Type: {FORM}",
        "Sec-Fetch-Site: same-origin",
        length,
    ]
    with socket.create_connection((place.hostname, place.port or 80), timeout=60) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return line.recv(1024)
