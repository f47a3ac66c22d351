"""The ledgers beside that of wages are append-only too: the database refuses to change a row."""

from django.db import migrations

TABLES = ("casework_extrapayment", "casework_surchargepayment", "casework_recoursereceipt")


def _trigger(table):
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_money")]

    operations = [
        migrations.RunSQL(_trigger(table), f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table};")
        for table in TABLES
    ]
