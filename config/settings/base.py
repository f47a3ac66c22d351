"""Settings of a demo or a developer's machine, and the ground for all others."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from config import embedded, env
from config.settings.notices import *
from config.settings.panels import *
from config.settings.passwords import *
from config.settings.timer import *

BASE_DIR = env.ROOT
VAR_DIR = env.var_dir()
DEBUG = env.boolean("QINGQIAN_DEBUG")

# --- secrets: from the environment, or made once for this machine (production.py wants them given)
PRODUCTION = env.text("DJANGO_SETTINGS_MODULE").endswith("production")
_secrets = env.required_secrets() if PRODUCTION else env.generated_secrets(VAR_DIR / "secrets.json")
SECRET_KEY = _secrets["QINGQIAN_SECRET_KEY"]
SECRET_KEY_FALLBACKS = env.words("QINGQIAN_OLD_SECRET_KEYS")
QINGQIAN_DATA_KEYS = [key.strip() for key in _secrets["QINGQIAN_DATA_KEYS"].split(",") if key]
QINGQIAN_INDEX_KEY = _secrets["QINGQIAN_INDEX_KEY"]

ALLOWED_HOSTS = env.words("QINGQIAN_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("QINGQIAN_TRUSTED_ORIGINS")
INTERNAL_IPS = ["127.0.0.1"]

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "channels",
    "axes",
    "notifications.apps.NotificationsConfig",
    "workflows.apps.WorkflowsConfig",
    "casework.apps.CaseworkConfig",
    # After ours: it brings sign-in and error pages of its own under the same template names.
    "viewflow",
    "viewflow.workflow",
]

# Addresses of reverse proxies whose X-Forwarded-For is believed; "" is a unix socket.
QINGQIAN_PROXIES = env.words("QINGQIAN_PROXIES")
MIDDLEWARE = [
    "config.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.IdleSessionMiddleware",
    "config.middleware.OneTimePasswordMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.context.frame",
                "notifications.context.unread",
            ],
        },
    },
]

# --- database. Under ASGI each request may run in another thread, and a connection kept per thread
# (CONN_MAX_AGE) would pile up: Django's documentation asks for 0 there, so psycopg's pool keeps
# them. DATABASE_POOL=0 is for processes that keep few threads (Celery, gunicorn): one connection
# per thread, kept ten minutes. pool size x processes must stay below max_connections.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_POOL = env.integer("DATABASE_POOL", 16)
DATABASES = {
    "default": env.database(embedded.database_url())
    | {
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if DATABASE_POOL else 600,
    }
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
if DATABASE_POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": DATABASE_POOL,
        "timeout": 10,
        "max_idle": 300,
    }

# --- who
AUTH_USER_MODEL = "casework.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# Five failures of one name from one address lock that pair; each further try starts the wait anew.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = True
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
# Sign-ins are kept (Cybersecurity Law art. 21: six months at least) and shown to administrators.
AXES_DISABLE_ACCESS_LOG = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "registration/login.html"
AXES_COOLOFF_MESSAGE = _("登录失败次数过多，请 15 分钟后再试。")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600  # seconds without a request; see IdleSessionMiddleware
SESSION_COOKIE_NAME = "qingqian_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "qingqian_csrf"
CSRF_COOKIE_SAMESITE = "Lax"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "qingqian_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files. MEDIA_ROOT is private: views hand files out after asking who may see them.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.staticfiles.AppFinder",
]
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # form fields without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # 200 workers' claims in one form
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# --- messages between processes
REDIS_URL = embedded.redis_url()
REDIS_PREFIX = env.text("QINGQIAN_REDIS_PREFIX", "qingqian")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": f"{REDIS_PREFIX}-live"},
    }
}
CELERY_BROKER_URL = env.celery_broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
# Rows are the truth and a message is a nudge: publishing gives up at once rather than holding a
# person's request until Redis is back.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}-",
    "visibility_timeout": 900,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5 if env.boolean("QINGQIAN_WORKER") else 0.3,
    "retry_on_timeout": False,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.1,
    "connect_retries_timeout": 0.5,
}
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_ENABLE_UTC = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
# Long works have queues, and in `serve` and deploy/ a worker, of their own: they never hold up messages.
QINGQIAN_LONG_QUEUES = ("documents", "reports")
QINGQIAN_QUEUES = ("live", "messages", "default", *QINGQIAN_LONG_QUEUES)
CELERY_TASK_ROUTES = {
    "notifications.tasks.relay": {"queue": "live"},
    "notifications.tasks.retry": {"queue": "messages"},
    "notifications.tasks.send*": {"queue": "messages"},
    "notifications.tasks.deliver*": {"queue": "messages"},
    "workflows.tasks.*document*": {"queue": "documents"},
    "workflows.tasks.refresh_paths": {"queue": "reports"},
    "workflows.tasks.make_risk_scores": {"queue": "reports"},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- the product
QINGQIAN = {
    # name:sha256hex of each system that may post clues
    "api_tokens": env.words("QINGQIAN_API_TOKENS"),
    "sms_sender": env.text("QINGQIAN_SMS_SENDER", "notifications.senders.console"),
    "sms_url": env.text("QINGQIAN_SMS_URL"),
    "sms_secret": env.text("QINGQIAN_SMS_SECRET"),
    # bearer token of Prometheus at /metrics; empty: nobody reads it
    "metrics_token": env.text("QINGQIAN_METRICS_TOKEN"),
    "public_url": env.text("QINGQIAN_PUBLIC_URL", "http://localhost:8000").rstrip("/"),
    "upload_max_bytes": 20 * 1024 * 1024,
    "upload_max_files": 30,
    "demo": env.boolean("QINGQIAN_DEMO", not PRODUCTION),
}
EMAIL_BACKEND = env.text("QINGQIAN_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("QINGQIAN_FROM_EMAIL", "qingqian@localhost")

# --- logging: ids and paths without queries only; personal data never passes a logger
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": env.text("QINGQIAN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # One line per 404 or 403 tells nothing new; errors come with their traceback.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Without Redis the hub reads the journal; a trace for each try tells nothing more.
        "channels_redis": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        # axes writes names and addresses of people into its lines
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
