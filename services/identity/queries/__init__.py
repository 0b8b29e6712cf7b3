"""What looks something up in identity and changes nothing."""

from services.identity.queries.clients import (
    can_type_a_code,
    find_consent,
    find_refresh_token,
    is_grant_live,
    list_consents,
)
from services.identity.queries.passport import (
    active_key,
    can_sign,
    find_client,
    find_link_holder,
    list_clients,
    published_keys,
)
from services.identity.queries.subjects import find_session, find_session_by_id

__all__ = [
    "active_key",
    "can_sign",
    "can_type_a_code",
    "find_client",
    "find_consent",
    "find_link_holder",
    "find_refresh_token",
    "find_session",
    "find_session_by_id",
    "is_grant_live",
    "list_clients",
    "list_consents",
    "published_keys",
]
