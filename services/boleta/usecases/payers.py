"""Who may pay the boletas of a planilla: what its scope reaches."""

from contracts.sedes import NATIONAL, find_sede, name_of

SAY_WHICH = "No dice qué UGEL o DRE paga, y la planilla es de varias."


class Payers:
    """The sedes that the scope of a planilla reaches: a UGEL, a DRE with its UGEL, or all."""

    def __init__(self, scope: str) -> None:
        self._scope = scope
        sede = find_sede(scope)
        self._is_one = sede is not None and sede.dre != scope

    def sede_of(self, told: str) -> tuple[str, str]:
        """Return who pays a record that tells that sede; or nothing, and why it is refused."""
        if not told:
            return (self._scope, "") if self._is_one else ("", SAY_WHICH)
        sede = find_sede(told)
        if sede is None:
            return "", f"No hay ninguna UGEL o DRE con el código {told[:20]}."
        if self._scope not in (NATIONAL, sede.code, sede.dre):
            return "", f"Es de {sede.name} y la planilla es de {name_of(self._scope)}."
        return sede.code, ""


def overlap(one: str, other: str) -> bool:
    """Tell whether two scopes have a sede in common."""
    if NATIONAL in (one, other):
        return True
    return not Payers(one).sede_of(other)[1] or not Payers(other).sede_of(one)[1]
