"""What boleta does about each event that it listens to."""

from chassis.inbox import Handlers
from contracts.identity import AccountEmailChanged
from contracts.legajo import ServidoresUpdated
from contracts.notifier import EmailBounced
from services.boleta.usecases.rebotes import forget_bounce, remember_bounce
from services.boleta.usecases.servidores import remember_servidores

HANDLERS: Handlers = {
    AccountEmailChanged: forget_bounce,
    EmailBounced: remember_bounce,
    ServidoresUpdated: lambda event: remember_servidores(event.servidores),
}
