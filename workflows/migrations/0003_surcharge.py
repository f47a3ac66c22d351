"""The state machine of additional compensation is gone: it has the states of its decision."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_law"), ("casework", "0010_money")]

    operations = [migrations.DeleteModel(name="SurchargeMachine")]
