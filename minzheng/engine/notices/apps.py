from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told: letters, public notices, messages."""

    name = "minzheng.engine.notices"
    label = "notices"
    verbose_name = "文书与公示"

    def ready(self) -> None:
        """Say which columns hold sealed values."""
        from minzheng.engine.notices.sealed import watch_columns

        watch_columns()
