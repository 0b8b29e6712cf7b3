"""Invented people of a platform under test, imported from files as an operator does.

Each test takes people whom no other test has met: `inhabitants.servidor()`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from contracts.access_token import Role
from deploy.platform import Platform
from tests.support.builders.boleta import Pago, a_csv, a_lis, a_pago
from tests.support.stack import ayni

CANCHIS = "080006"
"""The UGEL that pays everybody here."""

SERVIDORES = 90
"""How many have a legajo vigente, an account that waits for its password, and boletas."""

SIN_LEGAJO = 8
"""How many have all that but the legajo."""

MONTHS = ((202511, "lis"), (202512, "csv"))
"""The planillas of UGEL CANCHIS, one in each format."""


@dataclass(frozen=True)
class Inhabitant:
    """A person of the register Evaluación Docente."""

    dni: str
    apellidos: str
    nombres: str
    legajo: str = "VIGENTE"

    @property
    def correo(self) -> str:
        """Where their mail goes; as people type it, with capitals."""
        return f"Persona.{self.dni}@example.pe"

    @property
    def nombre_completo(self) -> str:
        """What pages call them."""
        return f"{self.nombres} {self.apellidos}"

    def pago(self, periodo: int) -> Pago:
        """Return what they were paid for a month: the céntimos of their net pay tell them apart."""
        return a_pago(
            dni=self.dni,
            apellidos=self.apellidos,
            nombres=self.nombres,
            periodo=periodo,
            descuentos={"dl25897": 342_00 + int(self.dni)},
        )


class Inhabitants:
    """The people of a platform; whom a test has taken, no other gets."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        people = [_person(number) for number in range(1, SERVIDORES + SIN_LEGAJO + 1)]
        self._servidores = iter(people[:SERVIDORES])
        self._sin_legajo = iter(people[SERVIDORES:])
        self._import(people)

    def servidor(self) -> Inhabitant:
        """Take somebody who has a legajo vigente."""
        return next(self._servidores)

    def sin_legajo(self) -> Inhabitant:
        """Take somebody who has no legajo."""
        return next(self._sin_legajo)

    def with_role(self, role: Role, sede: str = CANCHIS) -> Inhabitant:
        """Take a servidor who holds a role over the UGEL, or elsewhere."""
        person = self.servidor()
        over = ["--role", role, "--sede", sede]
        ayni(self._platform.state, "identity", "roles", "grant", person.dni, *over)
        return person

    def _import(self, people: list[Inhabitant]) -> None:
        folder = self._platform.state / "inhabitants"
        folder.mkdir()
        register, servidores = folder / "register.csv", folder / "servidores.csv"
        _write(register, "dni apellidos nombres correo", (
            [each.dni, each.apellidos, each.nombres, each.correo] for each in people
        ))  # fmt: skip
        _write(servidores, _SERVIDOR, (
            [each.dni, each.apellidos, each.nombres, *_WORK, each.legajo] for each in people
        ))  # fmt: skip
        ayni(self._platform.state, "identity", "accounts", "import", str(register))
        ayni(self._platform.state, "legajo", "servidores", "import", str(servidores))
        planillas = [str(path) for path in _planillas(folder, people)]
        command = ["planilla", "import", "--sede", CANCHIS, "--no-notify", *planillas]
        ayni(self._platform.state, "boleta", *command)


_SERVIDOR = (
    "dni apellidos nombres fecha_nacimiento sede tipo_servidor regimen cargo fecha_ingreso legajo"
)

_WORK = ["14/02/1985", CANCHIS, "Docente Contratado", "Ley Nro 30328", "PROFESOR", "01/03/2022"]


def _person(number: int) -> Inhabitant:
    legajo = "VIGENTE" if number <= SERVIDORES else ""
    return Inhabitant(f"{number:08}", "QUISPE HUAMÁN", f"ROSA {_letters(number)}", legajo)


def _letters(number: int) -> str:
    """Name a person by two letters that nobody else has."""
    first, second = divmod(number, 26)
    return chr(65 + first) + chr(65 + second)


def _planillas(folder: Path, people: list[Inhabitant]) -> Iterator[Path]:
    writers = {"lis": a_lis, "csv": a_csv}
    for periodo, form in MONTHS:
        path = folder / f"{periodo}.{form}"
        path.write_bytes(writers[form](*(each.pago(periodo) for each in people)))
        yield path


def _write(path: Path, header: str, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header.split())
        table.writerows(rows)
