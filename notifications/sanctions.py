"""Who is told of amounts, listings and publications; the words are those of `recipients`."""

from __future__ import annotations

from casework.vocabulary import EventKind

LEAD, SECOND, HEADS, CITY = "lead", "second", "heads", "city"
ABOVE = "above"
"""Supervisors and department heads of the offices an event names beside the owner."""
DIRECTORS, CREDIT, PROVINCE = "directors", "credit", "province"
"""Department heads and credit officers of the owner office; supervisors of city and province."""

TOLD: dict[str, tuple[str, ...]] = {
    EventKind.THRESHOLD_CROSSED: (LEAD, SECOND, HEADS, ABOVE),
    EventKind.THRESHOLD_LEFT: (LEAD, HEADS, ABOVE),
    EventKind.LISTING_OPENED: (LEAD, SECOND, HEADS, DIRECTORS, ABOVE),
    EventKind.LISTING_INCIDENT_FLAGGED: (HEADS, DIRECTORS, CITY),
    EventKind.LISTING_NOTICE_PROPOSED: (DIRECTORS,),
    EventKind.LISTING_NOTICE_RETURNED: (LEAD,),
    EventKind.LISTING_NOTICE_ISSUED: (LEAD,),
    EventKind.LISTING_NOTICE_LATE: (LEAD, SECOND, HEADS, DIRECTORS, CITY),
    EventKind.LISTING_OBJECTED: (LEAD, SECOND, DIRECTORS),
    EventKind.LISTING_COMMENTED: (LEAD,),
    EventKind.LISTING_OBJECTION_ANSWERED: (LEAD,),
    EventKind.LISTING_OBJECTION_TIME_OVER: (LEAD, DIRECTORS),
    EventKind.LISTING_PROMISED: (LEAD, DIRECTORS),
    EventKind.LISTING_NOT_LISTED: (LEAD,),
    EventKind.LISTING_LISTED: (LEAD, CREDIT, CITY),
    EventKind.LISTING_REMOVAL_REQUESTED: (LEAD, DIRECTORS),
    EventKind.LISTING_REMOVAL_REFUSED: (LEAD,),
    EventKind.LISTING_REMOVED_EARLY: (LEAD, CREDIT),
    EventKind.LISTING_RESTORED: (LEAD, CREDIT),
    EventKind.LISTING_GROUND_ANNULLED: (LEAD, HEADS, DIRECTORS, CREDIT, CITY),
    EventKind.LISTING_REVOKED: (LEAD, CREDIT, CITY),
    EventKind.LISTING_EXPIRED: (CREDIT,),
    EventKind.LISTING_STILL_SHOWN: (CREDIT, DIRECTORS, PROVINCE),
    EventKind.PUBLICATION_SELECTED: (DIRECTORS,),
    EventKind.PUBLICATION_RETURNED: (LEAD,),
    EventKind.PUBLICATION_APPROVED: (CREDIT,),
    EventKind.PUBLICATION_OBJECTED: (LEAD, DIRECTORS, CREDIT),
    EventKind.PUBLICATION_OBJECTION_UPHELD: (LEAD, CREDIT),
    EventKind.PUBLICATION_DECISION_CHANGED: (LEAD, CREDIT, DIRECTORS),
}
