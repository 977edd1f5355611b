"""What the register seals: identity numbers, phones, account numbers, each bound to its row."""

from minzheng.engine.database.sealed_values import index_of, key_ring, open_value, seal_column, watch
from minzheng.engine.registry.types import Sealed

__all__ = ["index_of", "key_ring", "open_value", "seal_column"]

for _column in Sealed:
    watch(_column)
