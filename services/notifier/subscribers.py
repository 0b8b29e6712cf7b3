"""What the notifier does about each event that it hears."""

from chassis.inbox import Handlers
from contracts.boleta import BoletasPublished, PlanillaImported
from contracts.identity import (
    AccountEmailChanged,
    AccountsCreated,
    PasswordLinkIssued,
    PasswordSet,
)
from contracts.legajo import ServidoresUpdated, SolicitudStatusChanged, SolicitudSubmitted
from services.notifier.usecases import contacts, queueing


def _change_email(event: AccountEmailChanged) -> None:
    contacts.change_contact(event)
    queueing.queue_email_changed(event)


HANDLERS: Handlers = {
    AccountsCreated: contacts.remember_contacts,
    AccountEmailChanged: _change_email,
    PasswordLinkIssued: queueing.queue_password_link,
    PasswordSet: queueing.queue_password_set,
    ServidoresUpdated: contacts.remember_sedes,
    SolicitudSubmitted: queueing.queue_solicitud_submitted,
    SolicitudStatusChanged: queueing.queue_solicitud_status_changed,
    BoletasPublished: queueing.queue_boletas_published,
    PlanillaImported: queueing.queue_planilla_imported,
}
"""One line for each event; all of it happens in the transaction of the inbox."""
