"""Moves of the list of dishonest employers and of publication; the sweep itself opens candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework import clock
from casework.law.money import grouped
from casework.models import BlacklistEntry, Publication
from casework.models.actor import Actor
from casework.vocabulary import ListingState as S
from casework.vocabulary import PublicationGround
from workflows.demo.matter import Matter, Move
from workflows.demo.sanctions import received
from workflows.demo.scans import scan

PERSONAL = "不涉及国家秘密、商业秘密，已隐去个人信息。"


def parties(m: Matter, *states: str) -> list[BlacklistEntry]:
    """Return the parties of the matter's listing in these states, the employer first."""
    rows = BlacklistEntry.objects.filter(group__case=m.case.pk).order_by("pk")
    found = list(rows.filter(state__in=states) if states else rows)
    assert found, f"no listing of case {m.case.number} is {states}: {[(e.state) for e in rows]}"
    return found


def _said(m: Matter) -> str:
    crossing = parties(m)[0].group.crossing
    assert crossing is not None
    return (f"拖欠 {crossing.workers} 名劳动者工资共计 {grouped(crossing.unpaid_yuan)} 元，"
            "经责令限期支付，期满仍未支付。")  # fmt: skip


def propose(m: Matter) -> None:
    for entry in parties(m, S.CANDIDATE):
        m.on_branch("propose_listing_notice", entry, m.lead(), {"facts": _said(m)})


def sign(m: Matter) -> None:
    for entry in parties(m, S.CANDIDATE):
        m.on_branch("issue_listing_notice", entry, m.director(), {"opinion": "同意告知。"})


def tell(m: Matter) -> None:
    for entry in parties(m, S.CANDIDATE):
        m.on_branch("serve_listing_notice", entry, m.lead(), received(m))


def object_(m: Matter) -> None:
    """The employer objects by its own page within the five days."""
    m.on_branch("object_to_listing", parties(m, S.NOTIFIED)[0], Actor.employer(),
                {"text": "已与多数工人达成分期支付协议，请求不列入。"})  # fmt: skip


def dismiss(m: Matter) -> None:
    for entry in parties(m, S.OBJECTED):
        m.on_branch("answer_objection", entry, m.director(), {
            "upheld": "no", "result": "分期协议没有履行，异议不成立，继续列入程序。"})  # fmt: skip


def person_objects(m: Matter) -> None:
    """The last party, the legal representative, says the post was left before the arrears."""
    m.on_branch("object_to_listing", parties(m, S.NOTIFIED)[-1], m.lead(), {
        "text": "本人在欠薪发生前已经不再担任法定代表人，附变更登记。",
        "received_on": clock.today().isoformat(),
    })  # fmt: skip


def uphold(m: Matter) -> None:
    for entry in parties(m, S.OBJECTED):
        m.on_branch("answer_objection", entry, m.director(), {
            "upheld": "yes", "result": "经核实变更登记属实，异议成立，不再列入。"})  # fmt: skip


def promise(m: Matter) -> None:
    for entry in parties(m, S.CANDIDATE, S.NOTIFIED):
        m.on_branch("promise_correction", entry, Actor.employer(),
                    {"text": "承诺今后按月足额支付工资，不再拖欠。"})  # fmt: skip


def spare(m: Matter) -> None:
    for entry in parties(m, S.CANDIDATE, S.NOTIFIED):
        m.on_branch("decide_not_listing", entry, m.director(),
                    {"reason": "决定前已付清全部工资并书面承诺，依照第七条不予列入。"})  # fmt: skip


def list_(m: Matter) -> None:
    for entry in parties(m, S.NOTIFIED):
        m.on_branch("decide_listing", entry, m.director(), {
            "facts": _said(m), "service_plan": "三日内由两名监察员直接送达当事人。"})  # fmt: skip


def publish(m: Matter) -> None:
    for entry in parties(m, S.LISTED):
        m.on_branch("publish_listing", entry, m.credit(), {
            "platform_receipt": f"演示-{m.rng.randrange(10**6):06d}", "privacy_checked": "on",
            "other_sites": "示例信用网站",
        })  # fmt: skip


def apply_for_removal(m: Matter) -> None:
    m.on_branch("apply_for_removal", parties(m, S.PUBLISHED)[0], Actor.employer(), {
        "text": "工资已全部付清满六个月，申请提前移出。",
        "promise": "承诺今后按月足额支付工资，不再拖欠。",
    }, files={"proof": scan("付清证明.pdf")})  # fmt: skip


def refuse_removal(m: Matter) -> None:
    for entry in parties(m, S.REMOVAL_REQUESTED):
        m.on_branch("refuse_removal", entry, m.director(),
                    {"reason": "提交的付款证明不完整，请补齐后重新申请。"})  # fmt: skip


def grant_removal(m: Matter) -> None:
    m.on_branch("grant_removal", parties(m, S.REMOVAL_REQUESTED)[0], m.director(),
                {"reason": "已改正满六个月并书面承诺，符合提前移出条件。"})  # fmt: skip


def revoke(m: Matter) -> None:
    """The order to pay was annulled, so the listing falls with it."""
    m.on_branch("revoke_listing", parties(m, S.LISTED, S.PUBLISHED)[0], m.director(), {
        "annulled_on": clock.today().isoformat(), "reason": "责令支付的指令书已被复议决定撤销。"})  # fmt: skip


def clear_platform(m: Matter) -> None:
    """Take the employer off the first site that still shows it."""
    entry = parties(m, S.REMOVED_EARLY, S.REVOKED)[0]
    _clear(m, entry, entry.sites.filter(cleared_on__isnull=True).order_by("id")[:1])


def clear_everywhere(m: Matter) -> None:
    for entry in parties(m, S.REMOVED_EARLY, S.REVOKED):
        _clear(m, entry, entry.sites.filter(cleared_on__isnull=True).order_by("id"))


def _clear(m: Matter, entry: BlacklistEntry, sites: Any) -> None:
    for site in sites:
        m.on_branch("clear_site", entry, m.credit(), {
            "site": site.pk, "cleared_on": clock.today().isoformat(), "clearance": "已核对，页面已撤下"})  # fmt: skip


# --- Publication (Order 29)


def publication(m: Matter) -> Publication:
    """Return the publication of the case."""
    return Publication.objects.filter(case=m.case.pk).latest("pk")


def select_publication(m: Matter) -> None:
    m.on_case("select_publication", m.lead(), {
        "ground": PublicationGround.ARREARS, "is_penalty": "on",
        "facts": f"拖欠 {m.case.worker_count} 名劳动者工资共计 {grouped(m.case.verified_yuan)} 元。",
        "result": "责令限期支付，期满仍未支付，已依法作出行政处理决定和行政处罚决定。",
    })  # fmt: skip


def _by(who: Callable[[Matter], Actor], code: str, **data: str) -> Move:
    def move(m: Matter) -> None:
        m.on_branch(code, publication(m), who(m), data)

    return move


approve_publication = _by(Matter.director, "approve_publication", privacy=PERSONAL)
publish_publication = _by(Matter.credit, "publish_publication", outlets="示例日报")
keep_publication = _by(Matter.director, "answer_publication_objection", upheld="no",
                       result="公布内容与已生效的决定一致，维持公布。")  # fmt: skip
uphold_publication = _by(Matter.director, "answer_publication_objection", upheld="yes",
                         result="公布的人数有误，应当更正。")  # fmt: skip
correct_publication = _by(Matter.credit, "correct_publication",
                          text="更正：涉及的劳动者人数以行政处理决定书附表为准。")  # fmt: skip
give_up_publication = _by(Matter.director, "give_up_publication",
                          reason="公布前已全部履行，情节不再属于应当公布的情形。")  # fmt: skip


def object_to_publication(m: Matter) -> None:
    m.on_branch("object_to_publication", publication(m), Actor.employer(),
                {"text": "公布的人数与决定书附表不一致，请求更正。"})  # fmt: skip
