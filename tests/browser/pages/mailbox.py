"""The local mailbox: where one reads the mails of this copy of the platform."""

from playwright.sync_api import expect

from tests.browser.window import Window, Windows


class Mailbox:
    """The list of what has arrived."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page
        self.page.goto(window.copy.mailbox_url)
        window.look("mailbox")

    def read(self, to: str, subject: str) -> "OpenMail":
        """Wait for a mail and open it."""
        self.window.copy.wait_for_mail(to, subject)
        self.page.reload()
        row = self.page.get_by_role("row").filter(has_text=to).filter(has_text=subject)
        row.get_by_role("link").click()
        expect(self.page.locator("h1")).to_contain_text(subject)
        self.window.look("mailbox-mail")
        return OpenMail(self.window)


class OpenMail:
    """One mail, as its reader sees it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._mail = window.page.frame_locator("iframe")

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._mail.locator("body").inner_text()

    def follow_link(self, words: str, windows: Windows) -> Window:
        """Press its link, which opens in a window of its own."""
        with self._window.page.expect_popup() as opened:
            self._mail.get_by_role("link", name=words).click()
        return windows.adopt(opened.value)
