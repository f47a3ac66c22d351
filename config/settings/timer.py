"""What the timer sends, and how often."""

from __future__ import annotations

# name: (task, every so many seconds); a run that could not start in time is left out, not queued up
_BEAT = {
    "relay": ("notifications.tasks.relay", 5),
    "retry": ("notifications.tasks.retry", 15),
    "sweep": ("workflows.tasks.sweep_deadlines", 60),
    "purge": ("workflows.tasks.purge_drafts", 86_400),
    "volumes": ("workflows.tasks.make_document_volumes", 60),
    "figures": ("workflows.tasks.make_public_figures", 21_600),
    "pictures": ("workflows.tasks.make_document_pictures", 60),
    "tick": ("config.tasks.tick", 30),
    "jobs": ("workflows.tasks.sweep_jobs", 15),
    "figure-reports": ("workflows.tasks.make_figure_reports", 1800),
    "conduct": ("workflows.tasks.sweep_conduct", 1800),
    "clusters": ("workflows.tasks.watch_clusters", 300),
    "risk": ("workflows.tasks.make_risk_scores", 3600),
    "paths": ("workflows.tasks.refresh_paths", 60),
}
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, (task, seconds) in _BEAT.items()
}
