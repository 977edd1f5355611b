"""What was told stays: letters are closed, notices taken down, objections handled, once; nothing is changed or deleted."""

from django.db import migrations

from minzheng.engine.access.scoping import row_level_security
from minzheng.engine.notices.masking import KEYS

FUNCTIONS = """
CREATE FUNCTION notices_only_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV OR to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL THEN
        RAISE EXCEPTION '%: what was told may only be closed, once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION notices_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: what was told is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION notices_only_close(); DROP FUNCTION notices_never_change();"

# The columns that say how a row ended, the instant first.
CLOSED_BY = {
    "notices_letter": ("closed_at", "closed_by", "closed_reason", "superseded_by_id"),
    "notices_publicnotice": ("taken_down_at", "taken_down_by", "taken_down_reason"),
    "notices_objection": ("handled_at", "handled_by", "result", "conclusion"),
}
NEVER_CHANGED = ("notices_delivery", "notices_evidence", "notices_templatesource")


def close_only(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    arguments = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER notices_only_close BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION notices_only_close({arguments});"
        f"CREATE TRIGGER notices_never_change BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION notices_never_change();",
        f"DROP TRIGGER notices_only_close ON {table}; DROP TRIGGER notices_never_change ON {table};",
    )


def never(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER notices_never_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION notices_never_change()",
        f"DROP TRIGGER notices_never_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *(close_only(table, columns) for table, columns in CLOSED_BY.items()),
        *(never(table) for table in NEVER_CHANGED),
        # Public content holds what a masking policy lets through, and no other key.
        migrations.RunSQL(
            "ALTER TABLE notices_publicnotice ADD CONSTRAINT notices_notice_content_masked"
            f" CHECK (content - ARRAY[{', '.join(repr(key) for key in KEYS)}] = '{{}}'::jsonb)",
            "ALTER TABLE notices_publicnotice DROP CONSTRAINT notices_notice_content_masked",
        ),
        *row_level_security("notices_letter", division="division", person="addressee_person"),
    ]
