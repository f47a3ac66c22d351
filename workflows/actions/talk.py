"""Talk among colleagues about a case: a remark with the people it names, and taking it back.

The journal tells that something was said and whom it named, never what: the words are for those
who see the case, and no part of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Comment, User
from casework.models.actor import Actor
from casework.vocabulary import EventKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused


def write_comment(
    case: CaseMachine, *, actor: Actor, text: str, mentions: Sequence[User] = ()
) -> Done:
    """Keep a remark; whoever it names is told by the relay."""
    named = [user.pk for user in mentions]
    comment = Comment(
        case_id=case.pk, author=actor.staff, text=text, mentions=named, written_at=clock.now()
    )
    comment.save(force_insert=True)
    record(case, EventKind.COMMENT_ADDED, actor=actor, save=False,
           facts={"comment": comment.pk, "mentions": named, "length": len(text)})  # fmt: skip
    return Done()


def retract_comment(case: CaseMachine, *, actor: Actor, comment: Comment) -> Done:
    """Take one's own remark back; the row stays, its words are shown to nobody any more."""
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if row.author_id != actor.user_id or row.case_id != case.pk:
        raise Refused(_("只能撤回自己写的内容。"))
    if row.retracted_at is not None:
        raise Refused(_("这条内容已经撤回。"))
    row.retracted_at = clock.now()
    row.save(update_fields=["retracted_at"])
    record(case, EventKind.COMMENT_RETRACTED, actor=actor, save=False, facts={"comment": row.pk})
    return Done()
