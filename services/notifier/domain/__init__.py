"""The rules of the notifier: letters, their delivery, what comes back, and when to pause."""

from services.notifier.domain.circuit import FAILURES_TO_OPEN, pause_after
from services.notifier.domain.delivery import (
    DELAYS,
    GIVEN_UP,
    MAILBOX_DELAY,
    MISCONFIGURED_DELAY,
    Answer,
    Phase,
    State,
    Step,
    Tries,
    Verdict,
    classify,
    is_bad_address,
    next_step,
)
from services.notifier.domain.letters import (
    LEAST_VALIDITY,
    LETTERS,
    Kind,
    Lane,
    Letter,
    message_id,
)

__all__ = [
    "DELAYS",
    "FAILURES_TO_OPEN",
    "GIVEN_UP",
    "LEAST_VALIDITY",
    "LETTERS",
    "MAILBOX_DELAY",
    "MISCONFIGURED_DELAY",
    "Answer",
    "Kind",
    "Lane",
    "Letter",
    "Phase",
    "State",
    "Step",
    "Tries",
    "Verdict",
    "classify",
    "is_bad_address",
    "message_id",
    "next_step",
    "pause_after",
]
