"""What other parts put into the pages of casework: dotted paths, callable(request, record) -> {"template", "context"}."""

CASE_PAGE_PANELS = [
    "workflows.panels.next_steps",
    "workflows.panels.branches",
    "workflows.panels.deadlines",
    "workflows.case_panels.meter_panel",
    "workflows.case_panels.papers_panel",
    "workflows.counter.money_panel.money",
]
EMPLOYER_PAGE_PANELS = [
    "workflows.counter.merging.panel",
]
# callable(ids of journal rows) -> {id: list of Receipt}: who was told of an act.
TIMELINE_RECEIPTS = "notifications.evidence.by_event"
