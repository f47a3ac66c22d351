"""What the clock does by itself, one module per subject; called from `workflows.tasks`."""
