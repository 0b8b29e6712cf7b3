"""What the notifier does about each event that it hears."""

from chassis.inbox import Handlers
from contracts.boleta import (
    BoletaAnnulled,
    BoletaReplaced,
    BoletasPublished,
    PlanillaImported,
    ReclamoAnswered,
)
from contracts.identity import (
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
    CorreoLinkIssued,
    NewDeviceSignIn,
    PasswordLinkIssued,
    PasswordSet,
    RecoveryWithoutAccount,
)
from contracts.legajo import (
    LegajoChanged,
    LegajoTransferred,
    ServidoresUpdated,
    SolicitudAboutToExpire,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from services.notifier.usecases import contacts
from services.notifier.usecases.news import boleta, identity, legajo


def _change_email(event: AccountEmailChanged) -> None:
    contacts.change_contact(event)
    identity.email_changed(event)


HANDLERS: Handlers = {
    AccountsCreated: contacts.remember_contacts,
    AccountOpened: identity.account_opened,
    AccountEmailChanged: _change_email,
    CorreoLinkIssued: identity.correo_link,
    NewDeviceSignIn: identity.new_device,
    PasswordLinkIssued: identity.password_link,
    PasswordSet: identity.password_set,
    RecoveryWithoutAccount: identity.no_account,
    ServidoresUpdated: contacts.remember_sedes,
    SolicitudSubmitted: legajo.solicitud_submitted,
    SolicitudStatusChanged: legajo.solicitud_status_changed,
    SolicitudAboutToExpire: legajo.solicitud_about_to_expire,
    LegajoTransferred: legajo.legajo_transferred,
    LegajoChanged: legajo.legajo_changed,
    BoletasPublished: boleta.boletas_published,
    BoletaReplaced: boleta.boleta_replaced,
    BoletaAnnulled: boleta.boleta_annulled,
    PlanillaImported: boleta.planilla_imported,
    ReclamoAnswered: boleta.reclamo_answered,
}
"""One line for each event; all of it happens in the transaction of the inbox."""
