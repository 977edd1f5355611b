from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """What was granted: to whom, from when until when, how much a month."""

    name = "minzheng.engine.awards"
    label = "awards"
    verbose_name = "在享待遇"
