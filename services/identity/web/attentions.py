"""What the mesa can do for an account: the words of each act, its form, and the use case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.service import current_settings
from contracts.access_token import Principal
from services.identity import forms
from services.identity.domain import AccountState
from services.identity.settings import Settings
from services.identity.usecases import accounts

Form = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One act of the mesa, as it is asked and told."""

    title: str
    warning: str
    """What will happen, said before it does."""
    button: str
    done: str
    """What is said afterwards."""
    icon: str
    do: Callable[[Principal, UUID, Form], object]
    asks: tuple[str, ...] = ("motivo",)
    """The fields of its form."""


def _resend(actor: Principal, account_id: UUID, _form: Form) -> None:
    accounts.resend_link(actor, account_id, current_settings(Settings))


def _correct(actor: Principal, account_id: UUID, form: Form) -> None:
    correo, expediente, reason = forms.all_read(
        {},
        lambda: forms.read_correo(form),
        lambda: forms.read_expediente(form),
        lambda: forms.read_reason(form),
    )
    accounts.correct_correo(actor, account_id, correo, reason=reason, expediente=expediente)


def _suspend(actor: Principal, account_id: UUID, form: Form) -> None:
    accounts.suspend_account(actor, account_id, forms.read_reason(form))


def _reinstate(actor: Principal, account_id: UUID, form: Form) -> None:
    accounts.reinstate_account(actor, account_id, forms.read_reason(form))


def _end_sessions(actor: Principal, account_id: UUID, form: Form) -> None:
    accounts.end_all_sessions(actor, account_id, forms.read_reason(form))


def _reset_totp(actor: Principal, account_id: UUID, form: Form) -> None:
    accounts.reset_totp(actor, account_id, forms.read_reason(form))


ATTENTIONS = {
    "enlace": Attention(
        title="Enviar enlace",
        warning="Le llegará a su correo un enlace para generar su contraseña. Vale 24 horas y una"
        " sola vez; los enlaces anteriores dejan de servir.",
        button="Enviar enlace",
        done="El enlace fue enviado al correo de la persona.",
        icon="correo",
        do=_resend,
        asks=(),
    ),
    "correo": Attention(
        title="Corregir correo",
        warning="Compruebe antes la identidad de la persona. Se avisará a los dos correos, al"
        " anterior y al nuevo, y los enlaces enviados dejan de servir.",
        button="Corregir correo",
        done="El correo fue corregido. Se avisó a los dos correos.",
        icon="actualizar",
        do=_correct,
        asks=("correo", "expediente", "motivo"),
    ),
    "sesiones": Attention(
        title="Cerrar sesiones",
        warning="Se cerrará todo lo que la persona tiene abierto, en cualquier equipo. Podrá volver"
        " a ingresar con su contraseña.",
        button="Cerrar sesiones",
        done="Se cerraron todas sus sesiones.",
        icon="salir",
        do=_end_sessions,
    ),
    "verificacion": Attention(
        title="Restablecer verificación en dos pasos",
        warning="Compruebe antes la identidad de la persona. Ingresará solo con su contraseña hasta"
        " que active otra vez la verificación en su teléfono.",
        button="Restablecer verificación",
        done="La verificación en dos pasos fue restablecida.",
        icon="renovar",
        do=_reset_totp,
    ),
    "suspender": Attention(
        title="Suspender cuenta",
        warning="La persona no podrá ingresar hasta que se reactive su cuenta. Lo que tiene abierto"
        " se cerrará ahora.",
        button="Suspender cuenta",
        done="La cuenta fue suspendida y sus sesiones se cerraron.",
        icon="candado",
        do=_suspend,
    ),
    "reactivar": Attention(
        title="Reactivar cuenta",
        warning="La persona podrá volver a ingresar con la contraseña que tenía.",
        button="Reactivar cuenta",
        done="La cuenta fue reactivada.",
        icon="llave",
        do=_reinstate,
    ),
}
"""Each act of the mesa, by the last word of its address."""


def possible(state: AccountState, *, has_totp: bool) -> dict[str, Attention]:
    """Return what can be done for an account in that state."""
    hidden = {"reactivar"} if state is not AccountState.SUSPENDED else {"suspender", "enlace"}
    if not has_totp:
        hidden.add("verificacion")
    return {name: each for name, each in ATTENTIONS.items() if name not in hidden}
