"""What SpamAssassin thinks of each letter: nothing that would send it to the junk folder."""

import re
import shutil
import subprocess

import pytest

from tests.component.notifier.test_letters import EVENTS
from tests.support.builders import notifier as heard

MOST = 1.0
"""The score that no letter may pass; 5.0 is what servers call spam."""

pytestmark = pytest.mark.skipif(
    shutil.which("spamassassin") is None, reason="needs SpamAssassin (package spamassassin)"
)


def scores(messages: list[bytes]) -> list[tuple[float, str]]:
    """Return the score of each message, and the rules that gave it; no network is asked."""
    mbox = b"".join(
        b"From rebotes@ayni.example.pe Mon Jun 15 11:30:00 2026\n%s\n" % each for each in messages
    )
    command = ["spamassassin", "--local", "--mbox"]
    done = subprocess.run(
        command, input=mbox.replace(b"\r\n", b"\n"), capture_output=True, check=True
    )
    told = done.stdout.decode(errors="replace")
    found = re.findall(r"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(\S+)", told, re.MULTILINE)
    return [(float(score), rules) for score, rules in found]


def test_no_letter_looks_like_spam(notifier, server):
    notifier.hear(heard.accounts_created(), *EVENTS.values())
    notifier.deliver()

    found = scores(server.taken)

    assert len(found) == len(server.taken)
    assert [each for each in found if each[0] > MOST] == []
