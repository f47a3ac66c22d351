"""Settings of a deployed site: everything secret or local is given, nothing is made up."""

from __future__ import annotations

from config import env
from config.settings.base import *

_missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not env.text(name)]
if not env.words("QINGQIAN_ALLOWED_HOSTS"):
    _missing.append("QINGQIAN_ALLOWED_HOSTS")
if _missing:
    raise env.EnvError("\n".join(f"{name} is not set." for name in _missing))

DEBUG = False
SECURE_SSL_REDIRECT = env.boolean("QINGQIAN_SSL_REDIRECT", True)
QINGQIAN_PROXIES = [*env.words("QINGQIAN_PROXIES", ("127.0.0.1", "::1")), ""]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("QINGQIAN_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
EMAIL_BACKEND = env.text("QINGQIAN_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("QINGQIAN_EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("QINGQIAN_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("QINGQIAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("QINGQIAN_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.boolean("QINGQIAN_EMAIL_TLS")
EMAIL_TIMEOUT = 10

WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
