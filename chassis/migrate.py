"""Migrations: `python -m chassis.migrate legajo upgrade`; one Alembic environment for all services.

Each service keeps numbered versions in `services/NAME/migrations/`. Expand, migrate, contract:
never a rename in one step. Two upgrades at once wait for each other (an advisory lock).
"""

import argparse
import importlib.util
import os
from pathlib import Path

from alembic import command
from alembic.config import Config

ENVIRONMENT = Path(__file__).with_name("migrations")
"""Where env.py and the template of a new version are."""


def configuration(service: str, url: str) -> Config:
    """Return Alembic's configuration for one service and its database."""
    spec = importlib.util.find_spec(f"services.{service}")
    if spec is None or spec.origin is None:
        raise SystemExit(f"There is no service {service}.")
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", str(Path(spec.origin).with_name("migrations")))
    config.set_main_option("path_separator", "newline")
    config.attributes["service"] = service
    config.attributes["url"] = url
    return config


def upgrade(service: str, url: str) -> None:
    """Bring a service's database to its newest version."""
    command.upgrade(configuration(service, url), "head")


def main() -> None:
    """Run one Alembic command for one service; its database is `NAME_DATABASE_URL`."""
    parser = argparse.ArgumentParser(prog="python -m chassis.migrate", description=__doc__)
    parser.add_argument("service")
    parser.add_argument("command", choices=["upgrade", "downgrade", "new", "check", "history"])
    parser.add_argument("argument", nargs="?", help="a revision, or the new version's message")
    asked = parser.parse_args()
    config = configuration(asked.service, os.environ[f"{asked.service.upper()}_DATABASE_URL"])
    match asked.command:
        case "upgrade":
            command.upgrade(config, asked.argument or "head")
        case "downgrade":
            command.downgrade(config, asked.argument or "-1")
        case "new":
            command.revision(config, asked.argument, autogenerate=True, rev_id=_next(config))
        case "check":
            command.check(config)
        case "history":
            command.history(config)


def _next(config: Config) -> str:
    folder = Path(config.get_main_option("version_locations") or "")
    return f"{len(list(folder.glob('[0-9]*.py'))) + 1:04d}"


if __name__ == "__main__":
    main()
