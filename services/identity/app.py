"""Puts identity together."""

from datetime import timedelta

from flask import Flask

import uikit
from chassis.service import create_service
from chassis.settings import read_settings
from chassis.ticker import Chore
from chassis.worker import create_worker
from services.identity import oidc, queries, tasks, web
from services.identity.cli import register_commands
from services.identity.models import db
from services.identity.oidc import backchannel
from services.identity.settings import Settings
from services.identity.subscribers import HANDLERS
from services.identity.usecases.cuenta import forget_old_correo_links
from services.identity.usecases.passwords import decide_recoveries, forget_old_links
from services.identity.usecases.sessions import forget_old_sessions

AN_HOUR = timedelta(hours=1).total_seconds()


def create_app() -> Flask:
    """Build the app that gunicorn serves, and the worker's Celery app with it."""
    settings = read_settings(Settings, "identity")
    app = create_service(
        "identity",
        __name__,
        settings,
        db=db,
        database_url=settings.database_url,
        needs={"signing keys": lambda: queries.can_sign(settings.key_secret)},
    )
    uikit.register(app)
    app.jinja_env.filters.update(web.FILTERS)
    for blueprint in (*web.BLUEPRINTS, *oidc.BLUEPRINTS):
        app.register_blueprint(blueprint, url_prefix="/passport")
    register_commands(app)
    chores = (
        *tasks.CHORES,
        Chore("decide_recoveries", 1, lambda: decide_recoveries(settings)),
        Chore("forget_old_links", AN_HOUR, forget_old_links),
        Chore("forget_old_correo_links", AN_HOUR, forget_old_correo_links),
        Chore("forget_old_sessions", AN_HOUR, forget_old_sessions),
    )
    celery = create_worker(
        app,
        settings,
        db,
        handlers=HANDLERS,
        chores=(*chores, *backchannel.CHORES),
        urgent=[backchannel.QUEUE],
    )
    backchannel.register_tasks(celery)
    tasks.register_tasks(celery)
    return app
