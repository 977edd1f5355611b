from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Ledger files on their way into the register: read, checked, confirmed, undone."""

    name = "minzheng.engine.ledgers"
    label = "ledgers"
    verbose_name = "台账导入"
