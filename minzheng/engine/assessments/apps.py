from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Runs of the rules over the register."""

    name = "minzheng.engine.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
