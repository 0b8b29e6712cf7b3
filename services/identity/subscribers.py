"""What identity does about each event that it hears."""

from chassis.inbox import Handlers
from contracts.notifier import EmailBounced
from services.identity.usecases.bounces import note_bounce

HANDLERS: Handlers = {EmailBounced: note_bounce}
"""One line for each event; all of it happens in the transaction of the inbox."""
