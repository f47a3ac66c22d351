"""The casework app: what is known."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("案件记录")

    def ready(self) -> None:
        from casework import checks  # noqa: F401  registers the system checks
