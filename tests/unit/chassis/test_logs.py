"""Logs: what must not be read never reaches them."""

import structlog

from chassis.logs import mask, redact


def test_secrets_are_dropped_and_people_masked():
    event = {"event": "x", "token": "t", "enlace": "e", "dni": "00000001", "correo": "rosa@c.pe"}

    redacted = redact(structlog.get_logger(), "info", event)

    assert redacted == {
        "event": "x",
        "token": "…",
        "enlace": "…",
        "dni": "00******",
        "correo": "ro…@c.pe",
    }


def test_a_short_text_is_masked_too():
    assert mask("ab") == "ab"
    assert mask("a@b.pe") == "a@b.pe"
    assert mask("12345678") == "12******"
