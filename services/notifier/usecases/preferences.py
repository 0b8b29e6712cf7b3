"""How each person hears of a new boleta: at once, in a digest of the week, or not at all."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.access_token import Principal
from contracts.boleta import BoletasPublished
from services.notifier.domain.preferences import Preferencia
from services.notifier.models import DigestItem, Preference, db


@db.transactional
def choose(principal: Principal, boletas: Preferencia) -> None:
    """Hear of new boletas so from now on."""
    row = {"dni": principal.dni, "boletas": boletas}
    statement = insert(Preference).values(row)
    db.session.execute(statement.on_conflict_do_update(index_elements=["dni"], set_=row))


def who_hears_at_once(event: BoletasPublished) -> list[str]:
    """Return who gets an e-mail for each boleta; note what the others read in their digest."""
    wanted = select(Preference.dni, Preference.boletas).where(Preference.dni.in_(event.dnis))
    chosen = {row.dni: row.boletas for row in db.session.execute(wanted)}
    items = [
        {
            "dni": dni,
            "planilla": event.planilla,
            "periodo": event.periodo,
            "entidad": event.entidad,
        }
        for dni in event.dnis
        if chosen.get(dni) is Preferencia.RESUMEN
    ]
    if items:
        db.session.execute(insert(DigestItem).values(items).on_conflict_do_nothing())
    return [dni for dni in event.dnis if chosen.get(dni, Preferencia.CORREO) is Preferencia.CORREO]
