"""The programs that may ask for tokens: the two of the platform, and those an operator adds."""

import json
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, Invalid, NotFound
from services.identity.acts import Act
from services.identity.domain import AuthMethod, is_client_address
from services.identity.models import Client, db
from services.identity.opaque import fingerprint, new_token
from services.identity.recent import forget
from services.identity.settings import Settings
from services.identity.usecases.audit import record

SIGN_IN = ("authorization_code", "refresh_token")
"""The grants of a client with which people sign in."""

SCOPES = ("openid", "profile")
"""What a client with which people sign in may know, unless the operator allows more."""

ALLOWED_SCOPES = (*SCOPES, "email", "dni")
"""What an operator may allow."""

NOT_AN_ADDRESS = (
    "La dirección «{uri}» no sirve: debe ser https y completa, sin «#», sin usuario ni espacios"
    " (http solo en localhost, para desarrollo)."
)

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A program with which people are to sign in, as an operator describes it."""

    name: str
    redirect_uris: Sequence[str]
    post_logout_redirect_uris: Sequence[str] = ()
    backchannel_logout_uri: str | None = None
    auth_method: AuthMethod = AuthMethod.BASIC
    jwks: dict[str, Any] | None = None
    scopes: Sequence[str] = SCOPES
    is_first_party: bool = False
    id_token_alg: str = "RS256"  # noqa: S105


class Credentials(NamedTuple):
    """What the operator hands over to who runs the program; the secret is never seen again."""

    client_id: str
    secret: str | None


@db.transactional
def register_platform_clients(settings: Settings) -> None:
    """Make the gateway and boleta what the settings say; again changes nothing."""
    forget()
    proof: dict[str, Any] = {"secret_fingerprint": fingerprint(settings.gateway_secret)}
    if settings.gateway_key:
        key = read_public_keys(settings.gateway_key)
        proof = {"secret_fingerprint": None, "auth_method": AuthMethod.PRIVATE_KEY, "jwks": key}
    inner = settings.gateway_url or settings.public_url
    _save(
        "gateway",
        **proof,
        grant_types=[*SIGN_IN],
        scopes=[*SCOPES],
        redirect_uris=[f"{settings.public_url}/callback"],
        post_logout_redirect_uris=[f"{settings.public_url}/"],
        backchannel_logout_uri=f"{inner}/backchannel-logout",
        id_token_alg="ES256",  # noqa: S106
    )
    _save(
        "boleta",
        secret_fingerprint=fingerprint(settings.boleta_secret),
        grant_types=["client_credentials"],
        scopes=["legajo.servidores"],
    )


@db.transactional
def register_client(asked: Registration) -> Credentials:
    """Register a program with which people sign in, and return by what it proves who it is."""
    _refuse_what_cannot_work(asked)
    secret = None if asked.auth_method is AuthMethod.PRIVATE_KEY else new_token()
    client = Client(
        id=_new_id(asked.name),
        name=asked.name.strip(),
        auth_method=asked.auth_method,
        secret_fingerprint=fingerprint(secret) if secret else None,
        jwks=asked.jwks,
        is_first_party=asked.is_first_party,
        id_token_alg=asked.id_token_alg,
        grant_types=[*SIGN_IN],
        scopes=list(dict.fromkeys(asked.scopes)),
        redirect_uris=list(dict.fromkeys(asked.redirect_uris)),
        post_logout_redirect_uris=list(dict.fromkeys(asked.post_logout_redirect_uris)),
        backchannel_logout_uri=asked.backchannel_logout_uri,
    )
    db.session.add(client)
    db.session.flush()
    record(Act.CLIENT_CREATED, client=client.id, nombre=client.name)
    log.info("client_registered", client=client.id)
    return Credentials(client.id, secret)


@db.transactional
def rotate_secret(client_id: str) -> Credentials:
    """Give a program a new secret; the old one is worth nothing from now on."""
    client = _client(client_id)
    if client.auth_method is AuthMethod.PRIVATE_KEY:
        raise Conflict(f"El cliente {client_id} firma con su clave: no tiene secreto.")
    secret = new_token()
    client.secret_fingerprint = fingerprint(secret)
    record(Act.CLIENT_SECRET_ROTATED, client=client_id)
    log.info("client_secret_rotated", client=client_id)
    return Credentials(client_id, secret)


@db.transactional
def disable_client(client_id: str) -> None:
    """Let nobody sign in with a program any more; it gets no token, not even by refresh."""
    client = _client(client_id)
    client.disabled_at = client.disabled_at or datetime.now(UTC)
    record(Act.CLIENT_DISABLED, client=client_id)
    log.info("client_disabled", client=client_id)


@db.transactional
def enable_client(client_id: str) -> None:
    """Let a program that was disabled work again."""
    _client(client_id).disabled_at = None
    record(Act.CLIENT_ENABLED, client=client_id)
    log.info("client_enabled", client=client_id)


def read_public_keys(text: str) -> dict[str, Any]:
    """Read a JWK or a JWK Set, and return a set of the public halves."""
    try:
        given = json.loads(text)
        found = [key for key in given.get("keys", [given]) if key.get("kty") in {"RSA", "EC"}]
        public = [JWKRegistry.import_key(key).as_dict(private=False) for key in found]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid("El archivo de claves no es un JWK ni un JWK Set.") from error
    if not public:
        raise Invalid("El archivo no tiene ninguna clave pública RSA o EC.")
    return {"keys": public}


def _refuse_what_cannot_work(asked: Registration) -> None:
    if not asked.name.strip() or not asked.name.isprintable():
        raise Invalid("El nombre no puede estar vacío.")
    told = [asked.backchannel_logout_uri] if asked.backchannel_logout_uri else []
    for uri in (*asked.redirect_uris, *asked.post_logout_redirect_uris, *told):
        if not is_client_address(uri):
            raise Invalid(NOT_AN_ADDRESS.format(uri=uri))
    if not asked.redirect_uris:
        raise Invalid("Falta la dirección de vuelta.")
    if (asked.auth_method is AuthMethod.PRIVATE_KEY) != bool(asked.jwks):
        raise Invalid("Las claves públicas se dan con private_key_jwt, y solo con él.")
    if unknown := set(asked.scopes) - set(ALLOWED_SCOPES):
        raise Invalid(f"No existe el alcance {', '.join(sorted(unknown))}.")


def _new_id(name: str) -> str:
    """Make an id that nobody has, and that tells an operator which program it is."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].rstrip("-") or "cliente"
    return f"{slug}-{secrets.token_hex(4)}"


def _client(client_id: str) -> Client:
    forget()
    client = db.session.get(Client, client_id) if client_id.isprintable() else None
    if client is None:
        raise NotFound(f"No hay un cliente {client_id}.")
    return client


def _save(client_id: str, **values: Any) -> None:
    """Write a client of the platform as it is to be, whatever it was."""
    everything = {
        "name": client_id,
        "auth_method": AuthMethod.BASIC,
        "jwks": None,
        "is_first_party": True,
        "id_token_alg": "RS256",
        "redirect_uris": [],
        "post_logout_redirect_uris": [],
        "backchannel_logout_uri": None,
    } | values
    statement = insert(Client).values(id=client_id, **everything)
    db.session.execute(statement.on_conflict_do_update(index_elements=[Client.id], set_=everything))
