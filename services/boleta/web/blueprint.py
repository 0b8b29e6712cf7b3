"""The one blueprint that all pages of boleta belong to."""

from flask import Blueprint

blueprint = Blueprint("boleta", __name__)

ID = "int(max=9223372036854775807)"
"""A number that a column of ids can hold; a larger one is no address of ours."""
