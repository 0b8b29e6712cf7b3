"""Some hundred people whom a storm is about, imported from files as an operator does."""

import csv
from collections.abc import Iterable
from pathlib import Path

from deploy.platform import Platform
from tests.support.stack import ayni

SEDE = "080006"
"""The UGEL of everybody here."""

PEOPLE = 200
"""How many there are."""


def dni(number: int) -> str:
    """Return the DNI of one of them, from 1 to PEOPLE."""
    return f"{number:08}"


def correo(number: int) -> str:
    """Return their address."""
    return f"persona.{number}@example.pe"


def settle(platform: Platform) -> None:
    """Give everybody an account and a legajo."""
    folder = platform.state / "people"
    folder.mkdir()
    names = ["QUISPE HUAMÁN", "ROSA ELENA"]
    work = ["14/02/1985", SEDE, "Docente Contratado", "Ley Nro 30328", "PROFESOR", "01/03/2022"]
    everybody = range(1, PEOPLE + 1)
    register = ([dni(each), *names, correo(each)] for each in everybody)
    legajos = ([dni(each), *names, *work, "VIGENTE"] for each in everybody)
    header = (
        "dni apellidos nombres fecha_nacimiento sede tipo_servidor regimen cargo fecha_ingreso"
        " legajo"
    )
    accounts = _write(folder / "accounts.csv", "dni apellidos nombres correo", register)
    servidores = _write(folder / "servidores.csv", header, legajos)
    ayni(platform.state, "identity", "accounts", "import", str(accounts))
    ayni(platform.state, "legajo", "servidores", "import", str(servidores))


def _write(path: Path, header: str, rows: Iterable[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header.split())
        table.writerows(rows)
    return path
