"""`ayni notifier emails …`: what an operator can see and do about e-mails."""

import uuid

import click
from flask.cli import AppGroup

from chassis.errors import Refusal
from chassis.logs import mask
from services.notifier import queries
from services.notifier.domain import State
from services.notifier.models import Email
from services.notifier.usecases.attention import discard_email, retry_email
from uikit.filters import fecha_hora

emails = AppGroup("emails", help="Correos: qué se envió, qué espera y qué falló.")


@emails.command("list")
@click.option(
    "--state",
    type=click.Choice([*State], case_sensitive=False),
    help="Solo los que están en ese estado.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Cuántos mostrar, los más nuevos.",
)
def list_(state: str | None, limit: int) -> None:
    """Muestra los correos más nuevos, y cuántos hay en cada estado."""
    for email in queries.list_emails(State(state) if state else None, limit):
        click.echo(
            f"{email.id}  {fecha_hora(email.created_at)}  {email.state:<9}  {email.kind:<24}"
            f"  {mask(email.correo)}  intentos: {email.attempts}  {_last_word(email)}".rstrip()
        )
    counts = queries.count_emails().items()
    click.echo(", ".join(f"{state}: {count}" for state, count in counts))


@emails.command("retry")
@click.argument("email_id", metavar="ID", type=click.UUID)
def retry(email_id: uuid.UUID) -> None:
    """Vuelve a enviar un correo que falló, que venció o del que no hay certeza."""
    try:
        retry_email(email_id)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from None
    click.echo("El correo volverá a enviarse en unos segundos.")


@emails.command("discard")
@click.argument("email_id", metavar="ID", type=click.UUID)
@click.option("--motivo", required=True, help="Por qué no hace falta enviarlo.")
def discard(email_id: uuid.UUID, motivo: str) -> None:
    """Deja de ofrecer para reintento un correo que no hace falta enviar."""
    try:
        discard_email(email_id, motivo)
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from None
    click.echo("El correo quedó descartado.")


def _last_word(email: Email) -> str:
    return f"{email.smtp_code or ''} {email.smtp_reply or ''}".strip()
