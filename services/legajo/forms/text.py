"""What was typed in a field."""

from collections.abc import Mapping
from pathlib import PurePosixPath

Form = Mapping[str, str]
"""What was typed, by field."""


def read_text(form: Form, name: str, errors: dict[str, str], missing: str, longest: int) -> str:
    """Read one field; note in `errors` that it is `missing`, if that matters, or too long."""
    text = form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if missing and not text:
        errors[name] = missing
    elif len(text) > longest:
        errors[name] = f"Escriba {longest} caracteres como máximo: ahora tiene {len(text)}."
    return text


def read_file_name(filename: str, longest: int) -> str:
    """Leave out folders and what cannot be printed; keep the end, where the kind is told."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable()).strip()[-longest:] or "documento"
