"""Puts the boleta service together."""

from flask import Flask

import uikit
from chassis.filestore import FileStore
from chassis.service import create_service
from chassis.settings import read_settings
from chassis.worker import create_worker
from services.boleta import api, cli, tasks, web
from services.boleta.models import db
from services.boleta.settings import Settings
from services.boleta.subscribers import HANDLERS


def create_app() -> Flask:
    """Build the boleta service from the environment."""
    settings = read_settings(Settings, "boleta")
    app = create_service("boleta", __name__, settings, db=db, database_url=settings.database_url)
    FileStore(settings.files_dir, settings.files_key).init_app(app)
    uikit.register(app)
    app.register_blueprint(web.blueprint, url_prefix="/boleta")
    app.register_blueprint(api.blueprint, url_prefix="/boleta/api/v1")
    app.register_blueprint(web.verificacion.blueprint, url_prefix="/v")
    app.register_blueprint(web.verificacion.blueprint, url_prefix="/V", name="verificacion_qr")
    cli.register(app)
    celery = create_worker(app, settings, db, handlers=HANDLERS, chores=tasks.CHORES)
    tasks.register_tasks(celery)
    return app
