"""Cases are seen by those they concern; what happened, what was recorded and what was decided is never changed."""

from django.db import migrations

from minzheng.engine.access.scoping import row_level_security

NEVER_CHANGED = ("cases_movement", "cases_caserecord", "cases_decision")
FUNCTION = """
CREATE FUNCTION cases_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: what happened to a case is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_never_deleted BEFORE DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_never_change();
"""
DROP_FUNCTION = "DROP TRIGGER cases_never_deleted ON cases_case; DROP FUNCTION cases_never_change();"


def never(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER cases_never_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cases_never_change()",
        f"DROP TRIGGER cases_never_change ON {table}",
    )


def seen_with_its_case(table: str) -> list[migrations.RunSQL]:
    """Whoever sees the case sees what belongs to it: the policy of the case is asked."""
    condition = f"EXISTS (SELECT FROM cases_case c WHERE c.id = {table}.case_id)"
    return [
        migrations.RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"CREATE POLICY {table}_scope ON {table} USING ({condition}) WITH CHECK ({condition})",
            f"DROP POLICY {table}_scope ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        *(never(table) for table in NEVER_CHANGED),
        *row_level_security("cases_case", service="chapter", restricted="restricted", person="person_id"),
        *(operation for table in NEVER_CHANGED for operation in seen_with_its_case(table)),
    ]
