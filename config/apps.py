"""The config app: it exists so that `manage.py serve` and `manage.py services` have a home."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "config"

    def ready(self) -> None:
        from config import (
            celery,  # noqa: F401  makes ours the app that shared tasks bind to
            task_counts,
        )

        task_counts.connect()
