"""The frames, rendered in a bare Flask app: what every page of every service inherits."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template, render_template_string

import uikit
from contracts.access_token import Grant, Principal, Role
from uikit.menu import MENU

ROSA = Principal(
    sub="1",
    client_id="gateway",
    dni="00000001",
    nombres="ROSA ELENA",
    apellidos="QUISPE HUAMÁN",
    grants=(Grant(Role.SERVIDOR, "080006"),),
)


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    uikit.register(app)
    return app


def render(app: Flask, source: str, path: str = "/", **context) -> BeautifulSoup:
    with app.test_request_context(path):
        return BeautifulSoup(render_template_string(source, **context), "html5lib")


@pytest.mark.parametrize("frame", ["ui/base.html", "ui/auth.html"])
def test_a_page_says_its_title_once(app, frame):
    source = "{% extends '" + frame + "' %}{% block title %}Mi boleta{% endblock %}"

    page = render(app, source, person=ROSA)

    assert page.title.text == "Mi boleta · AYNI"
    assert [h1.text for h1 in page.find_all("h1")] == ["Mi boleta"]
    assert page.html["lang"] == "es-PE"


def test_who_is_signed_in_sees_their_name_and_the_way_out(app):
    page = render(app, "{% extends 'ui/base.html' %}", person=ROSA)

    assert "ROSA ELENA QUISPE HUAMÁN" in page.header.text
    assert page.find("form", action="/logout")["method"] == "post"


def test_the_menu_marks_the_page_that_one_is_on(app):
    page = render(app, "{% extends 'ui/base.html' %}", path="/boleta/", person=ROSA)

    current = page.nav.find_all(attrs={"aria-current": True})

    assert [(link["href"], link["aria-current"]) for link in current] == [("/boleta/", "page")]


@pytest.mark.parametrize(("person", "home"), [(ROSA, "/inicio"), (None, "/")])
def test_a_problem_says_what_happened_and_what_to_do(app, person, home):
    with app.test_request_context("/boleta/9"):
        html = render_template(
            "ui/problem.html",
            title="No encontramos esa boleta",
            detail="La boleta no existe o no es suya.",
            status=404,
            request_id="7F2A",
            person=person,
        )

    main = BeautifulSoup(html, "html5lib").main
    assert main.h1.text == "No encontramos esa boleta"
    assert "La boleta no existe o no es suya." in main.text
    assert "7F2A" in main.text
    assert main.find("a", class_="button")["href"] == home


def test_what_was_wrong_with_a_field_is_said_beside_it_and_at_the_head_of_the_form(app):
    source = """
        {% import 'ui/macros.html' as ui %}
        {{ ui.error_summary(errors) }}
        {{ ui.field('dni', 'DNI', help='8 dígitos', error=errors.dni, inputmode='numeric') }}
    """

    page = render(app, source, errors={"dni": "El DNI tiene 8 dígitos."})

    field = page.find("input", id="dni")
    described = [page.find(id=name).text.strip() for name in field["aria-describedby"].split()]
    assert described == ["8 dígitos", "El DNI tiene 8 dígitos."]
    assert field["aria-invalid"] == "true"
    assert field["inputmode"] == "numeric"
    assert page.find(role="alert").a["href"] == "#dni"


def test_enter_in_a_form_with_a_captcha_sends_it_instead_of_renewing_the_image(app):
    source = """
        {% import 'ui/macros.html' as ui %}
        <form method="post" action="/x">{{ ui.captcha('/captcha.png') }}</form>
    """

    page = render(app, source)

    first, second = page.form.find_all("button")
    assert first.get("name") is None
    assert second["name"] == "otro_codigo"


def test_what_people_write_is_never_markup(app):
    source = "{% import 'ui/macros.html' as ui %}{{ ui.field('a', 'A', value=evil, error=evil) }}"

    page = render(app, source, evil='"><script>alert(1)</script>')

    assert page.script is None
    assert page.input["value"] == '"><script>alert(1)</script>'


def test_a_file_asked_for_by_its_content_is_kept_for_a_year(app):
    with app.test_request_context():
        address = app.jinja_env.globals["ui_asset"]("ayni.css")

    exact = app.test_client().get(address, buffered=True)
    by_name = app.test_client().get("/ui/ayni.css", buffered=True)

    assert exact.cache_control.max_age == 31536000
    assert exact.cache_control.immutable
    assert by_name.cache_control.max_age == 3600
    assert app.test_client().get("/ui/no-such.css").status_code == 404


def test_every_icon_that_we_use_is_drawn(app):
    sprite = app.test_client().get("/ui/icons.svg", buffered=True).text
    drawn = set(re.findall(r'symbol id="(\w+)"', sprite))

    macros = app.jinja_env.loader.get_source(app.jinja_env, "ui/macros.html")[0]
    used = set(re.findall(r'icon\("(\w+)"\)', macros))
    used |= {entry.icon for entry in MENU}

    assert used <= drawn
