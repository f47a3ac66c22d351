"""The notice board of a construction site (维权信息告示牌) as a poster. Law: Order 724 art. 34."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from casework import clock
from casework.models import ConstructionProject, Office
from casework.printing.pdf import compose
from casework.printing.qr import BOARD, qr_file
from casework.queries.minimum import LocalMinimum, local_minimum
from casework.records.seals import site_code

PAPERS = ("a3", "a4")
# What the record does not hold is written on the board by the site, with a pen that lasts.
BLANK = ""
RIGHTS = (
    "工资以货币形式按月足额发到本人银行卡，不得以实物或者有价证券等其他形式替代。",
    "任何单位和个人不得扣押本人用于领工资的社会保障卡或者银行卡。",
    "分包单位拖欠工资的，由施工总承包单位先行清偿，再依法追偿。",
    "投诉举报不收费，举报人的信息依法保密。",
)


@dataclass(frozen=True)
class SiteBoard:
    """What the board of one project says, and the office that answers for it."""

    project: ConstructionProject
    office: Office

    @property
    def address(self) -> str:
        """The address that the code opens: the wizard with project and contractor filled in."""
        page = f"{settings.QINGQIAN['public_url']}{reverse('file')}"
        return f"{page}?site={site_code(self.project)}"

    def pdf(self, paper: str) -> bytes:
        """Return the poster on `paper` (a3, a4), in Chinese whatever the clerk reads."""
        with override("zh-hans"):
            data = self._facts() | {"paper": paper}
        return compose("site_board.typ", data, {"qr.svg": qr_file(self.address, BOARD)})

    def _facts(self) -> dict[str, object]:
        project, office = self.project, self.office
        takers = project.subcontracts.select_related("taker")
        firms = list(dict.fromkeys(row.taker.name for row in takers if not row.is_unlawful))
        return {
            "title": "农民工工资维权信息告示牌",
            "project": project.name,
            "units": [
                ["项目地址", " ".join(filter(None, [_place(project), project.address]))],
                ["建设单位", project.developer.name if project.developer else BLANK],
                ["施工总承包单位", project.general_contractor.name if project.general_contractor else BLANK],
                ["项目部负责人、电话", BLANK],
                ["分包单位", "、".join(firms) or BLANK],
                ["劳资专管员、电话", BLANK],
                ["行业主管部门、电话", BLANK],
                ["工资支付日期", BLANK],
                ["当地最低工资标准", _minimum(project)],
            ],
            "calls": [
                ["劳动保障监察投诉举报", office.name, office.hotline],
                ["人社服务热线、劳动人事争议仲裁咨询", "", "12333"],
                ["法律援助、公共法律服务", "", "12348"],
            ],
            "window": f"受理窗口：{office.window}　{office.address}　{office.hours}",
            "rights": list(RIGHTS),
            "scan": "被欠薪，扫一扫投诉",
            "scan_help": "项目和单位已经填好；不用跑，不收费。",
            "basis": "依据：《保障农民工工资支付条例》（国务院令第724号）第三十四条",
        }  # fmt: skip


def _place(project: ConstructionProject) -> str:
    return project.division.full_name if project.division else ""


def _minimum(project: ConstructionProject) -> str:
    found: LocalMinimum | None = None
    if project.division is not None:
        found = local_minimum(project.division, clock.today())
    if found is None or not found.confirmed:  # a wall must not say what is a default of ours
        return BLANK
    return f"每月 {found.wage.monthly_yuan:f} 元，每小时 {found.wage.hourly_yuan:f} 元"
