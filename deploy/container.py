"""The entrypoint of the image: gives a process the secrets that are its own, then becomes it.

The secrets of an installation are made once, by `python -m deploy.container secrets`, and kept in a
volume. A variable that the operator sets wins over the kept one.
"""

import os
import sys
from collections.abc import Mapping

from deploy import environment, secrets

KEPT = environment.state_folder() / "secrets"
"""Where the secrets are kept: a file that a shell can read too (the PostgreSQL container does)."""


def main() -> None:
    """Make the secrets, or run the command that is given."""
    match sys.argv[1:]:
        case ["secrets"]:
            keep_secrets()
        case [program, *arguments]:
            os.environ.update(own_secrets(environment.read(KEPT), os.environ))
            os.execvp(program, [program, *arguments])
        case _:
            sys.exit("Usage: python -m deploy.container (secrets | COMMAND…)")


def keep_secrets() -> None:
    """Make the secrets that are not there yet: an upgrade may need a new one."""
    kept = environment.read(KEPT)
    environment.write(KEPT, secrets.generate() | kept)


def own_secrets(kept: dict[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return what a process may know: of AYNI_SERVICE alone, or of all when it says `all`."""
    service = environ.get("AYNI_SERVICE", "")
    known = {
        name: value
        for name, value in (kept | _database_urls(kept, environ)).items()
        if service == "all" or name.startswith(f"{service.upper()}_")
    }
    return {name: value for name, value in known.items() if name not in environ}


def _database_urls(kept: dict[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    host = environ.get("AYNI_POSTGRES_HOST", "postgres")
    return {
        f"{name.upper()}_DATABASE_URL": (
            f"postgresql+psycopg://{name}:{kept[f'{name.upper()}_DATABASE_PASSWORD']}@{host}/{name}"
        )
        for name in secrets.WITH_DATABASE
        if f"{name.upper()}_DATABASE_PASSWORD" in kept
    }


if __name__ == "__main__":
    main()
