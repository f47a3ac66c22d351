"""Idempotency keys: the first use of a key acts, every later one is told what was done."""

from __future__ import annotations

from django.db import connection

from casework import clock
from casework.models import ActionReceipt
from casework.models.actor import Actor


def claim_key(key: str, action: str, actor: Actor, result: str = "") -> bool:
    """Take `key` for this transaction; False when it was used before.

    One INSERT. Another transaction holding the same key is waited for by the unique index.
    """
    table = ActionReceipt._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, action, actor_id, result, done_at) "  # noqa: S608
            "VALUES (%s, %s, %s, to_jsonb(%s::text), %s) ON CONFLICT (key) DO NOTHING",
            [key[:64], action, actor.user_id, result, clock.now()],
        )
        return cursor.rowcount == 1


def done_before(key: str, action: str, user_id: int | None) -> bool:
    """Say whether this user already did `action` under `key`."""
    return (
        bool(key)
        and ActionReceipt.objects.filter(key=key[:64], action=action, actor=user_id).exists()
    )
