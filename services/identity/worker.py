"""The worker of identity: `celery -A services.identity.worker worker`."""

from services.identity.app import create_app

celery = create_app().extensions["celery"]
