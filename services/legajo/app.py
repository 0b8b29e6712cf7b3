"""The composition root of legajo: the only place that knows all its parts."""

from flask import Flask

import uikit
from chassis.files_cli import file_commands
from chassis.filestore import file_store
from chassis.service import create_service
from chassis.settings import read_settings
from chassis.worker import create_worker
from contracts.verification import INFORMES, addresses
from services.legajo import api, cli, tasks, web
from services.legajo.documents.antivirus import Antivirus
from services.legajo.models import db
from services.legajo.queries.files import kept_files
from services.legajo.settings import Settings


def create_app() -> Flask:
    """Build legajo from its environment: pages, JSON, commands and worker."""
    settings = read_settings(Settings, "legajo")
    antivirus = Antivirus(settings.clamd_address)
    files = file_store("legajo", settings)
    app = create_service(
        "legajo",
        __name__,
        settings,
        db=db,
        database_url=settings.database_url,
        needs={"files": files.answers}
        | ({"antivirus": antivirus.answers} if antivirus.is_on else {}),
    )
    antivirus.init_app(app)
    files.init_app(app)
    uikit.register(app)
    app.url_map.converters["expediente"] = web.ExpedienteConverter
    app.url_map.converters["dni"] = web.DniConverter
    app.register_blueprint(web.blueprint, url_prefix="/legajo")
    typed, by_qr = addresses(INFORMES)
    app.register_blueprint(web.verificacion.blueprint, url_prefix=typed)
    app.register_blueprint(web.verificacion.blueprint, url_prefix=by_qr, name="verificacion_qr")
    app.register_blueprint(api.blueprint, url_prefix="/legajo/api/v1")
    app.cli.add_command(cli.servidores)
    app.cli.add_command(cli.anotaciones)
    app.cli.add_command(file_commands(kept_files))
    tasks.register_tasks(create_worker(app, settings, db, chores=tasks.CHORES))
    return app
