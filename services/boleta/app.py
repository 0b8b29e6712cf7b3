"""Puts the boleta service together."""

from flask import Flask

import uikit
from chassis.filestore import file_store
from chassis.service import create_service
from chassis.settings import read_settings
from chassis.worker import create_worker
from contracts.verification import BOLETAS, addresses
from services.boleta import api, cli, tasks, web
from services.boleta.models import db
from services.boleta.settings import Settings
from services.boleta.subscribers import HANDLERS


def create_app() -> Flask:
    """Build the boleta service from the environment."""
    settings = read_settings(Settings, "boleta")
    files = file_store("boleta", settings)
    app = create_service(
        "boleta",
        __name__,
        settings,
        db=db,
        database_url=settings.database_url,
        needs={"files": files.answers},
    )
    files.init_app(app)
    uikit.register(app)
    app.register_blueprint(web.blueprint, url_prefix="/boleta")
    app.register_blueprint(api.blueprint, url_prefix="/boleta/api/v1")
    typed, by_qr = addresses(BOLETAS)
    app.register_blueprint(web.verificacion.blueprint, url_prefix=typed)
    app.register_blueprint(web.verificacion.blueprint, url_prefix=by_qr, name="verificacion_qr")
    cli.register(app)
    celery = create_worker(app, settings, db, handlers=HANDLERS, chores=tasks.CHORES)
    tasks.register_tasks(celery)
    return app
