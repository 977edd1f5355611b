"""Every fact, declared once. Forms, rules, letters, import columns, masks and the reference are derived from here.

A number is stored in the database and never given to another fact; a name is what rules, layouts and cases write.
"""

from minzheng.engine.registry.facts.asset import ASSET
from minzheng.engine.registry.facts.household import HOUSEHOLD
from minzheng.engine.registry.facts.items import EXPENSE, INCOME
from minzheng.engine.registry.facts.member import MEMBER
from minzheng.engine.registry.facts.obligor import OBLIGOR
from minzheng.engine.registry.facts.retention import Retention
from minzheng.kernel.facts import Fact

FACTS: dict[str, Fact] = {fact.name: fact for fact in (*HOUSEHOLD, *MEMBER, *INCOME, *EXPENSE, *ASSET, *OBLIGOR)}
"""All declared facts by name."""

BY_NUMBER: dict[int, Fact] = {fact.number: fact for fact in FACTS.values()}
"""All declared facts by their number in the database."""

STRUCTURAL = frozenset(
    {"relation", "income_kind", "expense_kind", "asset_kind", "obligor_relation", "supported_member"}
)
"""Facts that the structure of the register says (a membership, an item's key, a kind column): never stored as facts."""

FROM_GRANTS = frozenset(
    {"receives_dibao", "receives_destitute_support", "granted_amount", "months_not_applied", "exit_month"}
)
"""Facts that grants in force say: never stored as facts."""

STORED: dict[str, Fact] = {name: fact for name, fact in FACTS.items() if name not in STRUCTURAL | FROM_GRANTS}
"""Facts that may be entered."""

__all__ = ["BY_NUMBER", "FACTS", "FROM_GRANTS", "STORED", "STRUCTURAL", "Retention"]
