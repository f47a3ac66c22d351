"""Risk scores (风险积分): derived from the history as known on a day; which ones were put aside; how they fared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import risk_kinds
from casework.models.division import Division, Office
from casework.models.party import ConstructionProject, Employer
from casework.models.user import User

ONE_SUBJECT = Q(employer__isnull=False, project__isnull=True) | Q(
    employer__isnull=True, project__isnull=False
)


class RiskScore(models.Model):
    """The score of one employer or project as of the day `on`; made anew each night.

    `lines`: [rule, count, points] each; the score is their sum, at most 100. `rules` is the digest
    of rules and weights it was made with. Those without a point have no row. Nothing refers back from
    the employer: a merger of two files moves what refers back, and this is made anew.
    """

    kind = models.CharField(_("对象"), max_length=10, choices=risk_kinds)
    employer = models.OneToOneField(Employer, null=True, on_delete=models.CASCADE, related_name="+")
    project = models.OneToOneField(
        ConstructionProject, null=True, on_delete=models.CASCADE, related_name="+"
    )
    on = models.DateField(_("截至日"))
    value = models.PositiveSmallIntegerField(_("风险积分"))
    lines = models.JSONField(default=list)
    rules = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("风险积分")
        verbose_name_plural = _("风险积分")
        constraints = [models.CheckConstraint(condition=ONE_SUBJECT, name="risk_one_subject")]

    def __str__(self) -> str:
        return f"{self.employer or self.project}: {self.value}"


class RiskPlace(models.Model):
    """A score in one division that has to do with it: its counties, their cities, the province."""

    score = models.ForeignKey(
        RiskScore, on_delete=models.CASCADE, db_index=False, related_name="places"
    )
    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=risk_kinds)
    value = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("风险积分所在地")
        verbose_name_plural = _("风险积分所在地")
        constraints = [models.UniqueConstraint(fields=["score", "division"], name="one_risk_place")]
        indexes = [
            models.Index(fields=["division", "kind", "-value", "score"], name="risk_list")
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.score_id} {self.division_id}"


class RiskDismissal(models.Model):
    """A suggested visit one office put aside until a day, with its reason."""

    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.PROTECT, related_name="risk_dismissals"
    )
    project = models.ForeignKey(
        ConstructionProject, null=True, on_delete=models.PROTECT, related_name="risk_dismissals"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("暂不检查至"))
    reason = models.CharField(_("理由"), max_length=300)
    dismissed_at = models.DateTimeField()
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("暂不检查")
        verbose_name_plural = _("暂不检查")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=ONE_SUBJECT, name="dismissal_one_subject")]
        indexes = [models.Index(fields=["office", "until"], name="dismissal_office")]

    def __str__(self) -> str:
        return f"{self.employer or self.project}: {self.until}"


class RiskEvaluation(models.Model):
    """How the scores of a past day fared in the time after it (hold-out), and two baselines beside."""

    kind = models.CharField(max_length=10, choices=risk_kinds)
    as_of = models.DateField(_("评分日"))
    until = models.DateField(_("观察至"))
    rules = models.CharField(max_length=16)
    measures = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("风险积分检验")
        verbose_name_plural = _("风险积分检验")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "as_of", "until", "rules"], name="one_evaluation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}–{self.until}"
