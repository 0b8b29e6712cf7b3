"""The programs that may ask for tokens: the two of the platform, and those an operator adds."""

from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert

from services.identity.models import Client, db
from services.identity.opaque import fingerprint
from services.identity.settings import Settings

SIGN_IN = ("authorization_code", "refresh_token")
"""The grants of a client with which people sign in."""

SCOPES = ("openid", "profile")
"""What a client with which people sign in may know."""


@db.transactional
def register_platform_clients(settings: Settings) -> None:
    """Make the gateway and boleta what the settings say; again changes nothing."""
    _save(
        "gateway",
        settings.gateway_secret,
        SIGN_IN,
        SCOPES,
        redirect_uris=[f"{settings.public_url}/callback"],
        post_logout_redirect_uris=[f"{settings.public_url}/"],
    )
    _save("boleta", settings.boleta_secret, ("client_credentials",), ("legajo.servidores",))


@db.transactional
def register_client(client_id: str, secret: str, redirect_uris: Sequence[str]) -> None:
    """Register a client with which people sign in, or replace the one of that name."""
    _save(client_id, secret, SIGN_IN, SCOPES, redirect_uris=redirect_uris)


def _save(
    client_id: str,
    secret: str,
    grant_types: Sequence[str],
    scopes: Sequence[str],
    *,
    redirect_uris: Sequence[str] = (),
    post_logout_redirect_uris: Sequence[str] = (),
) -> None:
    values = {
        "secret_fingerprint": fingerprint(secret),
        "grant_types": list(grant_types),
        "scopes": list(scopes),
        "redirect_uris": list(redirect_uris),
        "post_logout_redirect_uris": list(post_logout_redirect_uris),
    }
    statement = insert(Client).values(id=client_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=[Client.id], set_=values))
