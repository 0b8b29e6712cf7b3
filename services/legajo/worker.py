"""The worker: `celery -A services.legajo.worker worker`. It sends what legajo announces."""

from services.legajo.app import create_app

celery = create_app().extensions["celery"]
