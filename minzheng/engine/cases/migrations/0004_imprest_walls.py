"""A fund is seen by its township and the county; a line follows from the one before; what was booked is never changed."""

from django.db import migrations

from minzheng.engine.access.scoping import row_level_security

NEVER_CHANGED = ("cases_imprestentry", "cases_imprestreconciliation")
FUNCTION = """
CREATE FUNCTION cases_imprest_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_serial integer := 0;
    last_balance bigint := 0;
BEGIN
    PERFORM 1 FROM cases_imprestfund WHERE id = NEW.fund_id AND division_id = NEW.division_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cases_imprestentry: the fund is of another township' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT serial, balance INTO last_serial, last_balance FROM cases_imprestentry
    WHERE fund_id = NEW.fund_id ORDER BY serial DESC LIMIT 1;
    IF NEW.serial <> coalesce(last_serial, 0) + 1 OR NEW.balance <> coalesce(last_balance, 0) + NEW.amount THEN
        RAISE EXCEPTION 'cases_imprestentry: a line follows from the one before' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_imprest_follows BEFORE INSERT ON cases_imprestentry FOR EACH ROW EXECUTE FUNCTION cases_imprest_follows();
"""
DROP_FUNCTION = "DROP TRIGGER cases_imprest_follows ON cases_imprestentry; DROP FUNCTION cases_imprest_follows();"


def never(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER cases_never_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cases_never_change()",
        f"DROP TRIGGER cases_never_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_imprest"), ("access", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        *(never(table) for table in NEVER_CHANGED),
        *(
            operation
            for table in ("cases_imprestfund", *NEVER_CHANGED)
            for operation in row_level_security(table)
        ),
    ]
