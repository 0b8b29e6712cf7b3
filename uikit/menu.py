"""The entries of the side menu, and who sees them: one table."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu; without `role` everybody sees it."""

    href: str
    text: str
    icon: str
    role: Role | None = None
    also: Role | None = None
    """Another role that works with it."""
    of_all_peru: bool = False
    """Of use only to who holds the role over the whole country."""
    covers: tuple[str, ...] = ()
    """Pages elsewhere that one gets to from here."""
    of_legajo: bool = False
    """It is about one's own legajo: of no use to who has none."""

    def is_seen_by(self, person: Principal, *, has_legajo: bool | None) -> bool:
        """Tell whether the person needs this entry; not to know of a legajo hides nothing."""
        if self.of_legajo and has_legajo is False:
            return False
        if self.role and self.of_all_peru:
            return person.may(self.role, NATIONAL)
        roles = [role for role in (self.role, self.also) if role]
        return not roles or any(map(person.has, roles))


MENU = (
    Entry(href="/inicio", text="Inicio", icon="inicio"),
    Entry(href="/legajo/", text="Mi legajo", icon="legajo", of_legajo=True),
    Entry(
        href="/legajo/solicitudes/nueva",
        text="Actualizar mi legajo",
        icon="actualizar",
        covers=("/legajo/actualizar",),
        of_legajo=True,
    ),
    Entry(
        href="/legajo/solicitudes",
        text="Seguimiento de atención de solicitud",
        icon="seguimiento",
        of_legajo=True,
    ),
    Entry(href="/boleta/", text="Mi boleta", icon="boleta"),
    Entry(
        href="/legajo/bandeja",
        text="Bandeja de escalafón",
        icon="bandeja",
        role=Role.ESCALAFON,
        covers=("/legajo/reportes",),
    ),
    Entry(
        href="/legajo/servidores",
        text="Legajos de mi sede",
        icon="legajo",
        covers=("/legajo/traslados", "/legajo/ubicaciones", "/legajo/importaciones"),
        role=Role.ESCALAFON,
    ),
    Entry(
        href="/boleta/planillas",
        text="Planillas",
        icon="planilla",
        role=Role.ADMINISTRADOR_BOLETA,
    ),
    Entry(
        href="/boleta/tablero",
        text="Tablero del mes",
        icon="seguimiento",
        covers=("/boleta/exportaciones",),
        role=Role.ADMINISTRADOR_BOLETA,
    ),
    Entry(
        href="/boleta/administracion",
        text="Boletas de mi sede",
        icon="buscar",
        role=Role.ADMINISTRADOR_BOLETA,
    ),
    Entry(
        href="/boleta/administracion/reclamos",
        text="Bandeja de reclamos",
        icon="bandeja",
        role=Role.ADMINISTRADOR_BOLETA,
    ),
    Entry(
        href="/boleta/catalogo",
        text="Catálogo de conceptos",
        icon="planilla",
        role=Role.ADMINISTRADOR_BOLETA,
    ),
    Entry(
        href="/passport/mesa",
        text="Mesa de ayuda",
        icon="persona",
        role=Role.MESA_DE_AYUDA,
        also=Role.ADMINISTRADOR,
    ),
    Entry(href="/correos/", text="Correos enviados", icon="correo", role=Role.MESA_DE_AYUDA),
    Entry(
        href="/passport/roles",
        text="Roles",
        icon="llave",
        role=Role.ADMINISTRADOR,
        also=Role.AUDITOR,
    ),
    Entry(
        href="/passport/auditoria",
        text="Auditoría",
        icon="reloj",
        role=Role.AUDITOR,
        also=Role.ADMINISTRADOR,
    ),
    Entry(
        href="/passport/registro",
        text="Registro Evaluación Docente",
        icon="subir",
        role=Role.ADMINISTRADOR,
        of_all_peru=True,
    ),
)
"""The whole menu, in the order in which it is read."""


def menu_for(person: Principal | None, has_legajo: bool | None = None) -> list[Entry]:
    """Return what the person may go to; nobody signed in, nothing."""
    if person is None:
        return []
    return [entry for entry in MENU if entry.is_seen_by(person, has_legajo=has_legajo)]


def current_entry(entries: Iterable[Entry], path: str) -> Entry | None:
    """Return the entry that the page at `path` is under: the one with the longest address."""
    addresses = [(href, entry) for entry in entries for href in (entry.href, *entry.covers)]
    under = [found for found in addresses if f"{path}/".startswith(f"{found[0].rstrip('/')}/")]
    return max(under, key=lambda found: len(found[0]), default=("", None))[1]
