from minzheng.engine.registry.models.divisions import Division
from minzheng.engine.registry.models.facts import Fact, FactName
from minzheng.engine.registry.models.holdings import Asset, BankAccount
from minzheng.engine.registry.models.people import Household, Membership, Obligor, Person
from minzheng.engine.registry.models.sources import Source

__all__ = [
    "Asset",
    "BankAccount",
    "Division",
    "Fact",
    "FactName",
    "Household",
    "Membership",
    "Obligor",
    "Person",
    "Source",
]
