"""Facts on the way to a decision and after it: notice, statement, hearing, review, appeal, court."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import (
    appeal_kinds,
    appeal_outcomes,
    court_results,
    decision_kinds,
    notice_scopes,
    review_results,
    statement_answers,
)
from casework.models.case import Case
from casework.models.document import Document
from casework.models.evidence import Evidence
from casework.models.user import User
from casework.vocabulary import AppealOutcome

ZERO = Decimal("0.00")


class PriorNotice(models.Model):
    """Prior notice (事先告知): what is intended, and why. The latest one of a case counts.

    `wages_yuan` is what the handling would order to pay, `surcharge_rate` the 加付赔偿金 as a share
    (0.50 to 1.00) of `surcharge_base_yuan`, unpaid when the order expired; `fine_yuan` the fine for
    `violation` (a row of the benchmark, `departure` why it is outside of the band). The decision
    may not be heavier (行政处罚法 art. 45).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prior_notices")
    scope = models.CharField(_("种类"), max_length=10, choices=notice_scopes)
    facts = models.TextField(_("认定的事实"))
    reasons = models.TextField(_("理由"), blank=True)
    basis = models.CharField(_("法律依据"), max_length=300)
    wages_yuan = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    surcharge_rate = models.DecimalField(max_digits=3, decimal_places=2, default=ZERO)
    surcharge_base_yuan = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    fine_yuan = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    violation = models.CharField(_("违法行为"), max_length=30, blank=True)
    departure = models.CharField(_("偏离裁量基准的理由"), max_length=300, blank=True)
    term_days = models.PositiveSmallIntegerField(_("履行期限（日）"))
    handling = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    penalty = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField()
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    answer_by = models.DateField(_("陈述申辩、要求听证截止日"), null=True, blank=True)

    class Meta:
        verbose_name = _("事先告知")
        verbose_name_plural = _("事先告知")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_scope_display()}"

    @property
    def documents(self) -> list[Document]:
        """The one or two papers that say it."""
        return [paper for paper in (self.handling, self.penalty) if paper is not None]


class Statement(models.Model):
    """Statement and defence (陈述申辩) on a prior notice; answered before the decision."""

    notice = models.ForeignKey(PriorNotice, on_delete=models.PROTECT, related_name="statements")
    made_on = models.DateField(_("提出日期"))
    text = models.TextField(_("陈述申辩内容"))
    file = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waives = models.BooleanField(_("书面放弃陈述申辩和听证"), default=False)
    by_employer = models.BooleanField(_("单位自己提交"), default=False)
    answer = models.CharField(_("复核意见"), max_length=12, choices=statement_answers, blank=True)
    answer_text = models.TextField(_("复核理由"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("陈述申辩")
        verbose_name_plural = _("陈述申辩")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.made_on}"


class Hearing(models.Model):
    """Hearing (听证) asked on a prior notice, 行政处罚法 arts. 63, 64."""

    notice = models.ForeignKey(PriorNotice, on_delete=models.PROTECT, related_name="hearings")
    asked_on = models.DateField(_("要求听证日期"))
    called_on = models.DateField(_("通知日期"), null=True, blank=True)
    sits_at = models.DateTimeField(_("听证时间"), null=True, blank=True)
    place = models.CharField(_("听证地点"), max_length=120, blank=True)
    chair = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("主持人"),
    )  # fmt: skip
    held_on = models.DateField(_("举行日期"), null=True, blank=True)
    attendees = models.TextField(_("参加人员"), blank=True)
    report = models.TextField(_("听证情况"), blank=True)
    opinion = models.TextField(_("处理意见"), blank=True)

    class Meta:
        verbose_name = _("听证")
        verbose_name_plural = _("听证")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.asked_on}"


class LegalReview(models.Model):
    """Legal review (法制审核) of what is intended, by somebody who did not handle the case."""

    notice = models.ForeignKey(PriorNotice, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("审核结论"), max_length=10, choices=review_results)
    opinion = models.TextField(_("审核意见"))
    reviewed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("法制审核")
        verbose_name_plural = _("法制审核")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.get_result_display()}"


class Decision(models.Model):
    """A decision (行政处理决定、行政处罚决定) with its terms; yuan.

    `appeal_ends_on` is the last day to sue; the court may be asked to enforce from then on for three
    months (行政强制法 art. 53). An annulled decision binds nobody.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    notice = models.ForeignKey(PriorNotice, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("种类"), max_length=10, choices=decision_kinds)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="decision")
    wages_yuan = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    fine_yuan = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    departure = models.CharField(_("偏离裁量基准的理由"), max_length=300, blank=True)
    fine_paid_yuan = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    term_days = models.PositiveSmallIntegerField(_("履行期限（日）"))
    is_grave = models.BooleanField(_("情节复杂或者重大，经集体讨论"), default=False)
    attendees = models.TextField(_("集体讨论出席人员"), blank=True)
    decided_on = models.DateField(_("决定日期"))
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    perform_by = models.DateField(_("履行期限届满日"), null=True, blank=True)
    appeal_ends_on = models.DateField(_("起诉期限届满日"), null=True, blank=True)
    annulled_on = models.DateField(_("撤销日期"), null=True, blank=True)
    annulled_ground = models.CharField(_("撤销理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("行政决定")
        verbose_name_plural = _("行政决定")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case"], name="decision_in_force",
                         condition=models.Q(annulled_on__isnull=True))
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.document)


class Appeal(models.Model):
    """Reconsideration or suit (复议、诉讼) against an order to pay or a decision."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="appeals")
    kind = models.CharField(_("途径"), max_length=16, choices=appeal_kinds)
    authority = models.CharField(_("受理机关"), max_length=120)
    filed_on = models.DateField(_("提起日期"))
    suspended_on = models.DateField(_("停止执行日期"), null=True, blank=True)
    outcome = models.CharField(
        _("结果"), max_length=10, choices=appeal_outcomes, default=AppealOutcome.PENDING
    )
    ended_on = models.DateField(_("结果送达日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("复议、诉讼")
        verbose_name_plural = _("复议、诉讼")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.filed_on}"


class Enforcement(models.Model):
    """Urging (催告) and court enforcement (申请强制执行) of the decisions of a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enforcements")
    urging = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    urged_on = models.DateField(_("催告书送达日期"), null=True, blank=True)
    wait_until = models.DateField(_("催告期满日"), null=True, blank=True)
    application = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    court = models.CharField(_("法院"), max_length=120, blank=True)
    applied_on = models.DateField(_("申请日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=court_results, blank=True)
    result_on = models.DateField(_("结果日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    ended_on = models.DateField(_("终结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("强制执行")
        verbose_name_plural = _("强制执行")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.applied_on or self.urged_on or ''}"
