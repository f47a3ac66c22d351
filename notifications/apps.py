"""The notifications app: who is told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("通知")

    def ready(self) -> None:
        from django.core.checks import register

        from casework.signals import event_recorded, job_ended
        from notifications import live
        from notifications.checks import check_notices

        register(check_notices)
        event_recorded.connect(live.announce, dispatch_uid="notifications.live")
        job_ended.connect(live.tell_owner, dispatch_uid="notifications.jobs")
