"""The Celery application; its settings are the CELERY_* ones of Django."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

# A demo may run as root. What Celery warns of there, pickled messages, is not accepted at all.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("qingqian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
