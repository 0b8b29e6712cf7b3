"""Bring every database to its newest version: `make migrate`, and before every start.

It works on the environment that it is given, or on the copy of the platform that runs here.
"""

import os

from chassis.migrate import upgrade
from deploy import environment
from deploy.secrets import WITH_DATABASE


def main() -> None:
    """Upgrade one database after the other: what is up to date takes a moment."""
    environ = {**environment.read(environment.state_folder() / "env"), **os.environ}
    for service in WITH_DATABASE:
        upgrade(service, environ[f"{service.upper()}_DATABASE_URL"])
        print(f"{service}: up to date")


if __name__ == "__main__":
    main()
