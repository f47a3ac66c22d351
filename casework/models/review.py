"""File review (案卷评查): a round, the cases it drew, the score sheet of each and the answer to it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.conduct_choices import draw_kinds, draw_reasons, grades, reply_stances, review_states
from casework.models.case import Case
from casework.models.division import Office
from casework.models.user import User
from casework.vocabulary import ReviewState


class ReviewRound(models.Model):
    """A round of reviews: of which offices and closing days, how many cases, drawn how.

    `seed` was made by the machine when the round was; `pool` holds the ids that could be drawn, in
    order. From both the draw can be repeated by anybody (`workflows.oversight.drawing`).
    `risk_percent` of the cases are drawn by their reasons, the others by lot.
    """

    name = models.CharField(_("名称"), max_length=60)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="review_rounds", verbose_name=_("评查单位")
    )
    offices: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    closed_from = models.DateField(_("结案日期自"))
    closed_to = models.DateField(_("结案日期至"))
    size = models.PositiveSmallIntegerField(_("抽取件数"))
    risk_percent = models.PositiveSmallIntegerField(_("按风险抽取的比例（%）"))
    large_yuan = models.DecimalField(_("数额较大（元）"), max_digits=14, decimal_places=2)
    reply_days = models.PositiveSmallIntegerField(_("承办单位回复期限（工作日）"))
    seed = models.CharField(_("抽取种子"), max_length=64)
    pool: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    pool_size = models.PositiveIntegerField(_("可抽取件数"), default=0)
    reviewers: models.Field[list[int], list[int]] = ArrayField(
        models.BigIntegerField(), default=list
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("抽取时间"), default=clock.now)

    class Meta:
        verbose_name = _("评查批次")
        verbose_name_plural = _("评查批次")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_to__gte=F("closed_from")), name="review_days_in_order"
            ),
            models.CheckConstraint(condition=Q(risk_percent__lte=100), name="review_share"),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="review_round_office")]

    def __str__(self) -> str:
        return self.name


class ReviewFile(models.Model):
    """One drawn case: why, who reviews it, how it was scored, what its office said to that.

    Scored once. `final_points` is set where an objection was upheld; the sheet itself stays.
    """

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="files")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.CharField(_("抽取方式"), max_length=8, choices=draw_kinds)
    reasons: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=16, choices=draw_reasons), default=list
    )
    risk_points = models.PositiveSmallIntegerField(_("风险分"), default=0)
    reviewer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("评查人")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=review_states, default=ReviewState.WAITING
    )
    points = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)
    grade = models.CharField(_("等次"), max_length=10, choices=grades, blank=True)
    is_vetoed = models.BooleanField(_("一票否决"), default=False)
    opinion = models.TextField(_("评查意见"), blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    reply_due_on = models.DateField(_("回复期限"), null=True, blank=True)
    stance = models.CharField(_("回复"), max_length=10, choices=reply_stances, blank=True)
    reply = models.TextField(_("回复内容"), blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    replied_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("对异议的答复"), blank=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True, blank=True)
    final_points = models.PositiveSmallIntegerField(_("复核得分"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("评查案卷")
        verbose_name_plural = _("评查案卷")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "case"], name="reviewed_once_a_round"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.WAITING)
                | Q(points__isnull=False, submitted_at__isnull=False),
                name="submitted_review_has_points",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state", "id"], name="review_mine"),
            models.Index(fields=["office", "-id"], name="review_office"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.case_id}"

    @property
    def result(self) -> int | None:
        """Points that count: after an objection that was upheld, those given then."""
        return self.points if self.final_points is None else self.final_points


class ReviewScore(models.Model):
    """Points for one item of the checklist; written when the sheet is submitted, never changed."""

    file = models.ForeignKey(ReviewFile, on_delete=models.PROTECT, related_name="scores")
    item = models.CharField(_("项目"), max_length=20)
    points = models.PositiveSmallIntegerField(_("得分"))
    full = models.PositiveSmallIntegerField(_("满分"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("评查得分")
        verbose_name_plural = _("评查得分")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "item"], name="one_score_of_an_item"),
            models.CheckConstraint(condition=Q(points__lte=F("full")), name="score_within_full"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.item}"
