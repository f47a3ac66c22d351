"""Journal and payment ledger are append-only: the database refuses to change or delete a row."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
"""

TABLES = ("casework_caseevent", "casework_payment", "casework_paymentanswer")


def _trigger(table):
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_proceedings")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION casework_append_only() CASCADE;"),
        *[
            migrations.RunSQL(_trigger(table), f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table};")
            for table in TABLES
        ],
    ]
