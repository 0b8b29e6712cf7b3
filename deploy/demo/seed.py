"""Fill a running platform with the demo data, once: `python -m deploy.demo.seed`.

It does only what people do: it imports files, grants a role, and sets passwords by the mailed link.
The files are made in `AYNI_STATE/demo`, where a mark says that all of this is done.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy import environment
from deploy.demo.generate import SEDES, generate
from deploy.demo.password_link import set_password
from deploy.demo.sign_ins import ADMINISTRADOR, SIGN_INS


def main() -> None:
    """Seed, unless it was done before."""
    folder = environment.state_folder() / "demo"
    mark = folder / "seeded"
    if mark.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    generate(folder)
    import_files(folder)
    role = ["--role", "administrador_boleta", "--sede", SEDES[0]]
    ayni("identity", "roles", "grant", ADMINISTRADOR.dni, *role)
    for sign_in in SIGN_INS:
        set_password(ayni("identity", "accounts", "link", sign_in.dni), sign_in.password)
    mark.touch()


def import_files(folder: Path) -> None:
    """Import everything as an operator does, as much at once as there are processors."""
    commands = [
        ["boleta", "planilla", "import", "--sede", sede, "--no-notify", *_files(folder, sede)]
        for sede in SEDES
    ]
    commands.append(["identity", "accounts", "import", f"{folder}/register.csv"])
    commands.append(["legajo", "servidores", "import", f"{folder}/servidores.csv"])
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(lambda command: ayni(*command), commands))


def _files(folder: Path, sede: str) -> list[str]:
    return sorted(str(path) for path in (folder / "planillas" / sede).iterdir())


def ayni(*arguments: str) -> str:
    """Run a command of a service, and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.cli", *arguments],
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(f"ayni {' '.join(arguments[:3])}…\n{done.stdout}", flush=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
