"""Fill a running platform with the demo data, once: `python -m deploy.demo.seed`.

It does only what people do: it imports files, grants a role, and sets passwords by the mailed link.
The files are made in `AYNI_STATE/demo`, where a mark says that all of this is done.
"""

import io
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo

from chassis.database import Database
from deploy import cli, environment
from deploy.demo import desk, legajos
from deploy.demo.generate import SEDES, generate, last_full_month, months_until
from deploy.demo.password_link import set_password
from deploy.demo.sign_ins import ADMINISTRADOR, ESCALAFON, SIGN_INS, told
from services.boleta.models import db as boletas
from services.legajo.models import db as archive

PARAMETROS = Path(__file__).with_name("parametros.csv")
"""The figures of the law, near enough to those of the norms to show what the pages say of them."""


def main() -> None:
    """Seed, unless it was done before; tell as whom one may sign in."""
    folder = environment.state_folder() / "demo"
    mark = folder / "seeded"
    if not mark.exists():
        seed(folder)
        mark.touch()
    print(told())


def seed(folder: Path) -> None:
    """Make the files, and do with them what people do."""
    folder.mkdir(parents=True, exist_ok=True)
    generate(folder)
    with ProcessPoolExecutor() as pool:
        for part in [pool.submit(pay_people, folder), pool.submit(let_people_in, folder)]:
            part.result()


def pay_people(folder: Path) -> None:
    """Import two years of planillas, register the months before, and let people speak of them."""
    print(ayni("boleta", "parametros", "import", str(PARAMETROS)))
    for sede in SEDES:
        for kind, option in (("planillas", "--no-notify"), ("historicas", "--register")):
            files = sorted(str(path) for path in (folder / kind / sede).iterdir())
            print(ayni("boleta", "planilla", "import", "--sede", sede, option, *files))
    months = months_until(last_full_month(date.today()))  # noqa: DTZ011  (as `generate` does)
    once(folder / "reclamos", "boleta", boletas, lambda: desk.fill(months))


def let_people_in(folder: Path) -> None:
    """Import the registers, fill legajos, and give those who are to sign in their password."""
    print(ayni("identity", "accounts", "import", f"{folder}/register.csv"))
    print(ayni("legajo", "servidores", "import", f"{folder}/servidores.csv"))
    role = ["--role", "administrador_boleta", "--sede", SEDES[0]]
    for dni in (ADMINISTRADOR.dni, desk.COLLEAGUE):
        print(ayni("identity", "roles", "grant", dni, *role))
    escalafon = ["--role", "escalafon", "--sede", SEDES[0]]
    print(ayni("identity", "roles", "grant", ESCALAFON.dni, *escalafon))
    once(folder / "legajos", "legajo", archive, legajos.fill)
    for each in SIGN_INS:
        set_password(ayni("identity", "accounts", "link", each.dni), each.password)


def once(mark: Path, service: str, db: Database, fill: Callable[[], None]) -> None:
    """Do by a service's use cases what cannot be done twice: all of it, and then the mark, or none.

    What is imported, granted or set may be so again, when a seed that was cut off is begun anew.
    """
    if mark.exists():
        return
    with _app(service).app_context(), db.transaction():
        fill()
    mark.touch()


def ayni(service: str, *arguments: str) -> str:
    """Run a command of a service, and return what it said."""
    app, said = _app(service), io.StringIO()
    with app.app_context(), redirect_stdout(said):
        here = ScriptInfo(create_app=lambda: app)
        failed = app.cli.main(list(arguments), standalone_mode=False, obj=here)
    if failed:
        sys.exit(said.getvalue())
    return said.getvalue().rstrip()


@cache
def _app(service: str) -> Flask:
    """Start a service once for all its commands: starting it takes longer than most of them."""
    return cli.load(service)


if __name__ == "__main__":
    main()
