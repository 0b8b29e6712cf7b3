"""The notifier's worker: `celery -A services.notifier.worker worker`."""

from services.notifier.app import create_app

celery = create_app().extensions["celery"]
