"""What was corrected in boletas that people had already seen."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.models.base import Base


class Correccion(Base):
    """Why a boleta stopped counting, who decided it, and what took its place.

    Rows are added, never changed: a boleta is replaced or annulled once.
    """

    __tablename__ = "correccion"

    boleta_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The boleta that no longer counts."""
    reemplazo: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """The version that counts instead; none when it was annulled."""
    motivo: Mapped[str]
    """Why, for its owner to read."""
    corrected_by: Mapped[str] = mapped_column(String(8))
    corrected_at: Mapped[datetime]
    reclamo_id: Mapped[int | None] = mapped_column(ForeignKey("reclamo.id"))
    """The reclamo that it answers, if it was made for one."""
