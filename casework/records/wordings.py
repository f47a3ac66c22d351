"""Put a new version of a text in use; an empty one brings the shipped text back."""

from __future__ import annotations

from django.db import transaction

from casework.models import Office, User, Wording
from casework.records.accounts import note
from casework.vocabulary import AdminKind


@transaction.atomic
def change_wording(
    scope: str, key: str, text: str, *, by: User, language: str = "zh-hans",
    office: Office | None = None,
) -> None:  # fmt: skip
    """Write the version and its row in the log; a text that stands already is not written again."""
    rows = Wording.objects.filter(scope=scope, key=key, language=language, office=office)
    if (rows.order_by("-id").values_list("text", flat=True).first() or "") == text:
        return
    row = Wording.objects.create(
        scope=scope, key=key, language=language, office=office, text=text, made_by=by
    )
    note(AdminKind.WORDING_CHANGED, by, office=office, scope=scope, key=key, language=language,
         version=row.pk)  # fmt: skip
