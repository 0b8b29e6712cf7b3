"""Reads what mail servers send back: delivery status reports (RFC 3464), by hand of the library.

The address that a report came to says which message it is about (VERP): nothing in its text has
to be believed for that.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from mailbox import Maildir

CAME_TO = ("Delivered-To", "X-Original-To", "To")
"""Where a mail server writes the address that a message came to, the best first."""

NUMBER = re.compile(r"\+([0-9a-f]{32})@")
"""The number of a message in the address of its bounces."""

FAILED = "failed"
"""The action of a report which says that it is over; `delayed` says that it is not yet."""


@dataclass(frozen=True)
class Report:
    """What came back: the message it is about, and the status of RFC 3463 with its reason."""

    email_id: uuid.UUID
    status: str
    reason: str


def read_report(content: bytes) -> Report | None:
    """Return what a message reports; None when it is no report of a failure of ours."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    email_id = _number(message)
    status = next(_statuses(message), None)
    if email_id is None or status is None or status.get("Action", "").lower() != FAILED:
        return None
    reason = str(status.get("Diagnostic-Code", "")).partition(";")[2].strip()
    code = str(status.get("Status", "")).strip()
    return Report(email_id, code, " ".join(f"{code} {reason}".split()))


def reports_in(maildir: str) -> Iterator[Report]:
    """Give what is reported in a Maildir, and remove each message once it has been dealt with."""
    box = Maildir(maildir, create=False)
    for key in sorted(box.keys()):
        report = read_report(box.get_bytes(key))
        if report is not None:
            yield report
        box.discard(key)


def _number(message: EmailMessage) -> uuid.UUID | None:
    for name in CAME_TO:
        for value in message.get_all(name, []):
            if found := NUMBER.search(str(value)):
                return uuid.UUID(found[1])
    return None


def _statuses(message: EmailMessage) -> Iterator[MIMEPart]:
    """Give the status of each recipient: the blocks after the first of the report's second part."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from [block for block in part.iter_parts() if "Action" in block]
