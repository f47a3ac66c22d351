"""What complainants say in the demonstration: messages and answers, complaints about delay, ratings."""

from __future__ import annotations

from casework.models import DelayComplaint
from casework.models.actor import Actor
from casework.vocabulary import Role
from workflows.demo.matter import Matter

SAID = (
    "工头说年底才给钱，让我先签字。能签吗？",
    "我们还有三个工友也没拿到钱，可以一起吗？",
    "考勤表在班长那里，他不肯给我拍照。",
    "我换了手机号，以后打这个电话。",
)
ANSWERED = "收到。先不要签字，也不要撤回。这周我们去工地，会给您打电话。"
SLOW = "一个多月没有动静，电话也打不通。"
PROMISED = "已向承办单位了解，并要求三个工作日内把进展告诉您。"


def say(m: Matter) -> None:
    """The complainant writes."""
    m.do("add_message", Actor.complainant(), {"text": m.rng.choice(SAID)})


def answer(m: Matter) -> None:
    """The lead reads and answers."""
    m.do("reply", m.lead(), {"text": ANSWERED})


def urge(m: Matter) -> None:
    """The complainant turns to the office above."""
    m.do("complain_delay", Actor.complainant(), {"text": SLOW})


def answer_urging(m: Matter) -> None:
    """The supervisor of the office above answers."""
    delay = DelayComplaint.objects.select_related("office").get(
        complaint=m.complaint.pk, answered_at__isnull=True
    )
    m.do("answer_delay", m.staff.actor(delay.office, Role.SUPERVISOR), {"text": PROMISED})


def rate(m: Matter) -> None:
    """The complainant says how it was handled."""
    score = m.rng.choice((5, 5, 5, 4, 4, 3, 2))
    m.do("rate", Actor.complainant(), {"score": score, "text": "" if score < 5 else "谢谢你们。"})
