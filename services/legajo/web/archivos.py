"""Files that come with a form of legajo: how large they may be, and what is left of too much."""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.errors import Conflict, Invalid
from chassis.service import current_settings
from chassis.uploads import take_up_to
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.forms.borradores import chosen
from services.legajo.settings import Settings

Archivos = Sequence[tuple[str, BinaryIO]]
"""Files that came with a form: their names and contents."""


def max_mb() -> int:
    """Return how large a document may be."""
    return current_settings(Settings).max_documento_mb


def let_files_come(most: int = MAX_ADJUNTOS) -> None:
    """Let the form at hand bring so many documents."""
    take_up_to(max_mb() * most)


def read_files(most: int = MAX_ADJUNTOS) -> Archivos:
    """Read the documents that came; `RequestEntityTooLarge`, if they are more than may come."""
    let_files_come(most)
    return chosen(request.files.getlist("archivo"))


def attach_each(files: Archivos, attach: Callable[[str, BinaryIO], object]) -> dict[str, str]:
    """Take each file in; return what is wrong with those that were refused."""
    refused = []
    for name, stream in files:
        try:
            attach(name, stream)
        except (Invalid, Conflict) as refusal:
            refused.append(f"«{name}»: {refusal.detail}")
    return {"archivo": " ".join(refused)} if refused else {}


def attach_all(files: Archivos, attach: Callable[[str, BinaryIO], object]) -> None:
    """Take each file in; raise Invalid with what is wrong with those that were refused."""
    if refused := attach_each(files, attach):
        raise Invalid(errors=refused)


def typed_with_files() -> dict[str, str]:
    """Return what was typed; of a form that was too large to be read, nothing."""
    try:
        return request.form.to_dict()
    except RequestEntityTooLarge:
        return {}
