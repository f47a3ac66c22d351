"""Administrative divisions (行政区划), date-effective, and the offices that answer for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import division_levels
from casework.vocabulary import DivisionLevel


class Division(models.Model):
    """One division code for one span of time (GB/T 2260, functional zones beside it).

    `path` is "410000/410100/410105": a prefix match answers "is this place inside that one".
    A code that has ended names its `successor`.
    """

    code = models.CharField(_("区划代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=12, choices=division_levels)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_code_from")
        ]
        indexes = [models.Index(fields=["path"], name="division_path")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """City and county together (郑州市金水区); needs `parent` loaded to stay one query."""
        return self.joined()

    def joined(self, joint: str = "") -> str:
        """City and county with `joint` between them, the city named once.

        A zone's own name often begins with its city's (郑州高新技术产业开发区,
        平顶山市城乡一体化示范区); a county of the city's name keeps it (新乡市新乡县).
        """
        city = self.parent
        if city is None or city.level == DivisionLevel.PROVINCE:
            return self.name
        own = self.name.removeprefix(city.name)
        if self.level == DivisionLevel.ZONE and city.name.removesuffix("市") in own:
            return self.name
        return f"{city.name}{joint}{own}"

    def current(self) -> Division:
        """Follow the successors of an ended code to the one in force."""
        division = self
        while division.valid_to is not None and division.successor is not None:
            division = division.successor
        return division


class Office(models.Model):
    """Labour inspection body (劳动保障监察机构) of one division, or another department's office."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(_("机构名称"), max_length=80, unique=True)
    short_name = models.CharField(_("机关简称"), max_length=30)
    hotline = models.CharField(_("举报投诉电话"), max_length=30)
    window = models.CharField(_("受理窗口"), max_length=120)
    address = models.CharField(_("地址"), max_length=160)
    hours = models.CharField(_("办公时间"), max_length=80)
    is_demo = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    """Which office took over when this one was closed: its places and the reading of its matters."""

    class Meta:
        verbose_name = _("监察机构")
        verbose_name_plural = _("监察机构")
        ordering = ["division__code", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name_with_place(self) -> str:
        """The name, after its place unless the name says that already; needs `division__parent`."""
        place = self.division.full_name
        said = place in self.name or self.division.name in self.name
        return self.name if said else f"{place} · {self.name}"

    def current(self) -> Office:
        """Follow the successors of a closed office to the one that answers now."""
        office = self
        while office.closed_on is not None and office.successor is not None:
            office = office.successor
        return office
