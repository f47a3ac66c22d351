"""Migrations stay quick: legal states are plain columns to them, creations are rendered together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django_fsm import FSMField

from casework.models import Case

OURS = {"casework", "workflows", "notifications"}
CREATIONS_ALONE = 3


def test_a_legal_state_is_protected_and_plain_text_to_migrations() -> None:
    column = Case._meta.get_field("state")

    assert isinstance(column, FSMField)
    assert column.protected
    _name, path, _args, kwargs = column.deconstruct()
    assert path == "django.db.models.CharField"
    assert "protected" not in kwargs


@pytest.mark.django_db
def test_no_migration_creates_many_models_one_by_one() -> None:
    slow = {
        key: alone
        for key, migration in MigrationLoader(connection).disk_migrations.items()
        if key[0] in OURS
        and (alone := sum(isinstance(step, CreateModel) for step in migration.operations))
        > CREATIONS_ALONE
    }

    assert slow == {}
