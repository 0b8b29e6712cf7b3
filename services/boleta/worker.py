"""Boleta's worker: `celery -A services.boleta.worker worker`."""

from services.boleta.app import create_app

celery = create_app().extensions["celery"]
