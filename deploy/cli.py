"""`ayni SERVICE …`: the commands of a service, on the copy of the platform that runs here.

In a container, where there is no `.local/env`, it works on the environment that it is given.
`ayni events` tells of all services how far their events are behind.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask
from flask.cli import ScriptInfo
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

from chassis.events_cli import measure_lag
from chassis.filestore import FileOutOfReach
from chassis.lag import Lag, told
from chassis.settings import BadSettings
from deploy import environment
from deploy.secrets import WITH_DATABASE

SERVICES = {name: f"services.{name}" for name in WITH_DATABASE}
"""Each service by the name that people type. The gateway keeps nothing that one could work on."""


def main() -> None:
    """Run one command of one service, or list the services."""
    match sys.argv[1:]:
        case [] | ["-h" | "--help"]:
            print(_overview())
        case ["events"]:
            with _kindly():
                print(told([_lag_of(service) for service in SERVICES]))
        case [service, *arguments] if service in SERVICES:
            run(service, arguments)
        case [unknown, *_]:
            sys.exit(f"ayni: there is no service {unknown!r}.\n\n{_overview()}")


def run(service: str, arguments: list[str]) -> None:
    """Run a command of a service in this process, which ends with it."""
    app = load(service)
    with app.app_context(), _kindly():
        here = ScriptInfo(create_app=lambda: app)
        app.cli.main(arguments, prog_name=f"ayni {service}", obj=here)


@contextmanager
def _kindly() -> Iterator[None]:
    """Say in a line that the database, Valkey or the files do not answer."""
    try:
        yield
    except (OperationalError, RedisError, FileOutOfReach) as error:
        reason = str(getattr(error, "orig", error)).strip()
        sys.exit(f"ayni: {reason}\nIs the platform running?")


def _lag_of(service: str) -> Lag:
    app = load(service)
    with app.app_context():
        return measure_lag(app)


def load(service: str) -> Flask:
    """Build the app of a service in the environment of the copy that runs here."""
    kept = environment.state_folder() / "env"
    for key, value in environment.read(kept).items():
        os.environ.setdefault(key, value)
    module = importlib.import_module(f"{SERVICES[service]}.app")
    try:
        return cast(Flask, module.create_app())
    except BadSettings as error:
        hint = "" if kept.exists() else f"\nThere is no {kept}: is the platform running? make run"
        sys.exit(f"ayni: {error}{hint}")


def _overview() -> str:
    lines = [f"  {service:<10} {_purpose(package)}" for service, package in SERVICES.items()]
    usage = ["Usage: ayni SERVICE COMMAND …", "       ayni events"]
    return "\n".join([*usage, "", *lines, "", "ayni SERVICE --help"])


def _purpose(package: str) -> str:
    """Return the first line of what a service says of itself."""
    return (importlib.import_module(package).__doc__ or "").strip().partition("\n")[0]


if __name__ == "__main__":
    main()
