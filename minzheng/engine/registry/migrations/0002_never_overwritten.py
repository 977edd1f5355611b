"""What was recorded stays: the application may stop believing a row, never change or delete it."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION registry_only_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    superseded timestamptz := NEW.superseded_at;
BEGIN
    NEW.superseded_at := OLD.superseded_at;
    IF NEW IS DISTINCT FROM OLD OR OLD.superseded_at < timestamptz '9999-01-01 00:00:00+00' THEN
        RAISE EXCEPTION '%: a recorded row may only be superseded, once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.superseded_at := superseded;
    RETURN NEW;
END $$;

CREATE FUNCTION registry_never_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: a recorded row is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION registry_only_supersede(); DROP FUNCTION registry_never_delete();"

SUPERSEDED_ONLY = ("registry_fact", "registry_membership", "registry_obligor", "registry_asset", "registry_bankaccount")
NEVER_DELETED = (*SUPERSEDED_ONLY, "registry_person", "registry_household", "registry_source")


def guard(table: str, event: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {function} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {function} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *(guard(table, "UPDATE", "registry_only_supersede") for table in SUPERSEDED_ONLY),
        *(guard(table, "DELETE", "registry_never_delete") for table in NEVER_DELETED),
    ]
