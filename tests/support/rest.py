"""When a platform is at rest: nothing is left, with anybody, that could still become a mail."""

from redis import Redis

from deploy.platform import Platform
from deploy.secrets import WITH_DATABASE


def is_at_rest(platform: Platform) -> bool:
    """Tell whether nothing is left, with anybody, that could still become a mail.

    It looks in the direction in which events go, so that none slips past.
    """
    for service in WITH_DATABASE:
        with platform.postgres.connect(service) as connection:
            if connection.execute("SELECT 1 FROM outbox WHERE sent_at IS NULL").fetchone():
                return False
    with Redis.from_url(platform.valkey.url) as valkey:
        if valkey.exists("unacked") or any(map(valkey.llen, valkey.scan_iter(_type="list"))):
            return False
    with platform.postgres.connect("notifier") as connection:
        waiting = "SELECT 1 FROM email WHERE state IN ('PENDING', 'SENDING')"
        return connection.execute(waiting).fetchone() is None
