"""What all pages have in common."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.window import Window


class Screen:
    """A page that is open: to make one is to have arrived, and to have looked around."""

    name = ""
    """What its pictures are called."""
    heading: str | re.Pattern[str] = ""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page
        self.arrive()
        window.look(self.name)

    def arrive(self) -> None:
        """Wait until it is this page that is open."""
        expect(self.page.locator("h1")).to_have_text(self.heading)

    @property
    def text(self) -> str:
        """Return all that the page says, in plain spaces."""
        return self.page.locator("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def button(self, name: str) -> Locator:
        """Return a button by what is written on it."""
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """Return a link by its words."""
        return self.page.get_by_role("link", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """Return what is filled in under a label."""
        return self.page.get_by_label(label, exact=True)
