"""What other parts put into the pages of casework: dotted paths, callable(request, record) -> {"template", "context"}."""

CASE_PAGE_PANELS = [
    "workflows.panels.next_steps",
    "workflows.counter.messages.panel",
    "workflows.panels.branches",
    "workflows.panels.deadlines",
    "workflows.case_panels.meter_panel",
    "workflows.counter.money_panel.money",
    "workflows.counter.audit.link_panel",
]
# callable(request, record, documents) -> {"make", "rows", "volumes"}: what can be done with papers.
CASE_PAGE_PAPER_ACTS = "workflows.case_panels.paper_acts"
EMPLOYER_PAGE_PANELS = [
    "workflows.counter.clusters.panel",
    "workflows.counter.merging.panel",
]
PROJECT_PAGE_PANELS = ["workflows.counter.clusters.panel"]
# callable(ids of journal rows) -> {id: list of Receipt}: who was told of an act.
TIMELINE_RECEIPTS = "notifications.evidence.by_event"
