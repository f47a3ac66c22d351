"""Several operations of one migration as one step: the models are rendered once, not per operation.

Django renders a model's whole neighbourhood anew after each operation; here everything is a
neighbour of everything, so a hundred single `CreateModel`s would cost half a minute.
"""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Create or add what no other operation of the group must read: each one sees the models as
    they are before the whole group and after it."""

    def __init__(self, *operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, list(self.operations), {}

    @property
    def reversible(self):
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # rendered again when first asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)
