"""Tells clients that a session ended (OpenID Connect Back-Channel Logout 1.0), by the worker.

The queue is only a wake-up, as in the notifier: what is owed rests in the database. An address is
one that an operator registered; it is not followed elsewhere, and what it answers is not read.
"""

import time
import uuid

import urllib3
from celery import Celery
from flask import current_app

from chassis.service import current_settings
from chassis.ticker import Chore
from services.identity.oidc.signing import LOGOUT_TOKEN, sign
from services.identity.settings import Settings
from services.identity.usecases.logout import (
    LEASE,
    Hold,
    Notice,
    conclude,
    follow_ended_sessions,
    forget_old_notices,
    hand_over,
    take_back,
    take_notice,
)

TELL_CLIENT = "identity.tell_client"
"""The task that tells one client of one session."""

QUEUE = "identity.logout"
"""Its queue, which a worker empties before others: somebody wants to be out."""

EVENT = "http://schemas.openid.net/event/backchannel-logout"
"""What a logout token says has happened (§2.4)."""

TOKEN_LIFETIME = 120
"""Seconds in which the client must have read the token."""

TIMEOUT = urllib3.Timeout(connect=3, read=5, total=5)
"""A client that does not answer is tried again later."""

_http = urllib3.PoolManager(num_pools=16, maxsize=4, retries=False, timeout=TIMEOUT)


def register_tasks(celery: Celery) -> None:
    """Give the worker its task."""

    @celery.task(name=TELL_CLIENT, shared=False)  # type: ignore[untyped-decorator]
    def tell(notice_id: str, lease: str) -> None:
        tell_client(Hold(uuid.UUID(notice_id), uuid.UUID(lease)))


def tell_client(hold: Hold) -> None:
    """Tell one client, if the notice is still ours to give."""
    notice = take_notice(hold)
    if notice is None:
        return
    answer = _post(notice)
    conclude(hold, answer, has_heard=answer in {"200", "204"})


def sweep() -> bool:
    """Wake workers for the notices that are due; tell whether there were any."""
    celery: Celery = current_app.extensions["celery"]
    holds = hand_over()
    try:
        for hold in holds:
            celery.send_task(
                TELL_CLIENT,
                args=[str(hold.notice_id), str(hold.lease)],
                queue=QUEUE,
                expires=LEASE.total_seconds(),
            )
    except Exception:
        take_back(holds)
        raise
    return bool(holds)


CHORES = (
    Chore("follow ended sessions", 0.5, follow_ended_sessions),
    Chore("tell clients", 0.5, sweep),
    Chore("forget old notices", 3600, forget_old_notices),
)
"""What the worker does beside its tasks."""


def logout_token(notice: Notice) -> str:
    """Sign the news for one client (§2.4): of a type of its own, and without a nonce."""
    now = int(time.time())
    claims = {
        "iss": current_settings(Settings).issuer,
        "aud": notice.client_id,
        "sub": str(notice.account_id),
        "sid": str(notice.session_id),
        "iat": now,
        "exp": now + TOKEN_LIFETIME,
        "jti": str(uuid.uuid4()),
        "events": {EVENT: {}},
    }
    return sign(claims, typ=LOGOUT_TOKEN, alg=notice.alg)


def _post(notice: Notice) -> str:
    """Send the token; return the status of the answer, or why there was none."""
    form = {"logout_token": logout_token(notice)}
    try:
        response = _http.request(
            "POST",
            notice.uri,
            fields=form,
            encode_multipart=False,
            redirect=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as error:
        return type(error).__name__
    response.close()  # unread
    return str(response.status)
