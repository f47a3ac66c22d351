"""What the timer looks for, one module per subject; called by `workflows.tasks.sweep_deadlines`."""
