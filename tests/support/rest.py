"""When a platform is at rest: nothing is left, with anybody, that could still become a mail."""

from redis import Redis

from deploy.platform import Platform
from deploy.secrets import WITH_DATABASE

ON_ITS_WAY = """
SELECT 1 FROM email
WHERE state = 'SENDING'
   OR state = 'PENDING' AND (attempts > 0 OR next_attempt_at < now() + interval '5 minutes')
"""
"""A letter that is being sent or tried again; not one that gathers what else there is to say."""


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
        if any(valkey.scan_iter("events:owed:*")):  # lost on its way, and sent again in a while
            return False
    with platform.postgres.connect("notifier") as connection:
        return connection.execute(ON_ITS_WAY).fetchone() is None
