"""Settings of the tests: servers of their own, or a database of their own on a given server."""

from __future__ import annotations

from config import env
from config.settings.apart import SIDE  # before the base settings, which read where servers are
from config.settings.base import *

# Tests work in one process and many threads, and drop their database: no pool to outlive it.
DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# Client.login() passes no request, which axes demands; tests of the lock-out switch it on.
AXES_ENABLED = False

# Real broker and layer; on a given server apart from those of a site by number and by prefix.
REDIS_URL = env.text("QINGQIAN_TEST_REDIS_URL", REDIS_URL.replace("db=0", f"db={1 + int(SIDE)}"))
CELERY_BROKER_URL = env.celery_broker(REDIS_URL)
REDIS_PREFIX = f"qingqian-test{SIDE}"
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "global_keyprefix": f"{REDIS_PREFIX}-"
}
CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [REDIS_URL], "prefix": f"{REDIS_PREFIX}-live"}

MEDIA_ROOT = VAR_DIR / f"test-media{SIDE}"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True

# Whatever hour it is: what is held at night is tested with times passed in.
NOTICES = NOTICES | {"quiet_complainants": "", "quiet_staff": ""}
