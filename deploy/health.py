"""Tells Docker whether the process of a container answers: `python -m deploy.health web|worker`."""

import os
import sys
import urllib.request

from redis import Redis

from chassis.worker import heartbeat_key


def main() -> None:
    """Exit with 0 when it does."""
    match sys.argv[1:]:
        case ["web"]:
            urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=5).close()
        case ["worker"]:
            valkey = Redis.from_url(os.environ["AYNI_VALKEY_URL"])
            if not valkey.exists(heartbeat_key(os.environ["AYNI_SERVICE"])):
                sys.exit("no heartbeat")
        case _:
            sys.exit("Usage: python -m deploy.health (web | worker)")


if __name__ == "__main__":
    main()
