"""What colleagues say of a case to each other: open to everybody who may read all of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access import YES, Verdict
from casework.models.actor import Actor
from casework.queries.readers import may_talk
from casework.vocabulary import CaseState
from workflows.actions import talk
from workflows.catalogue.action import Action
from workflows.forms import talk as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import Allowed

ANY_STATE = tuple(state.value for state in CaseState)


def _explain(record: Any, actor: Actor) -> Verdict:
    if actor.user is None:
        return Verdict(False, gettext("讨论只供本案可见范围内的工作人员使用。"))
    if actor.user_id in record.recused:
        return Verdict(False, gettext("您已回避本案，不能参加讨论。"))
    if not may_talk(actor.user, record):
        return Verdict(
            False, gettext("本案含有举报，讨论可能涉及举报人，只有办理举报的人员可以参加。")
        )
    return YES


BY_READERS = Allowed(_explain, lambda: gettext("可以查看本案的工作人员"))

ACTIONS = [
    Action("comment", _("发表讨论"), K, talk.write_comment, forms.CommentForm,
           permission=BY_READERS, states=ANY_STATE, desk=False),
    Action("retract_comment", _("撤回讨论内容"), K, talk.retract_comment, forms.RetractForm,
           permission=BY_READERS, states=ANY_STATE, desk=False, tone="back"),
]  # fmt: skip
CODES = frozenset(action.code for action in ACTIONS)
