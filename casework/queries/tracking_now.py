"""Each state in words a child reads: what happens now, who does it, what the worker can do.

By when it happens says `tracking_words.due_text()`. A test holds that no state is without words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState, ComplaintState, DepartmentState, TransferState


@dataclass(frozen=True)
class Now:
    """`what` happens, `who` does it (with %(who)s for the person and office), what one `can` do."""

    what: str | Promise
    can: str | Promise
    who: str | Promise = "%(who)s"

    def who_is(self, who: str) -> str:
        return str(self.who) % {"who": who}


_WATCHED = _("单位要付钱，%(who)s盯着它")
_NOT_AGAIN = _("您不用再跑，等电话就行。")
_SEND_PROOF = _("有考勤表、工资条、聊天记录，拍照交上来。")
_DO_NOT_WITHDRAW = _("没拿到钱，不要撤回。单位私下找您谈，先给我们打电话。")
_MONEY_CAME = _("看看钱到了没有。没到，马上告诉我们。")

# Apart, because a closed complaint and a closed case are stored under the same word.
NOW: dict[str, Now] = {
    ComplaintState.FILED: Now(_("我们在看您交的材料，决定能不能办。"), _SEND_PROOF),
    ComplaintState.SUPPLEMENT: Now(
        _("材料还差一点，等您补交。"), _("照上面写的补交。不会弄，就打电话问。"), _("您自己")
    ),
    ComplaintState.CLOSED_INCOMPLETE: Now(
        _("没有收到您补的材料，这件事先结束了。"), _("材料找齐了，可以重新投诉。")
    ),
    ComplaintState.ACCEPTED: Now(_("已经受理，正在办。"), _SEND_PROOF),
    ComplaintState.REJECTED: Now(
        _("这件事我们不能办，原因写在上面。"),
        _("不同意，可以申请复议，也可以去法院告。要在书面决定写的日子以前。"),
    ),
    ComplaintState.REDIRECTED: Now(
        _("这件事要走仲裁或者法院，我们不能办。"),
        _("照上面写的去办。不会办，打 12333 问。"),
        _("仲裁委员会或者法院"),
    ),
    ComplaintState.TRANSFERRED_OUT: Now(_("正在转给该管的地方。"), _NOT_AGAIN),
    ComplaintState.MERGED: Now(_("和工友的投诉合在一起办。"), _SEND_PROOF),
    ComplaintState.WITHDRAWN: Now(_("您撤回了，这件事不办了。"), _("没拿到钱，可以重新投诉。")),
    ComplaintState.RESULT_TOLD: Now(
        _("办完了，结果写在上面。"), _("给我们打个分。又被欠钱了，可以再来投诉。")
    ),
    ComplaintState.CLOSED: Now(
        _("办完了，结果写在上面。"), _("给我们打个分。又被欠钱了，可以再来投诉。")
    ),
}
NOW_CASE: dict[str, Now] = {
    CaseState.OPEN: Now(_("已经立案，马上去查。"), _("电话不要关机。想起什么证据，随时交上来。")),
    CaseState.INVESTIGATING: Now(
        _("正在查考勤、查工资账，算清欠每个人多少钱。"),
        _("有考勤表、工资条、聊天记录，拍照交上来。监察员找您问话，请您去。"),
    ),
    CaseState.INVESTIGATED: Now(
        _("查完了，正在决定怎么处理单位。"), _("看看核实的钱数对不对。不对，马上留言。")
    ),
    CaseState.ORDERED: Now(
        _("我们要求单位在期限里把钱付给您。"),
        _("收到钱，点“收到了”。没收到，点“没收到”。"),
        _WATCHED,
    ),
    CaseState.COMPLIED: Now(_("单位说付清了，正在结案。"), _MONEY_CAME),
    CaseState.OVERDUE: Now(_("到期了单位没付清，正在进一步处理它。"), _DO_NOT_WITHDRAW),
    CaseState.NOTICE_GIVEN: Now(_("已经告诉单位准备怎么处理，先听它怎么说。"), _DO_NOT_WITHDRAW),
    CaseState.HEARING: Now(_("单位要开会说明情况，正在安排。"), _DO_NOT_WITHDRAW),
    CaseState.REVIEWED: Now(_("审核过了，马上作决定。"), _DO_NOT_WITHDRAW),
    CaseState.DECIDED: Now(_("决定作好了，正在送给单位。"), _DO_NOT_WITHDRAW),
    CaseState.SERVED: Now(
        _("决定送到了，单位要按时付钱。"),
        _("收到钱，点“收到了”。没收到，点“没收到”。"),
        _WATCHED,
    ),
    CaseState.URGED: Now(_("单位还没付，我们又催了它一次。"), _DO_NOT_WITHDRAW, _WATCHED),
    CaseState.ENFORCEMENT: Now(
        _("已经请法院来执行，让单位付钱。"), _("法院找您，请您去。"), _("法院；%(who)s跟着问")
    ),
    CaseState.PERFORMED: Now(_("单位付清了，正在结案。"), _MONEY_CAME),
    CaseState.REVOKED: Now(
        _("案子不再往下办，原因会写给您。"), _("不明白、不同意，打电话问，也可以催办。")
    ),
    CaseState.CLOSED: Now(_("办完了，正在写结果给您。"), _MONEY_CAME),
    CaseState.TRANSFERRED: Now(_("案子转给别的地方，那边接着办。"), _NOT_AGAIN),
}
NOW_TRANSFER: dict[str, Now] = {
    TransferState.PROPOSED: Now(_("工地不在这里，正在转给工地那边的机构。"), _NOT_AGAIN),
    TransferState.NEGOTIATING: Now(_("两个地方在商量谁来办。"), _NOT_AGAIN),
    TransferState.DESIGNATION_REQUESTED: Now(
        _("上级在定由谁来办。"), _NOT_AGAIN, _("上级；定好以前，%(who)s负责")
    ),
    TransferState.DESIGNATED: Now(_("上级定好了由谁办，正在交接。"), _NOT_AGAIN),
}
_ELSEWHERE = Now(_("这件事该别的部门管，已经转过去，我们盯着。"), _NOT_AGAIN)
NOW_DEPARTMENT: dict[str, Now] = {
    DepartmentState.SENT: _ELSEWHERE,
    DepartmentState.ACCEPTED: _ELSEWHERE,
    DepartmentState.RETURNED: _ELSEWHERE,
    DepartmentState.RESULT: Now(_("那个部门有了结果，正在写给您。"), _NOT_AGAIN),
}


def now_of(complaint: str, case: str = "", transfer: str = "", department: str = "") -> Now:
    """Return the words of the state: an open transfer or another department comes first.

    `case` is the state of the case while the complaint is handled in one.
    """
    if transfer in NOW_TRANSFER:
        return NOW_TRANSFER[transfer]
    if department in NOW_DEPARTMENT:
        return NOW_DEPARTMENT[department]
    return NOW_CASE[case] if case else NOW[complaint]
