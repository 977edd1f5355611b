"""Let the application refresh the planner's statistics after a large import; ANALYZE itself belongs to the owner."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION registry_refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
                AND (tablename LIKE 'registry\\_%' OR tablename LIKE 'awards\\_%') LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_obligor_name")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION registry_refresh_statistics()")]
