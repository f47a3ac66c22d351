"""Model fields of our own: encrypted in the database and plain in Python, and the legal state."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django_fsm import FSMField

from casework.crypto import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text stored as a token; only `isnull` may be asked. Find by a blind index beside it."""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse(lookup_name)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else encrypt(str(value))

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        return value if value is None else decrypt(value)

    def _refuse(self, lookup_name: str) -> None:
        raise FieldError(
            f"{self.name} is encrypted and cannot be used with '{lookup_name}': "
            "look up its blind index instead."
        )


class EncryptedJSONField(EncryptedTextField):
    """A JSON value stored as a token; dates and Decimals become text as in DjangoJSONEncoder."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return encrypt(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        return json.loads(decrypt(value)) if value else None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj)


class StateField(FSMField):
    """A legal state, protected; to migrations it is plain text.

    Each rendered copy of an `FSMField` listens to every model made after it, and migrations render
    all models again and again: the plain column keeps their time from growing with the square.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"protected": True} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
