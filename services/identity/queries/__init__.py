"""What looks something up in identity and changes nothing."""

from services.identity.queries.passport import (
    active_key,
    find_client,
    find_link_holder,
    find_session,
    find_session_by_id,
    list_clients,
    published_keys,
)

__all__ = [
    "active_key",
    "find_client",
    "find_link_holder",
    "find_session",
    "find_session_by_id",
    "list_clients",
    "published_keys",
]
