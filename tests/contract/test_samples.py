"""The samples: each event version has one, it says what the code says, and nobody edited it."""

import hashlib

import pytest

from contracts import subscriptions
from contracts.access_token import Principal
from contracts.events import BadEnvelope, Event
from tests.support.samples import SAMPLES, read, sample

EVENTS = list(Event.registry.values())


def event_name(event: type[Event]) -> str:
    return event.type


@pytest.mark.parametrize("event", EVENTS, ids=event_name)
def test_a_sample_read_and_written_again_is_the_same(event):
    envelope = sample(event)

    read_back = Event.from_envelope(envelope)

    assert type(read_back) is event
    assert read_back.to_envelope()["data"] == envelope["data"], (
        f"{event.type} changed: {subscribers_of(event)} would not understand it."
        " A new optional field keeps the version; anything else is a new class with the next one."
    )


@pytest.mark.parametrize("event", EVENTS, ids=event_name)
def test_a_field_that_nobody_knows_yet_is_ignored(event):
    envelope = sample(event)
    envelope["data"]["field_of_tomorrow"] = 1

    assert Event.from_envelope(envelope) == Event.from_envelope(sample(event))


@pytest.mark.parametrize("event", EVENTS, ids=event_name)
def test_a_missing_field_is_refused(event):
    for field in sample(event)["data"]:
        envelope = sample(event)
        del envelope["data"][field]

        with pytest.raises(BadEnvelope):
            Event.from_envelope(envelope)


def test_every_event_has_a_subscriber():
    heard = {event for events in subscriptions.SUBSCRIPTIONS.values() for event in events}

    assert heard == set(EVENTS)


def test_no_published_sample_was_edited_and_each_is_listed():
    listed = {}
    for line in (SAMPLES / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        listed[name] = digest

    found = {
        str(path.relative_to(SAMPLES)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in SAMPLES.rglob("*.json")
    }

    assert found == listed


@pytest.mark.parametrize("name", ["servidor", "escalafon", "client"])
def test_the_claims_of_a_published_token_say_the_same_principal(name):
    claims = read("tokens", name)["claims"]

    principal = Principal.from_claims(claims)

    assert principal.to_claims().items() <= claims.items()


def subscribers_of(event: type[Event]) -> str:
    table = subscriptions.SUBSCRIPTIONS.items()
    return ", ".join(service for service, events in table if event in events)
