"""What people see of identity: passwords and signing in, and the pages of who attends accounts."""

from collections.abc import Callable
from typing import Any

from chassis.logs import mask
from services.identity.web import (
    auditoria,
    captcha,
    cuenta,
    cuenta_changes,
    links,
    login,
    mesa,
    password,
    registro,
    roles,
    second_step,
)
from services.identity.wording import sede, trail_detail

BLUEPRINTS = (
    captcha.blueprint,
    cuenta.blueprint,
    cuenta_changes.blueprint,
    links.blueprint,
    login.blueprint,
    second_step.blueprint,
    password.blueprint,
    mesa.blueprint,
    roles.blueprint,
    auditoria.blueprint,
    registro.blueprint,
)
"""All of them; the app puts them under /passport."""

FILTERS: dict[str, Callable[..., Any]] = {
    "masked": mask,
    "sede": sede,
    "trail_detail": trail_detail,
}
"""What our templates can say besides what uikit gives them."""
