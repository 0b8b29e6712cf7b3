"""What boleta does about each event that it listens to."""

from chassis.inbox import Handlers
from contracts.legajo import ServidoresUpdated
from services.boleta.usecases.servidores import remember_servidores

HANDLERS: Handlers = {
    ServidoresUpdated: lambda event: remember_servidores(event.servidores),
}
