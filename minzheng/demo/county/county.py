"""The demo county as arrays: generated from three numbers, the same on every machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.composition import Composition, Kind, compose
from minzheng.demo.county.destitution import destitution_facts, orphan_facts
from minzheng.demo.county.draws import Draws, Ints, Mask, streams
from minzheng.demo.county.health import health_facts
from minzheng.demo.county.holdings import holdings
from minzheng.demo.county.incomes import incomes
from minzheng.demo.county.items import Items
from minzheng.demo.county.means import Means, means
from minzheng.demo.county.names import ethnicities, full_names, peoples, surnames
from minzheng.demo.county.numbers import accounts, calendar, identity_numbers, phones
from minzheng.demo.county.obligors import obligors
from minzheng.demo.county.places import Villages, villages
from minzheng.demo.county.relations import relations, through_son
from minzheng.demo.county.residents import Residents, residents
from minzheng.demo.county.schooling import schooling_facts
from minzheng.demo.county.spending import spending
from minzheng.demo.county.status import status_facts
from minzheng.kernel.codes import SEX, SINGLE_BASIS

Texts = NDArray[np.str_]
Facts = Mapping[str, Ints]

_HAS_PHONE = 9_000
_GROUPS, _DOORS = 12, 90


@dataclass(frozen=True)
class Households:
    """Households, ordered by village and number. `village` is the position in `County.villages`."""

    village: Ints
    numbers: Texts
    addresses: Texts
    accounts: Texts
    facts: Facts


@dataclass(frozen=True)
class Persons:
    """Members, household after household; `phones` is empty where there is none."""

    household: Ints
    relation: Ints
    id_numbers: Texts
    names: Texts
    phones: Texts
    facts: Facts


@dataclass(frozen=True)
class County:
    """Everything about the demo county.

    Attributes:
        people, seed, as_of: what it was generated from.
        villages: its villages.
        households, persons: who lives where.
        incomes, expenses: items of persons, by position.
        assets, obligors: items of households, by position.
        supports: for each obligor the person it must support, by position, or EVERYBODY of the household.
    """

    people: int
    seed: int
    as_of: date
    villages: Villages
    households: Households
    persons: Persons
    incomes: Items
    expenses: Items
    assets: Items
    obligors: Items
    supports: Ints

    def divisions(self) -> Ints:
        """12-digit village code of each household."""
        return self.villages.codes[self.households.village]

    def townships(self) -> Ints:
        """12-digit township code of each household."""
        return self.villages.township_codes[self.households.village]

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield every array under a name, in a fixed order."""
        for part in ("villages", "households", "persons", "incomes", "expenses", "assets", "obligors"):
            for name, value in sorted(vars(getattr(self, part)).items()):
                if isinstance(value, Mapping):
                    yield from ((f"{part}.facts.{fact}", value[fact]) for fact in sorted(value))
                else:
                    yield f"{part}.{name}", value
        yield "supports", self.supports


def generate(*, people: int, seed: int, as_of: date) -> County:
    """Generate the county.

    Args:
        people: how many persons, at least 1.
        seed: any number from 0; another seed, another county.
        as_of: the day it is described on; ages and the last twelve months count back from it.

    Raises:
        TooManyPeople: more than identity numbers of one division can hold (some millions).
        ValueError: people or seed out of range.
    """
    if people < 1 or seed < 0:
        raise ValueError("people ≥ 1, seed ≥ 0")
    draw = streams(people=people, seed=seed)
    places = villages(draw["villages"])
    composition = compose(draw["households"], people=people)
    village = np.sort(draw["addresses"].choice(places.weights, len(composition)))
    who = residents(composition, as_of=as_of)
    facts = _personal_facts(draw, who, places.areas[village])
    how = means(draw["circumstances"], who, facts, area=places.areas[village], kinds=composition.kinds)
    facts |= destitution_facts(draw["circumstances"], how.asks)
    named = _names(draw["names"], composition, village, places)
    facts |= {"ethnicity": ethnicities(named[0][composition.present])}
    binding, supports = obligors(draw["obligors"], who, facts, how)
    known = how.declared
    return County(
        people=people, seed=seed, as_of=as_of, villages=places,
        households=_households(draw["addresses"], village, places, composition.kinds, how),
        persons=_persons(draw, who, composition, named, facts),
        incomes=_of_known(incomes(draw["incomes"], who, facts, how, area=places.areas[village]), known[who.household]),
        expenses=_of_known(spending(draw["spending"], who, facts, how), known[who.household]),
        assets=_of_known(holdings(draw["holdings"], how), known),
        obligors=_of_known(binding, known), supports=supports[known[binding.owner]],
    )  # fmt: skip


def _of_known(items: Items, known: Mask) -> Items:
    """Nothing is known of the means of households that never asked and were never surveyed."""
    return items.of(known[items.owner])


def _personal_facts(draw: dict[str, Draws], who: Residents, area: Ints) -> dict[str, Ints]:
    years, _, _ = calendar(who.birth_on)
    facts = {"birth_on": who.birth_on, "sex": np.where(who.male, SEX.number("MALE"), SEX.number("FEMALE"))}
    facts |= health_facts(draw["people"], who)
    facts |= schooling_facts(draw["people"], who, birth_year=years)
    facts |= status_facts(draw["people"], who, facts, facts["schooling"], area[who.household])
    return facts | orphan_facts(draw["circumstances"], who)


def _names(draws: Draws, composition: Composition, village: Ints, places: Villages) -> tuple[Ints, Ints, Mask]:
    people = peoples(draws, composition, village, places)
    sons_children = through_son(draws, composition)
    return people, surnames(draws, composition, people, sons_children=sons_children), sons_children


def _households(draws: Draws, village: Ints, places: Villages, kinds: Ints, how: Means) -> Households:
    count = len(village)
    first = np.searchsorted(village, np.arange(len(places)))
    running = np.arange(count) - first[village] + 1
    numbers = np.char.add(places.codes[village].astype("U12"), np.char.zfill(running.astype("U5"), 5))
    facts = {
        "area": places.areas[village],
        "means_declared": how.declared.astype(np.int64),
        "single_basis": np.where(kinds == Kind.CLERIC, SINGLE_BASIS.number("CLERIC_3Y"), SINGLE_BASIS.number("NONE")),
    }
    return Households(village, numbers, _addresses(draws, village, places), accounts(np.arange(count)), facts)


def _addresses(draws: Draws, village: Ints, places: Villages) -> Texts:
    count = len(village)
    where = np.char.add(places.townships, places.names)[village]
    group = (draws.below(_GROUPS, count) + 1).astype("U2")
    door = (draws.below(_DOORS, count) + 1).astype("U2")
    return np.char.add(np.char.add(np.char.add(where, group), np.char.add("组", door)), "号")


def _persons(
    draw: dict[str, Draws], who: Residents, composition: Composition, named: tuple[Ints, Ints, Mask], facts: Facts
) -> Persons:
    people, surname, sons_children = (
        named[0][composition.present], named[1][composition.present], named[2],
    )  # fmt: skip
    years, _, _ = calendar(who.birth_on)
    reachable = (who.role == 0) & draw["people"].chance(_HAS_PHONE, len(who))
    return Persons(
        household=who.household,
        relation=relations(composition, sons_children=sons_children)[composition.present],
        id_numbers=identity_numbers(birth_on=who.birth_on, male=who.male),
        names=full_names(draw["names"], surname=surname, people=people, male=who.male, birth_year=years),
        phones=np.where(reachable, phones(draw["people"].below(10_000, len(who))), ""),
        facts=facts,
    )
