"""Makes the files of the demonstration: `python -m deploy.demo.generate FOLDER [--until AAAA-MM]`.

`register.csv`, `servidores.csv` and `planillas/CODE/AAAA-MM.lis` or `.csv`: invented people in
three UGEL and two years of their pay, in the formats of docs/formats.md; and in `historicas` the
months before, which are only registered. The same month gives the same files.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

from deploy.demo.pay import is_paid, pay
from deploy.demo.people import CANCHIS, LAMBAYEQUE, SEDES, Person, invent_people
from deploy.demo.print_file import write_print_file
from deploy.demo.tables import write_planilla, write_register, write_servidores

__all__ = ["SEDES", "generate"]

MONTHS = 24
"""How many months of planillas there are."""

REGISTERED = 6
"""How many months before those are only registered: each person loads their boleta on demand."""

PRINTED = (CANCHIS, LAMBAYEQUE)
"""The sedes that send the print file of the SUP; the others send CSV."""


def main() -> None:
    """Make the files up to the month that was asked for, or the last one that is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--until", type=_periodo, default=None, metavar="AAAA-MM")
    given = parser.parse_args()
    generate(given.folder, given.until)


def generate(folder: Path, until: int | None = None) -> None:
    """Write all the files in that folder; `until` is the last month, such as 202512."""
    until = until or last_full_month(date.today())  # noqa: DTZ011  (a day more or less: a demo)
    people = invent_people()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        write_register(people, file)
    with (folder / "servidores.csv").open("w", encoding="utf-8", newline="") as file:
        write_servidores(people, until, file)
    for sede in SEDES:
        paid = [person for person in people if person.sede == sede]
        months = months_until(until, MONTHS + REGISTERED)
        for number, periodo in enumerate(months):
            kind = "historicas" if number < REGISTERED else "planillas"
            _write_month(folder / kind / sede, paid, periodo)


def last_full_month(today: date) -> int:
    """Return the month before that of the day."""
    day = today.replace(day=1) - timedelta(days=1)
    return day.year * 100 + day.month


def months_until(periodo: int, count: int = MONTHS) -> list[int]:
    """Return that many months, oldest first: those of the demonstration."""
    last = periodo // 100 * 12 + periodo % 100 - 1
    return [month // 12 * 100 + month % 12 + 1 for month in range(last - count + 1, last + 1)]


def _write_month(folder: Path, people: list[Person], periodo: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    boletas = [pay(person, periodo) for person in people if is_paid(person, periodo)]
    path = folder / f"{periodo // 100}-{periodo % 100:02}"
    if folder.name in PRINTED:
        with path.with_suffix(".lis").open("w", encoding="latin-1", newline="") as file:
            write_print_file(boletas, file)
    else:
        with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
            write_planilla(boletas, file)


def _periodo(text: str) -> int:
    year, month = map(int, text.split("-"))
    return date(year, month, 1).year * 100 + month


if __name__ == "__main__":
    main()
