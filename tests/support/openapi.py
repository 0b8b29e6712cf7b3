"""Asks all that a description tells of, with all kinds of input, and checks the answers."""

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig


def keeps_to_its_description(
    app: Flask, address: str, token: str, *, examples: int, config: dict[str, Any] | None = None
) -> None:
    """Ask each operation so often, always with the same input, and fail where an answer differs."""
    told = SchemathesisConfig.from_dict(config or {})
    schema = schemathesis.openapi.from_wsgi(address, app, config=told)
    quickly = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    for found in schema.get_all_operations():
        quickly(given(case=found.ok().as_strategy())(ask))()
