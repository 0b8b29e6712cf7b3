"""Reads one record of the SUP's print file: the page that one person would get.

Fields are recognised by their labels, never by their columns: spaces, case, points and accents vary
from one region to another. What the boleta cannot do without is required (docs/formats.md).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from chassis.errors import Invalid
from services.boleta.formats.payer import payer_in
from services.boleta.formats.periodo import find_periodo
from services.boleta.formats.record import (
    SHOWN,
    BadRecord,
    Linea,
    Record,
    believed,
    check_dni,
    check_totals,
    read_dates,
    regimen_name,
    tidy,
)

MAX_RECORD = 64 * 1024
"""The longest record that is believed, in bytes; a real one has about 1,500."""

_FIELDS = {
    "Apellidos": "apellidos",
    "Nombres": "nombres",
    "Fecha de Nacimiento": "fecha_nacimiento",
    "Documento de Identidad": "dni",
    "Establecimiento": "establecimiento",
    "Cargo": "cargo",
    "Tipo de Servidor": "tipo_servidor",
    "Regimen Laboral": "regimen",
    "Tiempo de Servicio": "tiempo_servicio",
    "Ingr.": "fecha_ingreso",
    "Termino": "fecha_termino",
    "Cese": "fecha_termino",
    "Cta. TeleAhorro o Nro. Cheque": "cuenta",
    "Reg.Pensionario": "pension",
    # Not kept, but known, so that they end the value before them.
    "Niv.Mag./Grupo Ocup./Horas": "nivel",
    "ESSALUD": "essalud",
    "Fecha de Registro": "registro",
    "Leyenda Permanente": "leyenda_permanente",
    "Leyenda Mensual": "leyenda_mensual",
    "CFija": "comision_fija",
    "CVaria.": "comision_variable",
    "Seguro": "seguro",
    "FAfiliacion": "fecha_afiliacion",
    "FDevengue": "fecha_devengue",
}
"""The labels, and what we call that which they label."""

_REQUIRED = ("Apellidos", "Nombres", "Documento de Identidad", "Regimen Laboral")
_DATES = ("fecha_nacimiento", "fecha_ingreso", "fecha_termino")

_VARIANTS = {" ": " *", ".": r"\.? *", "/": "/ *", "e": "[eé]", "i": "[ií]", "o": "[oó]"}
"""What people add to a label or leave out."""


def _pattern(label: str) -> str:
    return "".join(_VARIANTS.get(char, char) for char in label) + r"(?: *\([^():]*\))?"


_PATTERNS = {re.compile(_pattern(label), re.I): name for label, name in _FIELDS.items()}
_AS_PRINTED = re.compile(
    r" (ESSALUD|Ingr\.|Termino|Cese|Leyenda Mensual|FAfiliacion|FDevengue|CFija|CVaria\.|Seguro) *:"
)
"""The labels that share a line with another, as the SUP prints them."""

_NOT_KEPT = frozenset({"nivel", "essalud", "registro", "leyenda_permanente", "leyenda_mensual"})

_INITIALS = "".join({label[0] for label in _FIELDS})
_LABEL = re.compile(rf" (?=[{_INITIALS}])({'|'.join(map(_pattern, _FIELDS))}) *:", re.I)

_CONTROLS = bytes.maketrans(bytes([*range(10), *range(11, 32), 127]), b" " * 32)
_LATIN_CONTROLS = bytes.maketrans(bytes(range(128, 160)), b" " * 32)
"""What a printer obeys and nobody reads: tabs, carriage returns, form feeds, escapes."""

_RULE = re.compile(r"\n *={5,} *(?=\n|$)")
_ESTADO = re.compile(r"\([0-9]{1,2}\) *([^\W\d][^\n]*)")
_MENSAJES = re.compile(r"Mensajes *:(.*)", re.I | re.S)

_MONTO = r"(?:[sS]/\.?\s*+)? ((?:[0-9]{1,3}(?:,[0-9]{3})+ | [0-9]+) \.[0-9]{2}) (?!\S)"

_CONCEPTO = re.compile(
    rf"""(?<!\S) ([+-]) \s*+             # the sign begins a word
    (\S++ (?:[ ]++ [^+\s-]\S*+)*?)      # a name of words, none of which begins with a sign
    \s++ {_MONTO}""",
    re.X,
)

_TOTAL = re.compile(rf"[Tt]-((?i:REMUN|DSCTO|LIQUI)) [ :]*+ -? {_MONTO}", re.X)


def read_lis_record(raw: bytes, *, line: int = 1, offset: int = 0) -> Record | BadRecord:
    """Read the bytes of one record, such as stand at the offset and length of a `Record`."""
    text = _decode(raw)
    try:
        if len(raw) > MAX_RECORD:
            raise Invalid("Es demasiado largo para ser una boleta.")
        return _record(text, line, offset, len(raw))
    except Invalid as refusal:
        return BadRecord(line, refusal.detail, text[:SHOWN])


def _decode(raw: bytes) -> str:
    """Read latin-1, or UTF-8 if it can be nothing else: somebody opened the file and saved it."""
    visible = raw.translate(_CONTROLS)
    try:
        return visible.decode()
    except UnicodeDecodeError:
        return visible.translate(_LATIN_CONTROLS).decode("latin-1")


def _record(text: str, line: int, offset: int, length: int) -> Record:
    head, body, tail = _parts(text)
    title, fields = _fields(head)
    _check_required(fields)
    lines = _lines(body)
    bruto, descuentos, liquido = _totals(tail)
    warnings = check_totals(lines, bruto, descuentos, liquido)
    dates, doubts = read_dates(fields, _DATES)
    return Record(
        line=line,
        offset=offset,
        length=length,
        periodo=find_periodo(title),
        dni=_dni(fields["dni"]),
        apellidos=fields["apellidos"],
        nombres=fields["nombres"],
        regimen=regimen_name(fields["regimen"]),
        lines=lines,
        bruto=bruto,
        descuentos=descuentos,
        liquido=liquido,
        tipo_servidor=fields["tipo_servidor"],
        cargo=fields["cargo"],
        establecimiento=fields["establecimiento"],
        fecha_nacimiento=dates["fecha_nacimiento"],
        fecha_ingreso=dates["fecha_ingreso"],
        fecha_termino=dates["fecha_termino"],
        cuenta=fields["cuenta"],
        pension=fields["pension"],
        tiempo_servicio=fields["tiempo_servicio"],
        mensajes=_found(_MENSAJES, tail),
        estado=_found(_ESTADO, title),
        warnings=(*warnings, *doubts),
        sede=payer_in(title),
    )


def _parts(text: str) -> tuple[str, str, str]:
    """Return what is before, between and after the two rules."""
    try:
        head, body, tail = _RULE.split(text, maxsplit=2)
    except ValueError:
        raise Invalid("Faltan las líneas de ===== que encierran los conceptos.") from None
    return head, body, tail


def _fields(head: str) -> tuple[str, defaultdict[str, str]]:
    """Return the lines without a label of ours, and what the labels say; the first of each wins."""
    title: list[str] = []
    fields: defaultdict[str, str] = defaultdict(str)
    for written in head.split("\n"):
        label, colon, value = written.partition(":")
        name = _field_name(label) if colon else ""
        if not name:
            title.append(written)
        elif ":" not in value:
            if name not in _NOT_KEPT:
                fields.setdefault(name, tidy(value))
        else:
            for inner, text in _inner_fields(label, value):
                fields.setdefault(_field_name(inner), tidy(text))
    return "\n".join(title), fields


def _inner_fields(label: str, value: str) -> Iterator[tuple[str, str]]:
    """Separate the fields that share a line, as `Ingr.:` and `Termino:` do."""
    parts = [label, *_AS_PRINTED.split(f" {value}")]
    if value.count(":") > len(parts) // 2 - 1:  # there is a label that is written in another way
        parts = [label, *_LABEL.split(f" {value}")]
    return zip(parts[::2], parts[1::2], strict=True)


@lru_cache(maxsize=1024)
def _field_name(label: str) -> str:
    """Return which field has that label, however it was written."""
    label = label.strip()
    return next((name for known, name in _PATTERNS.items() if known.fullmatch(label)), "")


def _check_required(fields: defaultdict[str, str]) -> None:
    missing = [label for label in _REQUIRED if not fields[_FIELDS[label]]]
    if missing:
        raise Invalid(f"Falta: {', '.join(missing)}.")


def _dni(value: str) -> str:
    """Read the number that follows `(Lib.Electoral o D.N.)`."""
    words = value.rpartition(")")[2].split()
    return check_dni(words[0] if words else "")


def _lines(body: str) -> tuple[Linea, ...]:
    """Read the concepts; between them there must be nothing."""
    gap, *found = _CONCEPTO.split(body)
    signs, names, montos, gaps = found[::4], found[1::4], found[2::4], found[3::4]
    if rest := tidy(gap + " ".join(gaps)):
        raise Invalid(f"No se entiende «{rest[:60]}»: se espera +concepto 0.00 o -concepto 0.00.")
    if not found:
        raise Invalid("No tiene ningún concepto.")
    return tuple(zip(signs, map(_shared, names), map(_centimos, montos), strict=True))


@lru_cache(maxsize=4096)
def _shared(name: str) -> str:
    """Return the same text each time: the concepts of a month are few, their lines millions."""
    return tidy(name)


def _totals(tail: str) -> tuple[int, int, int]:
    # The first of each counts: what follows may be what is left of another page.
    found = {name.upper(): _centimos(monto) for name, monto in reversed(_TOTAL.findall(tail))}
    try:
        return found["REMUN"], found["DSCTO"], found["LIQUI"]
    except KeyError as missing:
        raise Invalid(f"Falta el total T-{missing.args[0]}, escrito como 2,760.12.") from None


@lru_cache(maxsize=1 << 14)
def _centimos(monto: str) -> int:
    """Read an amount whose form is known to be right."""
    return believed(int(monto.replace(",", "").replace(".", "")))


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return tidy(match[1]) if match else ""
