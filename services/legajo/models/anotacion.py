"""The entries of a legajo, what is asked of each, and the documents that support them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.uploads import MEGABYTE
from services.legajo.domain.anotacion import (
    Diferencia,
    EstadoAnotacion,
    Operacion,
    Origen,
    Valores,
    compare,
    day_of,
)
from services.legajo.domain.reserva import (
    documents_are_reserved,
    reserved_campos,
    without_reserved,
)
from services.legajo.domain.secciones import (
    APERTURA,
    EN_PALABRAS,
    SECCIONES,
    TIPOS,
    Seccion,
    TipoAnotacion,
)
from services.legajo.models.base import Base
from services.legajo.models.servidor import Legajo
from services.legajo.models.solicitud import Solicitud
from services.legajo.models.subsanacion import Enmienda

if TYPE_CHECKING:
    from services.legajo.models.historia import Historia

DOCUMENTOS = "Documentos"
"""How the documents of an entry are called where it is told that they are reserved."""


KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG"}
"""What people call a file of each kind that we take."""


class Documento(Base):
    """The content of a file that was believed: kept once, however often it is sent."""

    __tablename__ = "documento"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """By which the file store finds it."""
    tipo: Mapped[str]
    """What it is by its content: `application/pdf`, `image/jpeg` or `image/png`."""
    bytes: Mapped[int]
    paginas: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def resumen(self) -> str:
        """Say what it is in a line: its kind, its size, its pages."""
        kind = KINDS[self.tipo]
        is_large = self.bytes >= MEGABYTE
        size = f"{self.bytes / MEGABYTE:.1f} MB" if is_large else f"{self.bytes // 1024 or 1} KB"
        if kind != "PDF":
            return f"{kind}, {size}"
        return f"{kind}, {size}, {self.paginas} {'página' if self.paginas == 1 else 'páginas'}"


class Anotacion(Base):
    """An entry of a legajo: a title, a contract, a licence. It may be annulled, never deleted."""

    __tablename__ = "anotacion"
    __table_args__ = (Index(None, "dni", "seccion"), UniqueConstraint("dni", "sending"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dni: Mapped[str] = mapped_column(ForeignKey("legajo.dni"))
    seccion: Mapped[str] = mapped_column(String(4))
    tipo: Mapped[str] = mapped_column(String(30))
    valores: Mapped[dict[str, Any]]
    desde: Mapped[date | None]
    """The day that orders the entries of a section."""
    hasta: Mapped[date | None]
    estado: Mapped[EstadoAnotacion]
    fue_reservada: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it said once, or was asked to say, something reserved: its documents stay so."""
    origen: Mapped[Origen]
    sending: Mapped[UUID | None]
    """Which sending of a form added it: sent again, it is the same entry."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    """When it last changed: who corrects it must have seen it so."""
    legajo: Mapped[Legajo] = relationship()
    adjuntos: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id",
        primaryjoin="and_(Anotacion.id == Adjunto.anotacion_id, Adjunto.anulado_en.is_(None))",
    )
    """The documents that support it; those that were annulled are in its history."""
    hidden = tuple[str, ...]()
    """What this copy does not tell, because it is reserved: names of fields, and `DOCUMENTOS`."""

    @property
    def about(self) -> TipoAnotacion:
        """What kind of entry it is."""
        return TIPOS[self.tipo]

    @property
    def sumilla(self) -> str:
        """Name it in one line."""
        return self.about.sumilla(self.valores) or self.about.nombre

    @property
    def lineas(self) -> list[Diferencia]:
        """What it says, field by field."""
        return compare(self.about, {}, self.valores)

    @property
    def is_vigente(self) -> bool:
        """Whether it counts."""
        return self.estado is EstadoAnotacion.VIGENTE

    @property
    def has_reserved_documents(self) -> bool:
        """Whether its documents are reserved: they may tell whatever it ever said."""
        return self.fue_reservada or documents_are_reserved(self.about, self.valores)

    def without_reserved(self) -> "Anotacion":
        """Return a copy that says nothing reserved and is in no session: it is never saved."""
        copied = {column.key: getattr(self, column.key) for column in self.__table__.columns}
        copied["valores"] = without_reserved(self.about, self.valores)
        is_hidden = self.has_reserved_documents
        copy = Anotacion(**copied, adjuntos=[] if is_hidden else list(self.adjuntos))
        hidden = [campo.etiqueta for campo in reserved_campos(self.about, self.valores)]
        copy.hidden = (*hidden, DOCUMENTOS) if is_hidden else ()
        return copy

    def say(self, valores: Valores) -> None:
        """Hold those values, and the dates among them; never forget that others were reserved."""
        if self.valores is not None:
            self.fue_reservada = self.has_reserved_documents
        self.valores = dict(valores)
        self.desde = day_of(valores, self.about.desde)
        self.hasta = day_of(valores, self.about.hasta)


class Borrador(Base):
    """What a servidor is preparing for one section, kept as they type: one at most a section."""

    __tablename__ = "borrador"
    __table_args__ = (Index(None, "dni", "seccion", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Once sent, it identifies the sending: sent again, it is the same solicitud."""
    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"))
    seccion: Mapped[str] = mapped_column(String(4))
    detalle: Mapped[str]
    asunto: Mapped[str] = mapped_column(default="", server_default="")
    """What it asks for in words; empty, if it does not, or not yet."""
    destino: Mapped[str] = mapped_column(String(4), default="", server_default="")
    """The section that it asks for in words, once that was chosen."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    cambios: Mapped[list["Cambio"]] = relationship(order_by="Cambio.id")
    adjuntos: Mapped[list["Adjunto"]] = relationship(order_by="Adjunto.id")
    """The documents of what asks for no entry: for something in words, or a legajo to be opened."""

    @property
    def about(self) -> Seccion:
        """The section that it is about."""
        if self.seccion == EN_PALABRAS.numero:
            return EN_PALABRAS
        return SECCIONES.get(self.seccion, APERTURA)


class Cambio(Base):
    """What is asked of one entry: to add, to correct or to remove it. First of a draft."""

    __tablename__ = "cambio"
    __table_args__ = (
        CheckConstraint("num_nonnulls(borrador_id, solicitud_id) = 1", name="belongs_to_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    borrador_id: Mapped[UUID | None] = mapped_column(ForeignKey("borrador.id"), index=True)
    solicitud_id: Mapped[int | None] = mapped_column(ForeignKey("solicitud.id"), index=True)
    operacion: Mapped[Operacion]
    tipo: Mapped[str] = mapped_column(String(30))
    anotacion_id: Mapped[int | None] = mapped_column(ForeignKey("anotacion.id"), index=True)
    """Which entry is to be corrected or removed; or which one it became."""
    antes: Mapped[dict[str, Any]]
    """What the entry said when it was asked for."""
    valores: Mapped[dict[str, Any]]
    """What it is to say: read and checked once it is `listo`, until then as typed."""
    motivo: Mapped[str]
    """Why it is to be removed."""
    listo: Mapped[bool]
    """Whether everything in it is right, so that it can be sent."""
    incorporated_at: Mapped[datetime | None]
    """When it entered the legajo."""
    borrador: Mapped[Borrador | None] = relationship(back_populates="cambios")
    solicitud: Mapped[Solicitud | None] = relationship(back_populates="cambios")
    anotacion: Mapped[Anotacion | None] = relationship()
    adjuntos: Mapped[list["Adjunto"]] = relationship(order_by="Adjunto.id", back_populates="cambio")
    enmiendas: Mapped[list[Enmienda]] = relationship(order_by=Enmienda.id, back_populates="cambio")
    """What was changed of it to answer observations; the last may not be sent yet."""

    @property
    def about(self) -> TipoAnotacion:
        """What kind of entry it is about."""
        return TIPOS[self.tipo]

    @property
    def sumilla(self) -> str:
        """Name the entry in one line, as it is to be or as it was."""
        return self.about.sumilla(self.valores or self.antes) or self.about.nombre

    @property
    def is_reserved(self) -> bool:
        """Whether it is about something reserved, or was before an answer; its documents too."""
        if self.anotacion is not None and self.anotacion.has_reserved_documents:
            return True
        said = (self.antes, self.valores, *(enmienda.antes for enmienda in self.enmiendas))
        return any(documents_are_reserved(self.about, valores) for valores in said)

    @property
    def is_gone(self) -> bool:
        """Whether the entry to be corrected or removed counts no more."""
        return self.anotacion is not None and not self.anotacion.is_vigente

    @property
    def is_stale(self) -> bool:
        """Whether that entry says something else than when this was begun."""
        return self.anotacion is not None and self.anotacion.valores != self.antes

    @property
    def diferencias(self) -> list[Diferencia]:
        """What the entry says now and what is asked, field by field."""
        despues = {} if self.operacion is Operacion.ANULAR else self.valores
        return compare(self.about, self.antes, despues)


class Adjunto(Base):
    """A document as somebody sent it: with a name, for one entry of one legajo."""

    __tablename__ = "adjunto"

    id: Mapped[int] = mapped_column(primary_key=True)
    documento_id: Mapped[int] = mapped_column(ForeignKey("documento.id"), index=True)
    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"), index=True)
    """In whose legajo it is, or is to be."""
    nombre: Mapped[str]
    cambio_id: Mapped[int | None] = mapped_column(ForeignKey("cambio.id"), index=True)
    """With which change it was asked for; none if it came de oficio."""
    anotacion_id: Mapped[int | None] = mapped_column(ForeignKey("anotacion.id"), index=True)
    """Which entry it supports; none until that is in the legajo."""
    historia_id: Mapped[int | None] = mapped_column(ForeignKey("historia.id"), index=True)
    """Which change of the legajo itself it supports: how it was opened, why it counts no more."""
    solicitud_id: Mapped[int | None] = mapped_column(ForeignKey("solicitud.id"), index=True)
    """To which solicitud it belongs as a whole, when that asks for no entry."""
    borrador_id: Mapped[UUID | None] = mapped_column(ForeignKey("borrador.id"), index=True)
    """In which draft of such a solicitud it waits."""
    agregado_en: Mapped[int | None] = mapped_column(ForeignKey("enmienda.id"), index=True)
    """With which answer to an observation it came; until that is sent, it is nothing else's."""
    retirado_en: Mapped[int | None] = mapped_column(ForeignKey("enmienda.id"), index=True)
    """With which answer it was taken away; once that is sent, it supports nothing."""
    anulado_en: Mapped[int | None] = mapped_column(ForeignKey("historia.id"), index=True)
    """With which change of the legajo it was annulled de oficio. The database keeps it so."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    documento: Mapped[Documento] = relationship(lazy="joined")
    cambio: Mapped[Cambio | None] = relationship(back_populates="adjuntos")
    solicitud: Mapped[Solicitud | None] = relationship(back_populates="adjuntos")
    anulacion: Mapped["Historia | None"] = relationship(
        foreign_keys=[anulado_en], back_populates="anulados"
    )

    @property
    def sin_efecto(self) -> bool:
        """Whether it supports nothing any more, because it was attached by mistake."""
        return self.anulado_en is not None


def by_seccion(anotaciones: Sequence[Anotacion]) -> dict[str, list[Anotacion]]:
    """Put entries under their sections, all ten of them, in their order."""
    found: dict[str, list[Anotacion]] = {numero: [] for numero in SECCIONES}
    for anotacion in anotaciones:
        found[anotacion.seccion].append(anotacion)
    return found
