from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    """People, households, bodies and what is known about them."""

    name = "minzheng.engine.registry"
    label = "registry"
    verbose_name = "登记与事实库"

    def ready(self) -> None:
        """Keep the reference tables (divisions, fact names) in step with the release after every migration."""
        from minzheng.engine.registry.reference_data import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="registry.reference_data")
