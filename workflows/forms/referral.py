"""Forms of the referral of a suspected crime (law.md B1.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Referral, User
from casework.queries.referral import BY_HAND, MAY_BE_ABSENT
from casework.vocabulary import MaterialKind, ReferralGround, Role
from workflows.actions.referral_remedies import supervision_is_late
from workflows.forms.base import ActForm, CheckedFileField, day_field, long_text

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """A day with hour and minute: terms in hours run from it."""
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        **kwargs,
    )


def proof_field(label: Any) -> CheckedFileField:
    """The paper of the other authority, scanned: nothing is recorded without it."""
    return CheckedFileField(label=label)


def number_field() -> forms.CharField:
    """The number of the other authority's paper, where it has one."""
    return forms.CharField(label=_("对方文号"), max_length=60, required=False)


class MembersForm(ActForm):
    """Who is in the team: inspectors of the office who are not recused from the case."""

    members = forms.ModelMultipleChoiceField(
        label=_("专案组成员（二人以上）"), queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self) -> None:
        today = clock.today()
        held = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
        field = self.fields["members"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = User.objects.filter(
            held, memberships__office=self.subject.office_id, memberships__role=Role.INSPECTOR,
            memberships__valid_from__lte=today, is_active=True,
        ).exclude(pk__in=self.subject.recused).distinct().order_by("id")  # fmt: skip


class TeamForm(MembersForm):
    ground = forms.ChoiceField(
        label=_("责令支付情形"), choices=lambda: ReferralGround.choices, widget=forms.RadioSelect
    )
    reason = long_text(_("涉嫌犯罪的线索"), rows=3, max_length=500)


class TeamChangeForm(MembersForm):
    reason = long_text(_("调整的理由"), rows=3, max_length=300)

    def prepare(self) -> None:
        super().prepare()
        assert isinstance(self.subject, Referral)
        self.fields["members"].initial = [user.pk for user in self.subject.members]


class MaterialForm(ActForm):
    kind = forms.ChoiceField(
        label=_("种类"), choices=lambda: [(kind.value, kind.label) for kind in BY_HAND]
    )
    title = forms.CharField(label=_("名称"), max_length=120, required=False)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=999, initial=1)
    proof = CheckedFileField(label=_("文件"), required=False)
    is_absent = forms.BooleanField(label=_("本案没有此项"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if data.get("is_absent"):
            if kind and MaterialKind(kind) not in MAY_BE_ABSENT:
                self.add_error("is_absent", _("这一项是必备材料，不能没有。"))
        elif not data.get("title"):
            self.add_error("title", _("请写明材料名称。"))
        return data


class ReportForm(ActForm):
    crime_facts = long_text(_("涉嫌犯罪事实"), rows=5)
    evasion = long_text(_("逃匿、转移财产或者有能力支付而不支付的事实"), rows=4, max_length=2000)
    proposal = long_text(_("处理建议"), rows=3, max_length=1000)


class DecisionForm(ActForm):
    reason = long_text(_("审批意见"), rows=3, max_length=1000)


class RefusalForm(ActForm):
    reason = long_text(
        _("不批准的理由"), rows=4, max_length=1000,
        help_text=_("理由会告知省、市督查员和审计员，永久保存，不能删除。"),
    )  # fmt: skip


class SendForm(ActForm):
    police = forms.CharField(label=_("同级公安机关"), max_length=80)
    procuratorate = forms.CharField(label=_("抄送的同级人民检察院"), max_length=80)
    sent_at = moment_field(_("移送时间"))

    def prepare(self) -> None:
        self.fields["sent_at"].initial = clock.now()


class ReceiptForm(ActForm):
    signer = forms.CharField(label=_("签收人"), max_length=40)
    received_at = moment_field(_("签收时间"))
    number = number_field()
    proof = proof_field(_("回执扫描件"))

    def prepare(self) -> None:
        self.fields["received_at"].initial = clock.now()


class SupplyForm(ActForm):
    sent_on = day_field(_("补充日期"))
    text = long_text(_("补充的材料"), rows=3, max_length=1000)

    def prepare(self) -> None:
        self.fields["sent_on"].initial = clock.today()


class ReplyForm(ActForm):
    """A paper of police, procuratorate or court: when it came, its number, what it says."""

    received_on = day_field(_("收到日期"))
    number = number_field()
    text = long_text(_("内容摘要"), rows=3, max_length=1000, required=False)
    proof = proof_field(_("扫描件或者照片"))

    def prepare(self) -> None:
        self.fields["received_on"].initial = clock.today()


class ReasonedReplyForm(ReplyForm):
    text = long_text(_("对方理由"), rows=3, max_length=1000)


class ForwardForm(ReplyForm):
    police = forms.CharField(label=_("转送的公安机关"), max_length=80)


class OrganForm(ReplyForm):
    organ = forms.CharField(label=_("机关名称"), max_length=80)


class HandOverForm(ActForm):
    handed_on = day_field(_("移交日期"))
    signer = forms.CharField(label=_("接收人"), max_length=40)
    text = long_text(_("说明"), rows=2, max_length=500, required=False)
    proof = proof_field(_("签收的移交清单"))

    def prepare(self) -> None:
        self.fields["handed_on"].initial = clock.today()


class SupervisionForm(ActForm):
    """The reason why it is late is asked for only when it is."""

    procuratorate = forms.CharField(label=_("人民检察院"), max_length=80)
    reason = long_text(_("应当立案的理由"), rows=4, max_length=1000)
    late_reason = long_text(
        _("逾期的原因"), rows=2, max_length=500,
        help_text=_("已超过三日期限。仍可以建议立案监督，逾期会告知市级督查员。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["procuratorate"].initial = self.subject.procuratorate
        if not supervision_is_late(self.subject):
            del self.fields["late_reason"]


class PoliceToldForm(ActForm):
    told_on = day_field(_("告知日期"))
    text = long_text(_("说明"), rows=2, max_length=500, required=False)

    def prepare(self) -> None:
        self.fields["told_on"].initial = clock.today()
