"""Chromium for the tests, and people who use it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.window import ARTIFACTS, Windows, windows_of
from tests.support.builders.files import a_pdf, a_picture
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Copy, Journey
from tests.support.waiting import PATIENCE

Prepare = Callable[[Inhabitant], Inhabitant]
"""Gives somebody a password, so that they can sign in."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
"""What Chromium is called, as deploy/chromium looks for it."""

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-component-update"]
"""How it runs as root in a container, and talks to nobody by itself."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Run one Chromium for all tests."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "The browser tests need Chromium: `make browser` installs it."
    shutil.rmtree(ARTIFACTS, ignore_errors=True)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=QUIET)


@pytest.fixture
def windows(chromium: Browser, copy: Copy) -> Iterator[Windows]:
    """Give a person a browser of their own."""
    with windows_of(chromium, copy) as windows:
        yield windows


@pytest.fixture
def windows_without_scripts(chromium: Browser, copy: Copy) -> Iterator[Windows]:
    """Give a person a browser in which no JavaScript runs."""
    with windows_of(chromium, copy, run_scripts=False) as windows:
        yield windows


@pytest.fixture
def windows_of_another(chromium: Browser, copy: Copy) -> Iterator[Windows]:
    """Give a second person a browser of their own."""
    with windows_of(chromium, copy) as windows:
        yield windows


@pytest.fixture
def with_password(copy: Copy) -> Prepare:
    """Let a person have set their password already, by the mailed link."""

    def prepare(person: Inhabitant) -> Inhabitant:
        journey = Journey(copy)
        journey.ask_for_link(person.dni, person.correo)
        journey.set_password(journey.receive_link(person.correo))
        return person

    return prepare


@pytest.fixture
def person(inhabitants: Inhabitants, with_password: Prepare) -> Inhabitant:
    """Take somebody with a legajo who can sign in."""
    return with_password(inhabitants.servidor())


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Scan a diploma and take a picture of its back."""
    front, back = tmp_path / "diploma.pdf", tmp_path / "reverso.png"
    front.write_bytes(a_pdf(2))
    back.write_bytes(a_picture("PNG", (600, 800)))
    return [front, back]
