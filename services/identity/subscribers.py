"""What identity does about each event that it hears."""

from chassis.inbox import Handlers
from contracts.legajo import ServidoresUpdated
from contracts.notifier import EmailBounced
from services.identity.usecases.bounces import note_bounce
from services.identity.usecases.sedes import follow_sedes

HANDLERS: Handlers = {
    EmailBounced: note_bounce,
    ServidoresUpdated: follow_sedes,
}
"""One line for each event; all of it happens in the transaction of the inbox."""
