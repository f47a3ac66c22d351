"""Cases with expired orders, listings and publications, made by real acts on the days a test names."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from casework import clock
from casework.models import BlacklistEntry, Case, CaseEvent, Employer, Publication
from casework.models.actor import Actor
from casework.vocabulary import Role
from tests import cast, factories
from workflows.dispatch import act
from workflows.models import DeskTask
from workflows.tasks import sweep_deadlines

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXT = {
    "ground": "arrears",
    "facts": "拖欠 1 名劳动者工资 9000 元。",
    "result": "已作出行政处罚决定。",
}
CHECKED = {"privacy": "不涉及国家秘密、商业秘密和个人隐私。"}


def at(text: str) -> AbstractContextManager[None]:
    """`at("2026-02-12 10:00")`: let it be this moment in Shanghai; a day alone means ten o'clock."""
    moment = datetime.fromisoformat(text if " " in text else f"{text} 10:00")
    return clock.at(moment.replace(tzinfo=SHANGHAI))


def served(on: str, place: str = cast.JINSHUI, **over: Any) -> Case:
    """Return a case of `place` whose order to pay was served on the day `on`, seven days' term."""
    choices = {key: over.pop(key) for key in ("term_days", "owed") if key in over}
    with at(on):
        complaint = factories.file_at(place, place, **over)
        return case_of(factories.advance(complaint, "served", **choices))


def expired(on: str, swept: str, place: str = cast.JINSHUI, **over: Any) -> Case:
    """Return a case whose order was served on `on` and whose expiry the timer saw on `swept`."""
    case = served(on, place, **over)
    sweep(swept)
    return factories.fresh(case)


def sweep(on: str) -> None:
    """Let the timer run on that day."""
    with at(on):
        sweep_deadlines()


def pay(case: Case, on: str, amounts: dict[int, Any] | None = None) -> None:
    """Pay all that is owed in a case, or `amounts` (claim id -> yuan)."""
    with at(on):
        factories.do("record_payments", case, case.lead, factories.payments_for(case, amounts))


def case_of(complaint: Any) -> Case:
    """Return the case of a complaint, read anew."""
    case = factories.fresh(complaint).case
    assert case is not None
    return factories.fresh(case)


def candidate(served_on: str = "2026-02-23", swept: str = "2026-03-03", **over: Any) -> Any:
    """Return the employer's entry of a listing: one worker, ¥9 000, the order unpaid; a candidate."""
    over.setdefault("workers", ["9000.00"])
    case = expired(served_on, swept, **over)
    return entry_of(case)


def entry_of(case: Case, kind: str = "employer") -> Any:
    """Return the entry of this kind of party in the case's listing, read anew."""
    return BlacklistEntry.objects.select_related("case", "group", "office__division").get(
        group__case=case.pk, party_kind=kind
    )


def again(entry: Any) -> Any:
    """Return a branch read anew."""
    related = ("case", "office__division")
    return type(entry).objects.select_related(*related).get(pk=entry.pk)


def director(entry: Any) -> Any:
    """Return the department head of the office that lists."""
    return cast.someone(entry.office, Role.DEPARTMENT_HEAD)


def credit(entry: Any) -> Any:
    """Return the credit officer of the office that lists."""
    return cast.someone(entry.office, Role.CREDIT)


def lead(entry: Any) -> Any:
    """Return the lead inspector of the case."""
    return entry.case.lead


def signed(entry: Any, on: str) -> Any:
    """Let the notice be drafted and signed that day."""
    with at(on):
        factories.do("propose_listing_notice", entry, lead(entry), {"facts": "拖欠工资 9000 元。"})
        factories.do("issue_listing_notice", entry, director(entry), {"opinion": "同意。"})
    return again(entry)


def told(entry: Any, on: str) -> Any:
    """Let the party receive its notice that day."""
    signed(entry, on)
    with at(on):
        factories.do("serve_listing_notice", entry, lead(entry), receipt(on))
    return again(entry)


def receipt(on: str) -> dict[str, str]:
    """Return form data of a direct service that day."""
    return {"mode": "direct", "served_on": on[:10], "place": "公司办公室", "receiver": "前台"}


def listed(entry: Any, notice_on: str, on: str) -> Any:
    """Tell the party, let its five days pass, and let the department head list it on the day `on`."""
    told(entry, notice_on)
    sweep(on)
    return decide(entry, on)


def decide(entry: Any, on: str) -> Any:
    """Let the department head list the party."""
    with at(on):
        factories.do("decide_listing", entry, director(entry),
                     {"facts": "拖欠工资 9000 元，责令后仍未支付。", "service_plan": "直接送达"})  # fmt: skip
    return again(entry)


def published(entry: Any, on: str, **over: Any) -> Any:
    """Let the credit officer publish it."""
    with at(on):
        factories.do("publish_listing", entry, credit(entry),
                     {"platform_receipt": "HN-2026-1", "privacy_checked": "on", **over})  # fmt: skip
    return again(entry)


def on_list(notice_on: str = "2026-03-04", on: str = "2026-03-16", **over: Any) -> Any:
    """Return a published entry: order expired 2026-03-02, listed and published on the day `on`."""
    return published(listed(candidate(**over), notice_on, on), on)


def text_file(name: str = "凭证.pdf") -> SimpleUploadedFile:
    """Return a small PDF as somebody would upload it."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF", "application/pdf")


def apply(entry: Any, on: str, who: Any = None) -> Any:
    """Let the employer apply for early removal with proof and promise."""
    with at(on):
        act("apply_for_removal", entry.pk, who or Actor.employer(),
            {"text": "工资已全部付清。", "promise": "不再拖欠。"},
            files={"proof": text_file()})  # fmt: skip
    return again(entry)


def desks_of(branch: Any) -> list[str]:
    """Return the open desks of a branch."""
    rows = DeskTask.objects.filter(branch=branch.pk, finished__isnull=True)
    return list(rows.order_by("id").values_list("node", flat=True))


def limit_of(branch: Any, rule: str) -> Any:
    """Return the latest clock of a rule of a branch."""
    return branch.deadlines.filter(rule=rule).latest("id")


def kinds_of(branch: Any) -> list[str]:
    """Return the kinds of what was journaled about a branch, in order."""
    rows = CaseEvent.objects.filter(case=branch.case_id, facts__branch=branch.pk)
    return list(rows.order_by("seq").values_list("kind", flat=True))


def known_firm(case: Case) -> None:
    """The office knows the items Order 29 asks for."""
    Employer.objects.filter(pk=case.employer_id).update(
        address="郑州市金水区东风路 1 号", legal_representative="钱老板"
    )


def decided(on: str = "2026-03-02") -> Case:
    """Return a case of 金水区 whose decision was served; time goes on by itself from `on`."""
    with at(on):
        complaint = factories.file_at(cast.JINSHUI, workers=["9000.00"])
        case = case_of(factories.advance(complaint, "decision_served"))
    known_firm(case)
    return case


def selected(case: Case, on: str, **over: Any) -> Publication:
    """Return a publication the inspector has put forward that day."""
    with at(on):
        factories.do("select_publication", case, case.lead, {**TEXT, **over})
    return again(Publication.objects.get(case=case.pk))


def shown(case: Case, on: str, **over: Any) -> Publication:
    """Return a notice approved and published on the day `on`."""
    publication = selected(case, on, **over)
    with at(on):
        factories.do("approve_publication", publication, director(publication), CHECKED)
        factories.do(
            "publish_publication", publication, credit(publication), {"outlets": "地方日报"}
        )
    return again(publication)
