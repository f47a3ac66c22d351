"""The workflows app: what is done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    name = "workflows"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("办案流程")

    def ready(self) -> None:
        from workflows import checks, works  # noqa: F401  registers checks and long works
