"""How much a form may bring with it: Flask refuses the rest before anybody reads it."""

from flask import request

MEGABYTE = 1024 * 1024


def take_up_to(megabytes: int) -> None:
    """Let the request at hand bring files of so many megabytes, and the fields around them."""
    request.max_content_length = (megabytes + 1) * MEGABYTE
