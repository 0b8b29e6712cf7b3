"""The linter of pages finds what it is there to find."""

import pytest

from tests.support.page import heading_of, lint

URL = "http://ayni.test/boleta/"

PAGE = """<!doctype html>
<html lang="es-PE"><head><meta charset="utf-8"><title>Mi boleta · AYNI</title></head>
<body><h1>Mi boleta</h1><p>…</p></body></html>"""


def page(with_this: str) -> str:
    return PAGE.replace("<p>…</p>", with_this)


def test_a_good_page_passes() -> None:
    good = """<h2>Filtros</h2>
    <form method="get" action="/boleta/" novalidate>
    <label for="anio">Año</label><select id="anio" name="anio">
    <option value="">- Todos -</option></select><button type="submit">Buscar</button></form>
    <table><caption>Boletas</caption><thead><tr><th scope="col">Mes</th></tr></thead></table>
    <a href="/boleta/1">Ver</a> <a href="?mes=1">Enero</a> <a href="#anio">Año</a>
    <a href="mailto:mesa@example.pe">Mesa de ayuda</a> <img src="/ui/logo.svg" alt="">"""

    assert heading_of(lint(page(good), URL)) == "Mi boleta"


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("<p><div></p>", "unexpected-end-tag"),
        ("<h1>Otra</h1>", "there must be one <h1>"),
        ("<h3>Detalle</h3>", "skips a level"),
        ('<p id="a"></p><p id="a"></p>', "the id 'a' is there 2 times"),
        ('<label for="dni">DNI</label>', "<label> names #dni, which is not there"),
        ('<a href="#abajo">Abajo</a>', "<a> names #abajo, which is not there"),
        ('<input name="dni">', "<input name='dni'> has no label"),
        ("<button>Enviar</button>", "does not say its type"),
        ('<button type="submit"></button>', "<button> says nothing"),
        ('<form method="post"></form>', "does not say its method and action"),
        ('<form method="post" action="https://example.pe/"></form>', "is sent elsewhere"),
        (
            '<form method="post" action="/boleta/"><input name="mes" aria-label="Mes"></form>',
            "leaves its mistakes to the bubbles of the browser",
        ),
        ('<a href="https://example.pe/">Otro</a>', "leads elsewhere"),
        ('<a href="/planillas">Planillas</a>', "leads elsewhere"),
        ('<a href="/inicio"></a>', "says nothing"),
        ('<p style="color: red">Rojo</p>', "has a style of its own"),
        ("<script>alert()</script>", "<script> is in the page"),
        ('<p onclick="x()">Clic</p>', "<p> has onclick"),
        ('<img alt="" src="https://example.pe/x.png">', "is loaded from elsewhere"),
        ('<img src="/ui/logo.svg">', "has no alt"),
        ('<table><tr><th scope="col">Mes</th></tr></table>', "<table> has no caption"),
        ("<table><caption>Boletas</caption><tr><td>1</td></tr></table>", "has no headers"),
    ],
)
def test_a_mistake_is_told(mistake: str, told: str) -> None:
    with pytest.raises(AssertionError, match="is no page of ours") as found:
        lint(page(mistake), URL)

    assert told in str(found.value)


def test_the_title_is_the_heading() -> None:
    with pytest.raises(AssertionError, match="is not the heading"):
        lint(PAGE.replace("<title>Mi boleta", "<title>Boletas"), URL)
