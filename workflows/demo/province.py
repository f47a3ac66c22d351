"""Play the invented province: all matters in one stream of time, the timer's sweep every morning."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from django.apps import apps
from django.db import connection
from django.utils import timezone

from casework import clock
from casework.models import Complaint, Division, Employer, Office
from casework.models.actor import Actor
from casework.vocabulary import Channel, DivisionLevel, Role
from workflows.demo import names
from workflows.demo.filings import MARK, as_report, invent
from workflows.demo.firms import Firms
from workflows.demo.matter import Diary, Matter, working_days_until
from workflows.demo.people import SHOWN, Staff, hire_all
from workflows.demo.stories import STORIES, deck
from workflows.demo.story import Story
from workflows.dispatch import file_complaint
from workflows.tasks import sweep_deadlines

SHOWN_WINDOW = "商水县"
SHOWN_SHARE = 0.04
WEIGHTS = {"郑州市": 3.0, "洛阳市": 1.6, "南阳市": 1.5, "周口市": 1.4, "商丘市": 1.3, "信阳市": 1.3}
SWEEP_AT = time(7, 30)
STATISTICS_EVERY = 200
Told = Callable[[str], None]


@dataclass
class Plan:
    """One matter before it is played: where, how it goes, and its own random source."""

    rng: Random
    story: Story
    site: Division
    window: Office | None
    gaps: list[int]
    diary: Diary


@dataclass
class Played:
    """What came of it, for the command and its tests."""

    stories: Counter[str]
    shown: list[tuple[Complaint, str]]
    swept: int = 0


def play(count: int, seed: int, tell: Told) -> Played:
    """File and handle `count` matters of the last months up to now. The caller holds a transaction."""
    now = timezone.localtime(clock.now())
    staff = hire_all(seed)
    played = Played(Counter(), [])
    firms = Firms()
    queue: list[tuple[datetime, int, int]] = []
    plans = _plans(count, seed, now)
    for number, plan in enumerate(plans):
        heapq.heappush(queue, (plan.diary.start(sum(plan.gaps)), number, 0))
    matters: dict[int, Matter] = {}
    morning = _morning_after(queue[0][0]) if queue else now
    done = turn = 0
    while queue:
        turn += 1
        if turn % STATISTICS_EVERY == 0:
            _refresh_statistics()
        moment, number, step = heapq.heappop(queue)
        while morning < moment:
            played.swept += _sweep(morning)
            morning = _morning_after(morning)
        plan = plans[number]
        with clock.at(moment):
            if step == 0:
                matters[number] = _file(plan, staff, firms)
            else:
                plan.story.steps[step - 1][0](matters[number])
        if step < len(plan.story.steps):
            heapq.heappush(queue, (plan.diary.later(plan.gaps[step]), number, step + 1))
        else:
            played.stories[plan.story.name] += 1
            done += 1
            if done % 50 == 0:
                tell(f"{done}/{count}")
    while morning <= now:
        played.swept += _sweep(morning)
        morning = _morning_after(morning)
    played.shown = _shown(matters)
    return played


def _plans(count: int, seed: int, now: datetime) -> list[Plan]:
    """Draw every matter; more matters on top of earlier ones are others than those."""
    earlier = Complaint.objects.filter(external_source=MARK).count()
    source = Random(f"{seed}:{earlier}:{count}")  # noqa: S311  invented data, not secrets
    sites = list(
        Division.objects.filter(
            level__in=[DivisionLevel.COUNTY, DivisionLevel.ZONE], valid_to__isnull=True
        ).select_related("parent").order_by("code")
    )  # fmt: skip
    weights = [WEIGHTS.get(site.parent.name, 1.0) if site.parent else 1.0 for site in sites]
    shown = next(site for site in sites if site.name == SHOWN)
    windows = {o.division_id: o for o in Office.objects.select_related("division")}
    shown_window = next(o for o in windows.values() if o.division.name == SHOWN_WINDOW)
    working_days = working_days_until(now)
    plans = []
    told: set[str] = set()
    for number, story in enumerate(deck(count, source)):
        rng = Random(f"{seed}:{earlier}:{number}:{story.name}")  # noqa: S311
        at_shown = number < 2 or rng.random() < SHOWN_SHARE
        if count >= len(STORIES) * 3 and story.name not in told:
            at_shown = True  # the demo accounts of this county meet every state
            told.add(story.name)
        site = shown if at_shown else rng.choices(sites, weights)[0]
        window = None
        if story.away:
            other = windows[rng.choice(sites).pk]
            window = shown_window if at_shown or other.division_id == site.pk else other
        if story.near:
            near = [one for one in sites if one.parent_id == site.parent_id and one.pk != site.pk]
            window = windows[rng.choice(near or sites).pk]
        plans.append(Plan(rng, story, site, window, story.gaps(rng), Diary(rng, working_days, now)))
    return plans


def _file(plan: Plan, staff: Staff, firms: Firms) -> Matter:
    """File through the door of its channel: a clerk at the window, else the complainant or import."""
    story = plan.story
    filing = invent(plan.rng, plan.site, clock.today(), old=story.old, grave=story.grave,
                    group=story.group)  # fmt: skip
    filing = firms.meet(filing, story, plan.site, plan.rng)
    if story.report:
        filing = as_report(filing)
    window = plan.window
    if window is not None:
        filing = replace(filing, channel=Channel.WINDOW)
    elif filing.channel in (Channel.WINDOW, Channel.PHONE):
        window = plan.site.offices.filter(closed_on__isnull=True).first()
    if window is not None:
        actor = staff.actor(window, Role.CLERK)
    elif filing.channel == Channel.WEB:
        actor = Actor.complainant()
    else:
        actor = Actor.system()
    complaint, code = file_complaint(filing, actor, office=window)
    if filing.uscc:
        _register(filing.uscc)
    return Matter(
        plan.rng, staff, complaint, code, filing,
        lead_index=0 if plan.rng.random() < 0.6 else plan.rng.randrange(4),
        choices=dict(story.choices),
    )  # fmt: skip


def _register(uscc: str) -> None:
    """Put the legal representative on file, as the company register names one for each code."""
    person = names.person(Random(uscc))  # noqa: S311  a name, not a secret
    rows = Employer.objects.filter(uscc=uscc, legal_representative="")
    rows.update(legal_representative=person)


def _sweep(morning: datetime) -> int:
    with clock.at(morning):
        return sweep_deadlines()


def _refresh_statistics() -> None:
    """Let the planner know what has been written: nobody else sees the rows of this transaction."""
    models = [*apps.get_app_config("casework").get_models(),
              *apps.get_app_config("workflows").get_models()]  # fmt: skip
    names_ = {connection.ops.quote_name(model._meta.db_table) for model in models}
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(names_))}")


def _morning_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), SWEEP_AT, moment.tzinfo)


def _shown(matters: dict[int, Matter]) -> list[tuple[Complaint, str]]:
    """Pick a few matters with their query codes, one per state, for trying the tracking page."""
    found: dict[str, tuple[Complaint, str]] = {}
    for _, matter in sorted(matters.items()):
        state = matter.complaint.case.state if matter.complaint.case else matter.complaint.state
        found.setdefault(state, (matter.complaint, matter.query_code))
    wanted = (
        "served",
        "ordered",
        "investigating",
        "filed",
        "supplement",
        "transferred_out",
        "closed",
    )
    return [found[state] for state in wanted if state in found][:4]
