"""Listing of dishonest employers (失信联合惩戒名单): one matter, its parties, terms, papers, sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.choices import (
    bar_kinds,
    listing_grounds,
    listing_states,
    party_kinds,
    party_paper_kinds,
    site_kinds,
)
from casework.fields import EncryptedTextField, StateField
from casework.models.branch import Branch
from casework.models.case import Case
from casework.models.evidence import Evidence
from casework.models.party import Employer
from casework.models.threshold import ThresholdCrossing
from casework.models.user import User
from casework.vocabulary import BranchKind, ListingState

PUBLIC_STATES = (
    ListingState.PUBLISHED, ListingState.REMOVAL_REQUESTED, ListingState.REMOVAL_REFUSED,
)  # fmt: skip
REMOVED_STATES = (ListingState.REMOVED_EARLY, ListingState.REVOKED, ListingState.EXPIRED)
UNDECIDED_STATES = (ListingState.CANDIDATE, ListingState.NOTIFIED, ListingState.OBJECTED)
LISTED_STATES = (ListingState.LISTED, *PUBLIC_STATES)


class ListingCase(models.Model):
    """What the parties of one listing share: the employer, the arrears and their ground.

    Kept by the office of `case`, the first filed one (谁执法、谁认定、谁负责, Order 45 arts. 3, 4).
    `cases` are all those whose unpaid orders count; `expired_on` is the end of the term D-22 runs
    from. An incident counts once the department head has confirmed its evidence.
    """

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="listing_cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="listing_cases")
    cases = models.ManyToManyField(Case, related_name="+")
    ground = models.CharField(_("列入情形"), max_length=10, choices=listing_grounds)
    crossing = models.ForeignKey(
        ThresholdCrossing, null=True, blank=True, on_delete=models.PROTECT, related_name="listings"
    )
    expired_on = models.DateField(_("责令期满日"))
    opened_at = models.DateTimeField(_("启动时间"))
    incident = models.TextField(_("事件情况"), blank=True)
    incident_evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    incident_confirmed_on = models.DateField(_("事件认定日期"), null=True, blank=True)
    annulled_on = models.DateField(_("责令被撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("失信联合惩戒事项")
        verbose_name_plural = _("失信联合惩戒事项")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.employer}"


class BlacklistEntry(Branch):
    """One party of a listing with its own state and its own clocks, law.md B1.3; Order 45.

    `reason` is the arrears as decided and published. A natural person's number is encrypted; the
    public reads the last four characters only.
    """

    KIND = BranchKind.LISTING
    READ_WITH = ("group",)

    state = StateField(_("状态"), default=ListingState.CANDIDATE, choices=listing_states)
    group = models.ForeignKey(ListingCase, on_delete=models.PROTECT, related_name="entries")
    party_kind = models.CharField(_("当事人类别"), max_length=20, choices=party_kinds)
    is_person = models.BooleanField(_("自然人"), default=False)
    name = models.CharField(_("名称或者姓名"), max_length=120)
    name_key = models.CharField(max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    id_number = EncryptedTextField(_("身份证号码"), blank=True, default="")
    id_tail = models.CharField(max_length=4, blank=True)
    position = models.CharField(_("职务"), max_length=40, blank=True)
    reason = models.TextField(_("列入事由"), blank=True)
    notice_received_on = models.DateField(_("告知书送达日期"), null=True, blank=True)
    promised_on = models.DateField(_("信用承诺日期"), null=True, blank=True)
    decision_number = models.CharField(_("列入决定文号"), max_length=60, blank=True)
    listed_on = models.DateField(_("列入日期"), null=True, blank=True)
    expires_on = models.DateField(_("列入期满日"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    removed_on = models.DateField(_("移出日期"), null=True, blank=True)
    removed_early = models.BooleanField(_("提前移出"), default=False)
    cleared_on = models.DateField(_("停止公布日期"), null=True, blank=True)
    late_notice_for = models.DateField(null=True, blank=True)
    alarmed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("失信联合惩戒当事人")
        verbose_name_plural = _("失信联合惩戒当事人")
        indexes = [
            models.Index(fields=["-published_on", "-branch_ptr"], name="listing_public",
                         condition=Q(published_on__isnull=False)),
            models.Index(fields=["uscc"], name="listing_uscc", condition=~Q(uscc="")),
        ]  # fmt: skip

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} · {self.get_party_kind_display()} {self.name}"

    @property
    def alarm(self) -> str:
        """A notice that comes too late for the five and five days; a site that still shows it."""
        if self.state == ListingState.CANDIDATE and self.late_notice_for:
            return str(_("告知已来不及在列入决定期限内保障异议和核实"))
        if self.alarmed_on and not self.is_public:
            return str(_("移出后仍有网站在公布"))
        return ""

    @property
    def public_code(self) -> str:
        """The code as published: of a person the last four characters alone."""
        return f"**************{self.id_tail}" if self.is_person and self.id_tail else self.uscc

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def formal_name(self, *, full: bool) -> str:
        """Name with number as a decision has it; not `full`: as published."""
        code = self.id_number if full and self.is_person else self.public_code
        return f"{self.name}（{code}）" if code else self.name


class ListingTerm(models.Model):
    """One term of a listing (列入期限). A restored listing begins a new one; the old dates stay."""

    entry = models.ForeignKey(BlacklistEntry, on_delete=models.PROTECT, related_name="terms")
    began_on = models.DateField(_("起算日"))
    expires_on = models.DateField(_("期满日"))
    ended_on = models.DateField(_("终止日"), null=True, blank=True)
    document = models.CharField(_("决定文号"), max_length=60)

    class Meta:
        verbose_name = _("列入期限")
        verbose_name_plural = _("列入期限")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.began_on} – {self.expires_on}"


class PartyPaper(models.Model):
    """What a party handed in: objection, comment out of time, promise, removal application.

    `granted` is None until it is answered; a comment and a promise are not answered.
    """

    entry = models.ForeignKey(BlacklistEntry, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("种类"), max_length=10, choices=party_paper_kinds)
    text = models.TextField(_("内容"))
    received_on = models.DateField(_("收到日期"))
    recorded_at = models.DateTimeField(_("登记时间"))
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    granted = models.BooleanField(_("成立"), null=True, blank=True)
    answer = models.TextField(_("答复"), blank=True)

    class Meta:
        verbose_name = _("当事人材料")
        verbose_name_plural = _("当事人材料")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"


class RemovalBar(models.Model):
    """A standing reason against early removal (Order 45 art. 13 (2), (3)), until it is lifted."""

    group = models.ForeignKey(ListingCase, on_delete=models.PROTECT, related_name="bars")
    kind = models.CharField(_("情形"), max_length=10, choices=bar_kinds)
    text = models.CharField(_("依据"), max_length=200)
    since = models.DateField(_("起始日期"))
    lifted_on = models.DateField(_("消除日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("不得提前移出的情形")
        verbose_name_plural = _("不得提前移出的情形")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"


class SiteNotice(models.Model):
    """One site that shows a listing: since when with which receipt, and its own proof of removal."""

    entry = models.ForeignKey(BlacklistEntry, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(_("种类"), max_length=10, choices=site_kinds)
    site = models.CharField(_("网站或者平台"), max_length=80)
    published_on = models.DateField(_("公布日期"))
    receipt = models.CharField(_("公布回执"), max_length=120, blank=True)
    cleared_on = models.DateField(_("停止公布日期"), null=True, blank=True)
    clearance = models.CharField(_("停止公布回执"), max_length=120, blank=True)
    proof = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    still_shown_on = models.DateField(_("仍在显示"), null=True, blank=True)

    class Meta:
        verbose_name = _("公布网站")
        verbose_name_plural = _("公布网站")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.site
