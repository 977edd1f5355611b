"""Results by run: partitions that the application fills once and can never change."""

from django.db import migrations

HOUSEHOLD = """
CREATE TABLE assessments_householdresult (
    run_id bigint NOT NULL, household_id bigint NOT NULL, division bigint NOT NULL, members smallint NOT NULL, size smallint NOT NULL, result smallint NOT NULL,
    notice smallint NOT NULL, monthly_income bigint NOT NULL, income_per_head bigint NOT NULL, dibao_base bigint NOT NULL,
    dibao_uplift bigint NOT NULL, single_amount bigint NOT NULL, destitute_amount bigint NOT NULL, failed_dibao bigint NOT NULL,
    failed_edge bigint NOT NULL, failed_rigid bigint NOT NULL
) PARTITION BY LIST (run_id);
"""
PERSON = """
CREATE TABLE assessments_personresult (
    run_id bigint NOT NULL, person_id bigint NOT NULL, household_id bigint NOT NULL, ground smallint NOT NULL, benefit smallint NOT NULL,
    amount bigint NOT NULL
) PARTITION BY LIST (run_id);
"""
# The application role owns nothing and creates nothing. These two functions run as the owner: the first makes empty tables the
# application may fill, the second indexes and attaches them and takes the right to write away.
OPEN = """
CREATE FUNCTION assessments_open_run(run bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TABLE assessments_householdresult_%s (LIKE assessments_householdresult)', run);
    EXECUTE format('CREATE TABLE assessments_personresult_%s (LIKE assessments_personresult)', run);
    EXECUTE format('REVOKE ALL ON assessments_householdresult_%1$s, assessments_personresult_%1$s FROM %2$I', run, session_user);
    EXECUTE format('GRANT SELECT, INSERT ON assessments_householdresult_%1$s, assessments_personresult_%1$s TO %2$I', run, session_user);
END $$;
"""
CLOSE = """
CREATE FUNCTION assessments_close_run(run bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('REVOKE INSERT ON assessments_householdresult_%1$s, assessments_personresult_%1$s FROM %2$I', run, session_user);
    EXECUTE format('ALTER TABLE assessments_householdresult_%s ADD PRIMARY KEY (run_id, household_id), ADD CHECK (run_id = %s)', run, run);
    EXECUTE format('ALTER TABLE assessments_personresult_%s ADD PRIMARY KEY (run_id, person_id), ADD CHECK (run_id = %s)', run, run);
    EXECUTE format('ALTER TABLE assessments_householdresult ATTACH PARTITION assessments_householdresult_%s FOR VALUES IN (%s)', run, run);
    EXECUTE format('ALTER TABLE assessments_personresult ATTACH PARTITION assessments_personresult_%s FOR VALUES IN (%s)', run, run);
END $$;
"""
# The parent tables and the runs are read and (runs) added to, never changed.
GRANTS = """
DO $$ DECLARE role text; BEGIN
    FOR role IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'assessments_run' AND grantee <> current_user AND grantee <> 'PUBLIC'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON assessments_run FROM %I', role);
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON assessments_householdresult, assessments_personresult FROM %I', role);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION assessments_open_run(bigint), assessments_close_run(bigint) FROM PUBLIC;
DO $$ DECLARE role text; BEGIN
    FOR role IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'assessments_run' AND grantee <> current_user AND grantee <> 'PUBLIC'
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION assessments_open_run(bigint), assessments_close_run(bigint) TO %I', role);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunSQL(HOUSEHOLD, "DROP TABLE assessments_householdresult"),
        migrations.RunSQL(PERSON, "DROP TABLE assessments_personresult"),
        migrations.RunSQL(OPEN, "DROP FUNCTION assessments_open_run(bigint)"),
        migrations.RunSQL(CLOSE, "DROP FUNCTION assessments_close_run(bigint)"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
