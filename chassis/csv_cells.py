"""Writes texts into the cells of a CSV file so that no spreadsheet runs them, and reads them back.

Whoever can have a text written into a file that another person opens could else have a formula run
there (OWASP: CSV injection).
"""

FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet, or one of full-width signs, takes for the beginning of a formula."""


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe before what looks like a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """Return the text that was guarded; any other as it is."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
