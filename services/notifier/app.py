"""The notifier, put together: settings, database, pages, tasks, commands."""

from flask import Flask

import uikit
from chassis.logs import mask
from chassis.service import create_service
from chassis.settings import read_settings
from chassis.worker import create_worker
from services.notifier import web
from services.notifier.cli import emails
from services.notifier.mailer import Mailer
from services.notifier.mailer.message import momento, subject_of
from services.notifier.models import Email, db
from services.notifier.settings import Settings
from services.notifier.subscribers import HANDLERS
from services.notifier.tasks import CHORES, QUEUES, register_tasks


def create_app() -> Flask:
    """Build the app that gunicorn serves, and that the workers and the commands run in."""
    settings = read_settings(Settings, "notifier")
    app = create_service("notifier", __name__, settings, db=db, database_url=settings.database_url)
    uikit.register(app)
    app.jinja_env.filters.update(momento=momento, asunto=_asunto, enmascarado=mask)
    for blueprint in web.BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix="/correos")
    app.cli.add_command(emails)
    celery = create_worker(
        app, settings, db, handlers=HANDLERS, chores=CHORES, urgent=[*QUEUES.values()]
    )
    app.extensions["mailer"] = mailer = Mailer(settings)
    register_tasks(celery, mailer)
    return app


def _asunto(email: Email) -> str:
    return subject_of(email.is_about, email.params)
