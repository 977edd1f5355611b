from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Officers, their accounts and roles; who may do and see what."""

    name = "minzheng.engine.access"
    label = "access"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Say which columns are sealed. Django's own permissions are not used: roles have a place and a day, they have neither."""
        from minzheng.engine.access.sealed import watch_columns

        watch_columns()
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
