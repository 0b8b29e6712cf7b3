"""The one API that all operations of boleta belong to: it answers people, by whatever program."""

from chassis.openapi import Api

api = Api(
    "api",
    __name__,
    title="API de Mi boleta",
    version="1.0.0",
    description="Las boletas de pago de los servidores del sector Educación, sus reclamos y las"
    " planillas de cada sede. Los montos son céntimos de sol: 241725 es S/ 2,417.25.",
)
