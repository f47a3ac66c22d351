"""The one signal that crosses packages upwards."""

from django.dispatch import Signal

# Sent on commit, once per journal row. Arguments: event (casework.models.CaseEvent).
# Receivers must be quick and must not rely on being called: the journal row is the truth.
event_recorded = Signal()

# Sent when a long work (casework.models.Job) ended. Arguments: job. The row is the truth.
job_ended = Signal()
