"""Documents of the investigation (law.md section 8, groups 4 to 8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

INSPECTORS = Field("inspectors", _("监察员"), fact.inspectors)
BADGES = Field("badges", _("监察证号"), fact.badges, required=False)
RIGHTS = (
    "我们是劳动保障监察员，现向您出示证件。您有如实回答、提供材料的义务，"
    "有申请回避、陈述、申辩和核对笔录的权利。您听清楚了吗？"
)

PAPERS = (
    PaperType(
        DocumentKind.INQUIRY_NOTICE, 4, To.EMPLOYER,
        (
            Field("party", _("被通知单位"), fact.party),
            Field("who", _("要求到场的人"), initial="法定代表人（负责人）或者委托代理人"),
            Field("when", _("到场时间"), how=How.MOMENT), Field("where", _("到场地点")),
            Field("materials", _("须携带的材料"), how=How.LONG,
                  initial="营业执照副本、劳动合同、职工名册、考勤记录、工资支付台账、工程承包合同"),
            INSPECTORS, BADGES, Field("contact", _("联系方式"), fact.office_contact),
        ),
        _("《劳动保障监察条例》第十五条"), names_inspectors=True, is_served=True,
        body=("因调查你单位涉嫌拖欠工资一案，依据《劳动保障监察条例》第十五条、《河南省劳动保障监察条例》第十三条，请{who}于{when}到{where}接受调查询问，并携带下列材料：",
              "{materials}",
              "你单位应当自收到本通知书之日起七日内据实书面答复。无正当理由拒不到场、拒绝提供材料或者提供虚假材料的，依据《劳动保障监察条例》第三十条处理；用人单位对工资支付负有举证责任，逾期不提供的，依据《保障农民工工资支付条例》第五十条承担不利后果。",
              "承办监察员：{inspectors}（监察证号：{badges}）。联系地址：{contact}。"),
    ),
    PaperType(
        DocumentKind.INTERVIEW_RECORD, 5, To.INTERNAL,
        (
            Field("began_at", _("询问开始时间"), how=How.MOMENT), Field("ended_at", _("询问结束时间"), how=How.MOMENT),
            Field("place", _("询问地点")), INSPECTORS, BADGES,
            Field("person", _("被询问人")), Field("identity", _("身份及与本案关系")),
            Field("id_last", _("证件号码后四位"), required=False),
            Field("rights", _("告知权利义务"), how=How.LONG, initial=RIGHTS),
            Field("questions", _("问答"), how=How.QUESTIONS, help=_("每行一句，以“问：”或者“答：”开头。")),
            Field("refusal", _("拒绝签名的情况"), required=False, how=How.LONG),
            Field("informant", _("被询问人是举报人（依法保密）"), required=False, how=How.YES),
        ),
        _("《劳动保障监察条例》第十五条、第十六条"),
        table=("began_at", "ended_at", "place", "inspectors", "badges", "person", "identity", "id_last"),
        body=("问：{rights}", "拒绝签名的情况：{refusal}"), signers=2, names_inspectors=True, is_sealed=False, handlers_only=True,
        receipt_line="以上笔录我已看过（已向我宣读），与我所说的相符。", page_signer="被询问人",
    ),
    PaperType(
        DocumentKind.INSPECTION_RECORD, 6, To.INTERNAL,
        (
            Field("began_at", _("检查开始时间"), how=How.MOMENT), Field("ended_at", _("检查结束时间"), how=How.MOMENT),
            Field("place", _("检查地点")), Field("party", _("被检查单位"), fact.party), INSPECTORS, BADGES,
            Field("shown", _("出示证件情况"), initial="两名监察员已出示劳动保障监察证件并说明身份。"),
            Field("present", _("在场人员")), Field("findings", _("检查情况"), how=How.LONG),
            Field("photos", _("现场照片、录像"), required=False, how=How.LONG),
            Field("refusal", _("拒绝签名的情况"), required=False, how=How.LONG),
        ),
        _("《劳动保障监察条例》第十五条、第十六条"),
        table=("began_at", "ended_at", "place", "party", "inspectors", "badges", "shown", "present"),
        body=("检查情况：", "{findings}", "现场照片、录像：{photos}", "拒绝签名的情况：{refusal}"),
        signers=2, names_inspectors=True, is_sealed=False, handlers_only=True,
        receipt_line="以上笔录我已看过，与检查情况相符。", page_signer="在场人员",
    ),
    PaperType(
        DocumentKind.PRESERVATION_LIST, 7, To.EMPLOYER,
        (
            Field("party", _("当事人"), fact.party),
            Field("items", _("登记保存的证据"), how=How.ITEMS, help=_("每行一项：名称 | 数量 | 保管人")),
            Field("keeper", _("保管人")), Field("place", _("保存地点")),
            Field("reason", _("登记保存的理由"), how=How.LONG), Field("approver", _("批准人")), INSPECTORS,
        ),
        _("《行政处罚法》第五十六条"), signers=2, names_inspectors=True, is_served=True,
        issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
        body=("因调查你单位涉嫌拖欠工资一案，{reason}，依据《中华人民共和国行政处罚法》第五十六条，经{approver}批准，对下列证据先行登记保存，由{keeper}在{place}保管。",
              "{items}", "本机关将在七个工作日内作出处理决定。在此期间，当事人或者有关人员不得销毁或者转移证据。"),
    ),
    PaperType(
        DocumentKind.PRESERVATION_RULING, 7, To.EMPLOYER,
        (
            Field("party", _("当事人"), fact.party), Field("list_number", _("登记保存清单文号")),
            Field("items", _("证据"), how=How.ITEMS), Field("ruling", _("处理决定"), how=How.LONG), INSPECTORS,
        ),
        _("《行政处罚法》第五十六条"), names_inspectors=True, is_served=True,
        issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
        body=("本机关以{list_number}先行登记保存的下列证据：", "{items}",
              "依据《中华人民共和国行政处罚法》第五十六条，现作出处理决定：{ruling}"),
    ),
    PaperType(
        DocumentKind.WAGE_SHEET, 8, To.INTERNAL,
        (
            Field("party", _("用人单位"), fact.party), Field("workers", _("涉及人数"), fact.workers),
            Field("verified", _("核实金额"), fact.verified), INSPECTORS,
            Field("method", _("核算依据和方法"), how=How.LONG),
            Field("confirmed_by", _("单位和劳动者确认情况"), required=False, how=How.LONG),
        ),
        _("《保障农民工工资支付条例》第十五条"), table=("party", "workers", "verified", "inspectors"),
        body=("核算依据和方法：", "{method}", "确认情况：{confirmed_by}"),
        names_inspectors=True, has_annex=True, is_sealed=False,
        receipt_line="用人单位确认（签名、盖章）：",
    ),
)  # fmt: skip
