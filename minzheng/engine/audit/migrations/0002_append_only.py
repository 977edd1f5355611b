"""Events and seals are added, never changed: by grant for the application, by trigger for whoever owns the tables."""

from django.db import migrations

# The place in the chain is the database's to say, whatever is given.
PLACE = """
CREATE FUNCTION audit_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.cluster := (SELECT system_identifier FROM pg_control_system());
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER audit_place BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_place();
"""
DROP_PLACE = "DROP TRIGGER audit_place ON audit_event; DROP FUNCTION audit_place();"
GUARDS = """
CREATE FUNCTION audit_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: an audit record is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_never_change BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_never_change();
CREATE TRIGGER audit_never_change BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_never_change();
"""
DROP_GUARDS = """
DROP TRIGGER audit_never_change ON audit_event;
DROP TRIGGER audit_never_change ON audit_seal;
DROP FUNCTION audit_never_change();
"""
GRANTS = """
DO $$ DECLARE role text; BEGIN
    FOR role IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'audit_event' AND grantee <> current_user AND grantee <> 'PUBLIC'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, audit_seal FROM %I', role);
    END LOOP;
END $$;
"""
# Whose data a list showed; most events show nobody's.
PERSONS = """
CREATE INDEX audit_event_persons ON audit_event USING gin ((detail -> 'persons') jsonb_path_ops) WHERE detail ? 'persons'
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(PLACE, DROP_PLACE),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(PERSONS, "DROP INDEX audit_event_persons"),
    ]
