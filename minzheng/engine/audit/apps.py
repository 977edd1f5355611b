from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when, from where and why; appended, sealed, never changed."""

    name = "minzheng.engine.audit"
    label = "audit"
    verbose_name = "审计"
