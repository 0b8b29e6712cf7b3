"""What a click leaves behind: one request id from end to end, and no secret anywhere."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis

from deploy.platform import Platform
from deploy.secrets import WITH_DATABASE
from tests.e2e.logs import read_log
from tests.support.inhabitants import Inhabitants
from tests.support.journey import Copy, Journey
from tests.support.waiting import wait_for

NOT_SEARCHED = {"mailbox", "demo", "inhabitants"}
"""Folders of the state that belong to others: the mails themselves, and the imported files."""


def test_one_request_id_leads_from_the_click_to_the_mail(
    platform: Platform, journey: Journey, inhabitants: Inhabitants
) -> None:
    def clicks() -> set[str]:
        lines = read_log(platform, "gateway-web")
        return {line["request_id"] for line in lines if line.get("method") == "POST"}

    before = clicks()
    person = inhabitants.servidor()

    journey.ask_for_link(person.dni, person.correo)
    (click,) = wait_for(lambda: clicks() - before, "a click in the log")

    def events(process: str) -> set[str]:
        lines = read_log(platform, process)
        return {line["event"] for line in lines if line.get("request_id") == click}

    for process, told in (
        ("identity-web", {"password_link_issued", "request"}),
        ("notifier-worker", {"event_received", "emails_queued", "email_tried"}),
    ):
        wait_for(lambda p=process, t=told: t <= events(p), f"{told} of {click} by {process}")


def test_no_live_link_and_no_password_rests_anywhere(
    platform: Platform, copy: Copy, journey: Journey, inhabitants: Inhabitants
) -> None:
    with_link, with_password = inhabitants.servidor(), inhabitants.servidor()
    password = "Quinual-Kantu7"
    journey.ask_for_link(with_link.dni, with_link.correo)
    link = journey.receive_link(with_link.correo)
    journey.browser.visit(link)
    another = Journey(copy)
    another.ask_for_link(with_password.dni, with_password.correo)
    another.set_password(another.receive_link(with_password.correo), password)
    another.sign_in(with_password.dni, password)
    another.browser.visit("/boleta/")

    token = link.rpartition("/")[2]
    cookies = {str(cookie.value) for cookie in another.browser.cookiejar}
    secrets = {token, password, *cookies} - {""}

    for where, content in everything_kept(platform):
        assert not {secret for secret in secrets if secret.encode() in content}, where


def everything_kept(platform: Platform) -> Iterator[tuple[str, bytes]]:
    """Go through all files of the state, all rows of all databases, and all of Valkey."""
    for folder, _, names in os.walk(platform.state):  # which minds nothing that goes meanwhile
        for path in (Path(folder, name) for name in names):
            if not NOT_SEARCHED & set(path.relative_to(platform.state).parts):
                yield str(path), _read(path)
    for service in WITH_DATABASE:
        with platform.postgres.connect(service) as connection:
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            for (table,) in connection.execute(tables).fetchall():
                rows = connection.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t').fetchall()
                yield f"{service}.{table}", "\n".join(row for (row,) in rows).encode()
    with Redis.from_url(platform.valkey.url) as valkey:
        for key in valkey.scan_iter():
            yield f"Valkey, {key!r}", key + b" " + _value(valkey, key)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # PostgreSQL removes files as it goes
        return b""


def _value(valkey: Redis, key: bytes) -> bytes:
    readers: dict[Any, Callable[[bytes], object]] = {
        b"string": valkey.get,
        b"list": lambda key: valkey.lrange(key, 0, -1),
        b"set": valkey.smembers,
        b"hash": valkey.hgetall,
        b"zset": lambda key: valkey.zrange(key, 0, -1),
        b"none": lambda _: b"",
    }
    return repr(readers[valkey.type(key)](key)).encode()
