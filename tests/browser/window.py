"""A window of Chromium that notices what no page of ours may do: `window.look("inicio")`.

It notes errors, refused content and requests to others for as long as it is open; each page that is
looked at is linted, examined by axe, and shown on a screen of 1280 and of 360 pixels.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

from tests.support.journey import Copy
from tests.support.page import lint
from tests.support.waiting import PATIENCE

ARTIFACTS = Path(__file__).parents[1] / ".artifacts" / "browser"
"""Where the screenshots are left, to be looked at by people."""

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
"""The screens on which each page is looked at."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe examines."""

HTTP_NOISE = "Failed to load resource: the server responded"
"""How Chromium tells of an answer of 400 and more: we look at the answers themselves."""

FIRST_ERROR = 400
"""From here on an HTTP status tells of something that went wrong."""

BUSY = 503
"""What a picture of a document answers while many are drawn: a script asks for it again."""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How many pixels of a page are beyond the edge of the screen."""

SHOWS_ITS_FOCUS = """element => [null, "::after"].some(
    (part) => getComputedStyle(element, part).outlineStyle !== "none")"""
"""Whether one sees that it has the focus; a card shows it around itself, after its link."""

MOST_TABS = 40
"""How often Tab is pressed at most to reach something."""


class Window:
    """A page of Chromium, and what went wrong in it."""

    def __init__(self, page: Page, copy: Copy, *, runs_scripts: bool) -> None:
        self.page = page
        self.copy = copy
        self.problems: list[str] = []
        self.expected: set[int] = set()
        """The refusals that are no surprise here."""
        self._runs_scripts = runs_scripts
        self._document: Response | None = None
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)

    def open(self, address: str) -> None:
        """Type an address of the platform."""
        self.page.goto(f"{self.copy.public_url}{address}")

    def go(self, way: Locator) -> None:
        """Press what leads to another page, and wait until all of that is there."""
        with self.page.expect_navigation():
            way.click()

    def look(self, name: str) -> None:
        """Examine the page that is open, when all of it is there, and keep its pictures."""
        self.page.wait_for_load_state()
        self._lint()
        if self._runs_scripts:  # axe is one
            self._examine(name)
        else:
            name = f"sin-javascript-{name}"
        for screen in (PHONE, DESK):
            self.page.set_viewport_size(screen)
            if beyond := self.page.evaluate(OVERFLOW):
                self.problems.append(f"{name}: {beyond} pixels too wide at {screen['width']}")
            self.page.screenshot(path=ARTIFACTS / f"{name}-{screen['width']}.png", full_page=True)

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until it has the focus, and see that it shows."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                assert wanted.evaluate(SHOWS_ITS_FOCUS), f"{wanted} does not show its focus"
                return
        raise AssertionError(f"Tab does not lead to {wanted}")

    def captcha_answer(self) -> str:
        """Read what the image of the form says, from where alone it rests."""
        captcha_id = self.page.locator("[name=captcha_id]").input_value()
        return self.copy.captcha_answer(captcha_id)

    def _lint(self) -> None:
        """Lint the page as it was sent, not as scripts have left it."""
        if self.page.url.startswith(self.copy.public_url):
            # A window that a link opened may have got its page before we looked.
            sent = self._document or self.page.context.request.get(self.page.url)
            lint(sent.text(), sent.url)

    def _examine(self, name: str) -> None:
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options)
        if found.violations_count:
            self.problems.append(f"{name}: {found.generate_report()}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(HTTP_NOISE):
            self.problems.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        ours = (self.copy.public_url, self.copy.mailbox_url, "data:", "blob:", "about:")
        if not request.url.startswith(ours):
            self.problems.append(f"request to somebody else: {request.url}")

    def _note_response(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self._document = response
        if response.status >= FIRST_ERROR and not self._is_no_surprise(response):
            self.problems.append(f"{response.status} from {response.url}")

    def _is_no_surprise(self, response: Response) -> bool:
        """Tell whether a refusal is meant, or is that of a picture which is asked for again."""
        is_asked_again = response.request.resource_type == "image" and response.status == BUSY
        return is_asked_again or response.status in self.expected


@contextmanager
def windows_of(chromium: Browser, copy: Copy, *, run_scripts: bool = True) -> Iterator["Windows"]:
    """Give a person a browser without cookies; nothing may have gone wrong in it at the end."""
    told: Any = {"viewport": DESK, "locale": "es-PE", "java_script_enabled": run_scripts}
    with chromium.new_context(**told) as context:
        context.set_default_timeout(PATIENCE * 1000)
        windows = Windows(context, copy, run_scripts=run_scripts)
        yield windows
        assert not windows.problems(), "\n".join(windows.problems())


class Windows:
    """The windows of one person: they share cookies, and are examined to the end."""

    def __init__(self, context: BrowserContext, copy: Copy, *, run_scripts: bool = True) -> None:
        self._context = context
        self._copy = copy
        self._run_scripts = run_scripts
        self._all: list[Window] = []

    def open(self) -> Window:
        """Open an empty window."""
        return self.adopt(self._context.new_page())

    def adopt(self, page: Page) -> Window:
        """Watch over a window that a link opened."""
        self._all.append(Window(page, self._copy, runs_scripts=self._run_scripts))
        return self._all[-1]

    def problems(self) -> list[str]:
        """Return all that went wrong."""
        return [problem for window in self._all for problem in window.problems]
