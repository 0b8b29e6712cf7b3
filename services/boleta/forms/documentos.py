"""Which documents somebody asks for; what makes no sense is told."""

from collections.abc import Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from chassis.errors import Invalid
from services.boleta.forms import read_number

MOST = 60
"""How many boletas one download may hold: five years. Each is sealed, the first time."""

LARGEST_ID = 2**63 - 1

FORMATOS = ("pdf", "zip")


class Pedido(NamedTuple):
    """The boletas that somebody wants together: some, or those of a year."""

    ids: Sequence[int]
    anio: int | None
    formato: str


def read_pedido(form: "MultiDict[str, str]") -> Pedido:
    """Read `ids`, or `anio`, and `formato`."""
    formato = form.get("formato", FORMATOS[0])
    anio = read_number(form.get("anio"), 1900, 2999)
    read = (read_number(text, 1, LARGEST_ID) for text in form.getlist("ids"))
    ids = list(dict.fromkeys(each for each in read if each))
    if formato not in FORMATOS:
        raise Invalid("Elija PDF o ZIP.")
    if not ids and not anio:
        raise Invalid("Elija al menos una boleta de la lista, y vuelva a intentar.")
    return Pedido(ids, anio, formato)


def check_how_many(count: int) -> None:
    """Refuse more than a download may hold, and none."""
    if count > MOST:
        raise Invalid(f"Elija hasta {MOST} boletas en cada descarga: eligió {count}.")
    if not count:
        raise Invalid("No hay boletas por descargar en ese año.")


def read_meses(args: "MultiDict[str, str]") -> tuple[int, int]:
    """Read `desde` and `hasta`, as 202201; the earlier comes first."""
    months = [read_number(args.get(name), 190001, 299912) for name in ("desde", "hasta")]
    desde, hasta = (month if month and 1 <= month % 100 <= 12 else None for month in months)  # noqa: PLR2004
    if desde is None or hasta is None:
        raise Invalid("Elija desde qué mes y hasta qué mes.")
    return min(desde, hasta), max(desde, hasta)
