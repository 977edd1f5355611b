"""The verbs of the register. Each is one transaction and refuses in Chinese."""

from minzheng.engine.registry.actions.declarations import Declared, declare_facts, end_declared
from minzheng.engine.registry.actions.facts import correct_fact, enter_fact, withdraw_fact
from minzheng.engine.registry.actions.households import (
    add_asset,
    add_bank_account,
    add_member,
    add_obligor,
    end_membership,
    move_household,
    open_household,
)
from minzheng.engine.registry.actions.people import add_person, rename_person
from minzheng.engine.registry.actions.sources import record_source

__all__ = [
    "Declared",
    "add_asset",
    "add_bank_account",
    "add_member",
    "add_obligor",
    "add_person",
    "correct_fact",
    "declare_facts",
    "end_declared",
    "end_membership",
    "enter_fact",
    "move_household",
    "open_household",
    "record_source",
    "rename_person",
    "withdraw_fact",
]
