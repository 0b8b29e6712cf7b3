"""Who had boletas before their eyes: evidence of delivery, and what a servidor may ask about."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from chassis.accesos import Looked
from services.boleta.domain.acceso import Acto
from services.boleta.models.base import Base


class Acceso(Looked, Base):
    """The first time in a day that somebody did something with the boletas of a person."""

    boleta_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """No foreign key: a look is remembered whatever becomes of what was seen. Or `NO_BOLETA`."""
    acto: Mapped[Acto] = mapped_column(primary_key=True)
    que: Mapped[str | None]
    """More about it, in plain words."""
