"""Tells Docker whether the process of a container answers: `python -m deploy.health web|worker`."""

import os
import sys

from chassis.heartbeat import heartbeat_key


def main() -> None:
    """Exit with 0 when it does. Each probe imports what it needs: they run every few seconds."""
    match sys.argv[1:]:
        case ["web"]:
            _look_at_web()
        case ["worker"]:
            _look_at_worker(heartbeat_key(os.environ["AYNI_WORKER"]))
        case _:
            sys.exit("Usage: python -m deploy.health (web | worker)")


def _look_at_web() -> None:
    import urllib.request

    urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=10).close()


def _look_at_worker(key: str) -> None:
    from redis import Redis

    if not Redis.from_url(os.environ["AYNI_VALKEY_URL"]).exists(key):
        sys.exit("no heartbeat")


if __name__ == "__main__":
    main()
