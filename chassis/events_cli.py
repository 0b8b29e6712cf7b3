"""`ayni SERVICE events …`: how far a service is behind, what it could not apply, and how to."""

import uuid
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from chassis import inbox
from chassis.database import Database
from chassis.lag import Lag, told


def event_commands(db: Database, handlers: inbox.Handlers) -> AppGroup:
    """Build the commands of a service about its events."""
    events = AppGroup("events", help="Eventos: cuántos esperan, y cuáles no se pudieron aplicar.")

    @events.command("lag")
    def lag() -> None:
        """Muestra cuántos eventos esperan ser enviados o aplicados."""
        click.echo(told([current_app.extensions["lag"]()]))

    @events.command("dead")
    def dead() -> None:
        """Muestra los eventos que no se pudieron aplicar, y por qué."""
        letters = inbox.dead_letters(db.session, db.metadata)
        for letter in letters:
            click.echo(f"{letter.event_id}  {letter.envelope['type']}  {letter.reason}")
        click.echo(f"Eventos sin aplicar: {len(letters)}")

    @events.command("retry")
    @click.argument("event_id", metavar="[ID]", type=click.UUID, required=False)
    @click.option("--all", "everything", is_flag=True, help="Todos, del más antiguo al más nuevo.")
    def retry(event_id: uuid.UUID | None, everything: bool) -> None:
        """Aplica otra vez un evento que no se pudo aplicar, o todos."""
        if not event_id and not everything:
            raise click.UsageError("Escriba el número de un evento, o --all.")
        letters = _dead_letters(db, event_id)
        applied = sum(_apply(db, handlers, letter) for letter in letters)
        click.echo(f"Eventos aplicados: {applied} de {len(letters)}")
        if applied < len(letters):
            raise SystemExit(1)

    return events


def measure_lag(app: Flask) -> Lag:
    """Return how far the service of an app is behind; its context must be there."""
    lag: Lag = app.extensions["lag"]()
    return lag


def _dead_letters(db: Database, event_id: uuid.UUID | None) -> list[Any]:
    letters = inbox.dead_letters(db.session, db.metadata)
    wanted = [letter for letter in letters if event_id in {None, letter.event_id}]
    if event_id and not wanted:
        raise click.ClickException("No hay ningún evento sin aplicar con ese número.")
    return wanted


def _apply(db: Database, handlers: inbox.Handlers, letter: Any) -> bool:
    try:
        with db.transaction():
            inbox.receive(db.session, db.metadata, handlers, letter.envelope)
            inbox.exhume(db.session, db.metadata, str(letter.event_id))
    except Exception as error:
        click.echo(f"{letter.event_id}: tampoco esta vez se pudo: {error!r}", err=True)
        return False
    return True
