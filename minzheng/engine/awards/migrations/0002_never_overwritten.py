"""A recorded grant stays: it may only be superseded."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER registry_only_supersede BEFORE UPDATE ON awards_grant
    FOR EACH ROW EXECUTE FUNCTION registry_only_supersede();
CREATE TRIGGER registry_never_delete BEFORE DELETE ON awards_grant
    FOR EACH ROW EXECUTE FUNCTION registry_never_delete();
"""
DROP_GUARDS = """
DROP TRIGGER registry_only_supersede ON awards_grant;
DROP TRIGGER registry_never_delete ON awards_grant;
"""


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial"), ("registry", "0002_never_overwritten")]

    operations = [migrations.RunSQL(GUARDS, DROP_GUARDS)]
