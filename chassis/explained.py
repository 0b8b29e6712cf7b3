"""What code says about itself: the string after a field, the first lines of a docstring.

Published documents are read off it: the settings, the JSON APIs.
"""

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent
from typing import Any


def field_docs(kind: type[Any]) -> dict[str, str]:
    """Return what is said about each field of a dataclass: the string that follows it."""
    return dict(entry for base in reversed(kind.__mro__[:-1]) for entry in _own_docs(base))


def first_paragraph(thing: Any) -> str:
    """Return the beginning of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def _own_docs(kind: type[Any]) -> Iterator[tuple[str, str]]:
    body = ast.parse(dedent(inspect.getsource(kind))).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for field, text in pairwise(statements):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                yield name, inspect.cleandoc(said)
