"""The root of all routes."""

from django.contrib import admin
from django.urls import include, path

from config import pages
from config.metrics import metrics
from workflows.counter.language import choose_language

urlpatterns = [
    path("i18n/setlang/", choose_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("healthz", pages.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("manage/health/", pages.system_health, name="manage_health"),
    path("manage/queues/", pages.queues, name="manage_queues"),
    path("manage/queues/revive/", pages.revive, name="manage_revive"),
    path("", include("notifications.urls")),
    path("", include("workflows.urls")),
    path("", include("casework.pages.urls")),
]
