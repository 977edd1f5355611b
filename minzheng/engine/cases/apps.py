from django.apps import AppConfig

from minzheng.engine.cases.sealed import watch_columns


class CasesConfig(AppConfig):
    """Cases."""

    name = "minzheng.engine.cases"
    label = "cases"

    def ready(self) -> None:
        """Say which columns hold sealed values."""
        watch_columns()
