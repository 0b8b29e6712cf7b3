"""`ayni SERVICE events …`: the events that a service could not apply, and how to apply them."""

import uuid

import click
from flask.cli import AppGroup

from chassis import inbox
from chassis.database import Database


def event_commands(db: Database, handlers: inbox.Handlers) -> AppGroup:
    """Build the commands of a service that listens to events."""
    events = AppGroup("events", help="Eventos de otros servicios que no se pudieron aplicar.")

    @events.command("dead")
    def dead() -> None:
        """Muestra los eventos que no se pudieron aplicar, y por qué."""
        letters = inbox.dead_letters(db.session, db.metadata)
        for letter in letters:
            click.echo(f"{letter.event_id}  {letter.envelope['type']}  {letter.reason}")
        click.echo(f"Eventos sin aplicar: {len(letters)}")

    @events.command("retry")
    @click.argument("event_id", metavar="ID", type=click.UUID)
    def retry(event_id: uuid.UUID) -> None:
        """Aplica otra vez un evento que no se pudo aplicar."""
        letters = inbox.dead_letters(db.session, db.metadata)
        letter = next((each for each in letters if each.event_id == event_id), None)
        if letter is None:
            raise click.ClickException("No hay ningún evento sin aplicar con ese número.")
        try:
            with db.transaction():
                inbox.receive(db.session, db.metadata, handlers, letter.envelope)
                inbox.exhume(db.session, db.metadata, str(event_id))
        except Exception as error:
            raise click.ClickException(f"Tampoco esta vez se pudo: {error!r}") from error
        click.echo("El evento fue aplicado.")

    return events
