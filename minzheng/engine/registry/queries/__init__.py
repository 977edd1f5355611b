"""The questions the register answers; all take a day (`as_of`) and an instant of knowledge (`known_at`)."""

from minzheng.engine.registry.queries.facts import facts_of, facts_of_household
from minzheng.engine.registry.queries.households import find_household, household_on, size_on
from minzheng.engine.registry.queries.people import find_person, id_number_of, search_by_name

__all__ = [
    "facts_of",
    "facts_of_household",
    "find_household",
    "find_person",
    "household_on",
    "id_number_of",
    "search_by_name",
    "size_on",
]
