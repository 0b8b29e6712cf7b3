"""Subscribers: each handles every sample that it subscribes to, once, and nothing else."""

import importlib

import pytest

from contracts.subscriptions import SUBSCRIPTIONS
from tests.support.samples import sample

HEARD = [(service, event) for service, events in SUBSCRIPTIONS.items() for event in events]


@pytest.mark.parametrize(("service", "event"), HEARD, ids=str)
def test_a_subscriber_handles_the_published_sample_once(service, event, running):
    envelope = sample(event)

    assert running(service).receive(envelope) is True
    assert running(service).receive(envelope) is False


@pytest.mark.parametrize(("service", "event"), HEARD, ids=str)
def test_a_subscriber_does_not_mind_a_field_of_tomorrow(service, event, running):
    envelope = sample(event)
    envelope["data"]["field_of_tomorrow"] = {"any": "thing"}

    assert running(service).receive(envelope) is True


@pytest.mark.parametrize("service", SUBSCRIPTIONS)
def test_a_service_does_something_about_each_event_of_the_table_and_no_other(service):
    handlers = importlib.import_module(f"services.{service}.subscribers").HANDLERS

    assert set(handlers) == set(SUBSCRIPTIONS[service])
