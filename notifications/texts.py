"""The words of short messages to complainants: at most 70 characters with the signature, no link.

70 characters is one message of a Chinese provider; longer ones are cut in two and billed twice.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from casework.vocabulary import EventKind

SIGNATURE = "【清欠】"
MOST_CHARACTERS = 70
MOST_PLACE = 12
CODE, STAFF = "code", "staff"
"""Names of the two messages that belong to no step: a one-time code, a notice to an officer."""
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_MOST_WHAT, _MOST_NUMBER = 14, 30

# %(no)s: last four digits of the tracking number; %(place)s: division of the office in charge.
STEPS: dict[str, str | Promise] = {
    EventKind.COMPLAINT_FILED: _(
        "您反映的欠薪（尾号%(no)s）已登记，正在审查。请保管好查询码，可随时查进度。"
    ),
    EventKind.TRANSFER_PROPOSED: _("您反映的欠薪（尾号%(no)s）正转给%(place)s办理，您不用再跑。"),
    EventKind.TRANSFER_ACCEPTED: _("您反映的欠薪（尾号%(no)s）已由%(place)s接收办理，您不用再跑。"),
    EventKind.TRANSFER_REFUSED: _("您反映的欠薪（尾号%(no)s）正在重新确定由哪里办理，不用您再跑。"),
    EventKind.TRANSFER_DESIGNATION_REQUESTED: _(
        "您反映的欠薪（尾号%(no)s）由谁办，已报上级确定，不用您再跑。"
    ),
    EventKind.TRANSFER_DESIGNATED: _("您反映的欠薪（尾号%(no)s）上级已确定由谁办，正在交接。"),
    EventKind.TRANSFER_TAKEN_UP: _("您反映的欠薪（尾号%(no)s）已由上级%(place)s直接办理。"),
    EventKind.CLAIMS_REDIRECTED: _(
        "您反映的欠薪（尾号%(no)s）有工人已走仲裁或法院，其他人继续办理，请查看进度。"
    ),
    EventKind.DEPARTMENT_SENT: _(
        "您反映的欠薪（尾号%(no)s）已转主管部门办理，我们盯着，有结果告诉您。"
    ),
    EventKind.DEPARTMENT_RETURNED: _("您反映的欠薪（尾号%(no)s）已由我们接着办，不用您再跑。"),
    EventKind.DEPARTMENT_RESULT: _("您反映的欠薪（尾号%(no)s）主管部门有了结果，我们马上告诉您。"),
    EventKind.COMPLAINT_REOPENED: _("您补充的新情况（尾号%(no)s）已登记，按新的投诉办理。"),
    EventKind.CASE_TRANSFERRED: _("您反映的欠薪（尾号%(no)s）已转给%(place)s立案办理。"),
    EventKind.COMPLAINT_SUPPLEMENT_REQUIRED: _(
        "您反映的欠薪（尾号%(no)s）还缺材料，请查看进度，按上面写的补交。"
    ),
    EventKind.COMPLAINT_SUPPLEMENTED: _("您补交的材料（尾号%(no)s）已收到，正在审查。"),
    EventKind.COMPLAINT_CLOSED_INCOMPLETE: _(
        "没有收到您补交的材料，这件事（尾号%(no)s）已结束。备齐后可再来反映。"
    ),
    EventKind.COMPLAINT_ACCEPTED: _("您反映的欠薪（尾号%(no)s）已受理并立案，由%(place)s调查。"),
    EventKind.COMPLAINT_REJECTED: _(
        "您反映的欠薪（尾号%(no)s）不能受理，原因和您能走的途径请查看进度。"
    ),
    EventKind.COMPLAINT_REDIRECTED: _(
        "您反映的欠薪（尾号%(no)s）应走别的途径解决，怎么办请查看进度。"
    ),
    EventKind.COMPLAINT_MERGED: _("您反映的欠薪（尾号%(no)s）和工友的投诉合在一起办理。"),
    EventKind.COMPLAINT_WITHDRAWAL_REQUESTED: _(
        "已收到撤回申请（尾号%(no)s）。若不是您本人申请，请立即拨打12333。"
    ),
    EventKind.COMPLAINT_WITHDRAWAL_DECLINED: _(
        "您的撤回申请（尾号%(no)s）没有确认，这件事继续办理。"
    ),
    EventKind.COMPLAINT_WITHDRAWN: _("您反映的欠薪（尾号%(no)s）已按您的申请撤回。"),
    EventKind.COMPLAINT_RESULT_TOLD: _("您反映的欠薪（尾号%(no)s）已办完，结果请查看进度。"),
    EventKind.CASE_INVESTIGATION_STARTED: _(
        "您反映的欠薪（尾号%(no)s）已开始调查，请保持电话畅通。"
    ),
    EventKind.CASE_EXTENDED: _("您反映的欠薪（尾号%(no)s）情况复杂，调查时间已批准延长。"),
    EventKind.CASE_INVESTIGATED: _("您反映的欠薪（尾号%(no)s）已调查完，正在决定怎么处理。"),
    EventKind.ORDER_ISSUED: _("您反映的欠薪（尾号%(no)s）：已签发指令书，要求单位限期付钱。"),
    EventKind.ORDER_SERVED: _("您反映的欠薪（尾号%(no)s）：限期付钱的指令书已送到单位。"),
    EventKind.PAYMENT_RECORDED: _(
        "您反映的欠薪（尾号%(no)s）有一笔付款登记，收到没有，请查看后告诉我们。"
    ),
    EventKind.PAYMENT_REVERSED: _("您反映的欠薪（尾号%(no)s）有一笔付款登记有误，已更正。"),
    EventKind.CASE_COMPLIED: _("您反映的欠薪（尾号%(no)s）：单位已经付清。如没收到，请告诉我们。"),
    EventKind.CASE_OVERDUE: _("您反映的欠薪（尾号%(no)s）：单位没有按时付清，正在进一步处理。"),
    EventKind.REFERRAL_SENT: _("您反映的欠薪（尾号%(no)s）：单位涉嫌犯罪，已移送公安机关。"),
    EventKind.NOTICE_SERVED: _(
        "您反映的欠薪（尾号%(no)s）：已告诉单位准备怎么处罚，单位可以先说明情况。"
    ),
    EventKind.DECISION_MADE: _("您反映的欠薪（尾号%(no)s）：已对单位作出决定，正在送达。"),
    EventKind.DECISION_SERVED: _("您反映的欠薪（尾号%(no)s）：决定已送到单位，要求它按时付钱。"),
    EventKind.APPEAL_FILED: _("您反映的欠薪（尾号%(no)s）：单位不服，申请复议或者起诉，付钱不停。"),
    EventKind.DECISION_ANNULLED: _("您反映的欠薪（尾号%(no)s）：决定被撤销，怎么办请查看进度。"),
    EventKind.ORDER_ANNULLED: _("您反映的欠薪（尾号%(no)s）：指令书被撤销，正在重新处理。"),
    EventKind.ENFORCEMENT_APPLIED: _("您反映的欠薪（尾号%(no)s）：单位还没付，已请法院强制执行。"),
    EventKind.CASE_PERFORMED: _("您反映的欠薪（尾号%(no)s）：单位已照决定付清。没收到请告诉我们。"),
    EventKind.CASE_REVOKED: _("您反映的欠薪（尾号%(no)s）：案件已撤销，原因请查看进度。"),
    EventKind.CASE_CLOSED: _("您反映的欠薪（尾号%(no)s）已结案，我们会把结果告诉您。"),
    EventKind.DELAY_ANSWERED: _("您的催办（尾号%(no)s）上级已经答复，请查看进度。"),
    EventKind.MESSAGE_SENT: _("工作人员回复了您的留言（尾号%(no)s），请查看进度。"),
}


OF_ONE_WORKER = (EventKind.MESSAGE_SENT, EventKind.DELAY_ANSWERED)
"""Steps that may concern one worker of a group alone (`facts["claim"]`): told to his own phone."""


def concerns_complainant(kind: str) -> bool:
    """Is this a step the complainant is told of?"""
    return kind in STEPS


def short_message(
    kind: str, *, tracking_no: str, place: str, language: str = "zh-hans", template: str = ""
) -> str:  # fmt: skip
    """Return the message for a step, signature first; `template`: an administrator's words for it.

    Raises KeyError for a step without a message.
    """
    with override(language):
        values = {"no": tracking_no[-4:], "place": place[:MOST_PLACE]}
        return SIGNATURE + (template or str(STEPS[kind])) % values


def values_in(
    kind: str, *, tracking_no: str, place: str, language: str = "zh-hans"
) -> dict[str, str]:
    """Return what is filled into the shipped message of a step, in the order of its words.

    Providers of registered templates are handed these, not the text.
    """
    with override(language):
        names = _PLACEHOLDER.findall(str(STEPS[kind]))
    values = {"no": tracking_no[-4:], "place": place[:MOST_PLACE]}
    return {name: values[name] for name in dict.fromkeys(names)}


def staff_message(what: str, *, number: str, due: str) -> tuple[str, dict[str, str]]:
    """Return the message to an officer in the language in force, and what was filled in."""
    values = {"what": what[:_MOST_WHAT], "number": number[-_MOST_NUMBER:], "due": due}
    text = gettext("%(what)s：%(number)s（%(due)s），请登录办理。") % values
    return SIGNATURE + text, values


def code_message(code: str, *, minutes: int, language: str = "zh-hans") -> str:
    """Return the message that carries a one-time code."""
    with override(language):
        text = gettext(
            "验证码%(code)s，%(minutes)s分钟内有效。不要告诉任何人，工作人员也不会问您要。"
        )
        return SIGNATURE + text % {"code": code, "minutes": minutes}
