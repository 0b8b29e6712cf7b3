"""Write the documents that are read off the code: events, settings, problems, columns of files.

`python -m docs.generate` writes them; with `--check` it only tells which are stale, and fails.
"""

import dataclasses
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from chassis.explained import field_docs
from chassis.problems import HTTP_PROBLEMS, REFUSALS, UNEXPECTED
from chassis.settings import SHARED_PREFIX, ServiceSettings
from contracts.events import Event
from contracts.subscriptions import SUBSCRIPTIONS
from services.legajo.domain.secciones import SECCIONES, TIPOS, Campo, Clase, TipoAnotacion

ROOT = Path(__file__).parents[1]
NOTICE = "<!-- Written by docs/generate.py: change the code, then run `make docs`. -->"
SETTINGS = {
    "identity": "services.identity.settings",
    "legajo": "services.legajo.settings",
    "boleta": "services.boleta.settings",
    "notifier": "services.notifier.settings",
    "gateway": "gateway.settings",
}
"""Who has settings, and where they are declared."""


def events_page() -> str:
    """Tell who announces what, and who listens."""
    rows = [
        f"| `{event.type}` | {_summary(event)} | {event.publisher} | {_subscribers(event)} |"
        f" {', '.join(f'`{field.name}`' for field in dataclasses.fields(event))} |"
        for _, event in sorted(Event.registry.items())
    ]
    return _page(
        "Events",
        "Every fact that one service announces to others. Each has a frozen sample in"
        " `contracts/samples/events/`; the table of who listens is `contracts/subscriptions.py`.",
        "| Event | What it says | Said by | Heard by | Fields |\n| --- | --- | --- | --- | --- |",
        *rows,
    )


def configuration_page() -> str:
    """Tell every setting of every process."""
    return _page(
        "Configuration",
        "Each process reads its settings from the environment, once, and tells every mistake at"
        f" once. What is set as `{SHARED_PREFIX}_…` holds for every service that does not set its"
        " own: `LEGAJO_LOG_FORMAT` wins over `AYNI_LOG_FORMAT`.",
        *(_settings_table(*group) for group in _groups()),
    )


def problems_page() -> str:
    """Tell every problem type that an answer may have."""
    told = [
        *REFUSALS.values(),
        *((type_, status, title) for status, (type_, title, _) in HTTP_PROBLEMS.items()),
        (UNEXPECTED.type, UNEXPECTED.status, UNEXPECTED.title),
    ]
    rows = [f"| `urn:ayni:problem:{type_}` | {status} | {title} |" for type_, status, title in told]
    return _page(
        "Problems",
        "Errors are answered as problem details (RFC 9457), or as a page with the same words for a"
        " browser. `errors` has a message for each field, and `request_id` is what the help desk"
        " asks for.",
        "| Type | Status | Title |\n| --- | --- | --- |",
        *dict.fromkeys(rows),
    )


def legajo_files_page() -> str:
    """Tell the columns of every kind of entry that legajo imports."""
    return _page(
        "The files of entries",
        "The columns of each kind of file that `ayni legajo anotaciones import TIPO FILE…` and the"
        " page *Importaciones* read, as `services/legajo/domain/secciones.toml` has them. Each has"
        " besides, and first, the column `dni`. What holds for every file is in"
        " [formats.md](formats.md).",
        *(_columns_table(tipo) for tipo in TIPOS.values()),
    )


def example_environment() -> str:
    """Write the file that an operator copies: every setting, as a comment with its default."""
    lines = ["# Copy to deploy/.env and keep what you set. Secrets that are not set are made once."]
    for prefix, kind, names in _groups():
        docs = field_docs(kind)
        for field in dataclasses.fields(kind):
            if field.name in names:
                value = "" if field.default is dataclasses.MISSING else field.default
                lines += ["", f"# {docs[field.name]}", f"#{prefix}_{field.name.upper()}={value}"]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/events.md": events_page,
    "docs/configuration.md": configuration_page,
    "docs/problems.md": problems_page,
    "docs/legajo-files.md": legajo_files_page,
    "deploy/.env.example": example_environment,
}


def stale() -> list[str]:
    """Return the names of the pages that no longer say what the code says."""
    return [name for name, write in PAGES.items() if _read(ROOT / name) != write()]


def _groups() -> Iterator[tuple[str, type[Any], list[str]]]:
    """Return each prefix, the settings declared under it, and their names."""
    shared = [field.name for field in dataclasses.fields(ServiceSettings)]
    yield SHARED_PREFIX, ServiceSettings, shared
    for name, module in SETTINGS.items():
        kind = importlib.import_module(module).Settings
        own = [field.name for field in dataclasses.fields(kind) if field.name not in shared]
        yield name.upper(), kind, own


def _settings_table(prefix: str, kind: type[Any], names: list[str]) -> str:
    docs = field_docs(kind)
    rows = [
        f"| `{prefix}_{field.name.upper()}` | {_default(field)} | {docs[field.name]} |"
        for field in dataclasses.fields(kind)
        if field.name in names
    ]
    heading = [f"## {prefix}_…", "", "| Setting | Default | What it is |", "| --- | --- | --- |"]
    return "\n".join([*heading, *rows, ""])


def _columns_table(tipo: TipoAnotacion) -> str:
    rows = [
        f"| `{campo.clave}` | {'yes' if campo.es_obligatorio else 'no'} | {campo.etiqueta}"
        f" | {_accepted(campo)} |"
        for campo in tipo.campos
    ]
    heading = [
        f"## `{tipo.clave}`: {SECCIONES[tipo.seccion].titulo} — {tipo.nombre}",
        "",
        "| Column | Required | What it is | What it may say |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*heading, *rows, ""])


def _accepted(campo: Campo) -> str:
    if campo.opciones:
        return ", ".join(f"`{opcion}`" for opcion in campo.opciones)
    if campo.clase in {Clase.TEXTO, Clase.PARRAFO}:
        return f"up to {campo.largo} characters{f', `{campo.patron}`' if campo.patron else ''}"
    return {
        Clase.FECHA: "`dd/mm/aaaa` or `aaaa-mm-dd`",
        Clase.NUMERO: f"a whole number from {campo.min} to {campo.max}",
        Clase.MONTO: "`1250.00`",
        Clase.ANIO: "`aaaa`",
        Clase.SI_NO: "`sí` or `no`",
    }[campo.clase]


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "must be set"
    return f"`{field.default}`" if field.default != "" else "empty"


def _subscribers(event: type[Event]) -> str:
    return ", ".join(name for name, heard in SUBSCRIPTIONS.items() if event in heard)


def _summary(event: type[Event]) -> str:
    return inspect.getdoc(event) or ""


def _page(title: str, introduction: str, *parts: str) -> str:
    return "\n".join([NOTICE, "", f"# {title}", "", introduction, "", *parts]).rstrip() + "\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> None:
    """Write every page, or only check them."""
    if "--check" in sys.argv:
        if names := stale():
            raise SystemExit(f"Stale: {', '.join(names)}. Run `make docs`.")
        return
    for name, write in PAGES.items():
        (ROOT / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
