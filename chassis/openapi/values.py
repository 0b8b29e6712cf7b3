"""What the APIs of all services give and take alike."""

from dataclasses import dataclass
from typing import Annotated, Any, Self

from chassis.openapi.schema import Rule

Id = Annotated[int, Rule(minimum=1, maximum=2**63 - 1)]
"""The id of a row."""

SmallId = Annotated[int, Rule(minimum=1, maximum=2**31 - 1)]
"""The id of a row of a table that never grows so long."""

Dni = Annotated[str, Rule(pattern="[0-9]{8}", example="00000001")]
"""Who a person is."""

Codigo = Annotated[str, Rule(pattern="[0-9]{6}", example="080006")]
"""The code of a UGEL or DRE."""

Pagina = Annotated[int, Rule(minimum=1, maximum=10_000)]
"""Which part of a list."""

Clave = Annotated[
    str,
    Rule(
        pattern="[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        example="1f0c2e56-8a5b-4c39-9a5e-3f1d7a2b9c00",
    ),
]
"""A UUID that who sends chooses, or was given: what is sent twice with it counts once."""


@dataclass(frozen=True, kw_only=True)
class FiltroPagina:
    """Which part of a list is wanted."""

    pagina: Pagina = 1
    """Qué parte de la lista."""


class Published:
    """A dataclass of which an object of ours has all the fields, or most of them."""

    @classmethod
    def of(cls, found: Any, **more: Any) -> Self:
        """Take from an object what is published of it; `more` says what it calls otherwise."""
        names = [name for name in cls.__dataclass_fields__ if name not in more]  # type: ignore[attr-defined]
        return cls(**{name: getattr(found, name) for name in names}, **more)


def following(page: int, pages: int) -> int | None:
    """Return which page follows in a list of so many; None when there are no more."""
    return page + 1 if page < pages else None
