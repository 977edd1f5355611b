from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Background jobs and the heartbeats of periodic ones."""

    name = "minzheng.engine.work"
    label = "work"
    verbose_name = "后台任务"
