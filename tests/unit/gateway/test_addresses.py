"""Which addresses are ours, which paths are plain, and who counts as one client."""

import pytest

from gateway.login import local_path
from gateway.protection import neighbourhood
from gateway.proxy import is_plain


@pytest.mark.parametrize(
    "text", ["/inicio", "/boleta/?anio=2022&mes=6", "/legajo/a%2Fb", "/login2"]
)
def test_a_page_of_ours_is_a_destination(text: str):
    assert local_path(text) == text


@pytest.mark.parametrize(
    "text", ["", "x", "//x", "/\\x", "/x\\y", "https://x", "/a\nb", "/\t/x", "/", "/login?next=/x"]
)
def test_anything_else_is_not(text: str):
    assert local_path(text) == "/inicio"


@pytest.mark.parametrize("path", ["/legajo/", "/boleta/1.5/a..b", "/legajo/ñandú/a b"])
def test_a_plain_path_is_forwarded(path: str):
    assert is_plain(path)


@pytest.mark.parametrize(
    "path", ["/legajo/..", "/legajo/../x", "/legajo/./x", "/legajo/..;x/y", "/legajo\\x", "/a\x00b"]
)
def test_a_path_that_two_readers_could_understand_in_two_ways_is_not(path: str):
    assert not is_plain(path)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_who_has_many_addresses_is_one_client(address: str, counted: str):
    assert neighbourhood(address) == counted
