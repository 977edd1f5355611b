from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from minzheng.engine.registry.bitemporal import known
from minzheng.engine.registry.keys import index_of, open_value
from minzheng.engine.registry.models import Membership, Person
from minzheng.engine.registry.types import Sealed
from minzheng.kernel.ngrams import name_grams

_LONGEST_NAME = 50


def find_person(*, id_number: str, known_at: datetime) -> Person | None:
    """Return the person with this (normalised) identity number, found by its blind index."""
    return Person.objects.filter(known(known_at)).filter(id_number_index=index_of(id_number)).first()


def search_by_name(*, text: str, known_at: datetime, limit: int = 50) -> list[Person]:
    """Return persons whose name contains `text`, or whose name's initials or pinyin begin with it, ordered by name.

    Pieces of one and two characters are looked up in the index, then the name itself is compared.
    """
    sought = text.strip()[:_LONGEST_NAME]
    people = Person.objects.filter(known(known_at))
    if not sought or "\x00" in sought:
        return []
    if sought.isascii():
        letters = sought.lower().replace(" ", "")
        spelt = Replace(F("name_pinyin"), Value(" "), Value(""))
        begins = Q(name_initials__startswith=letters) | Q(spelt__startswith=letters)
        return list(people.alias(spelt=spelt).filter(begins).order_by("name", "id")[:limit])
    found = people.filter(name_grams__contains=name_grams(sought), name__contains=sought)
    return list(found.order_by("name", "id")[:limit])


def homes_of(persons: Iterable[int], *, as_of: date, known_at: datetime) -> dict[int, tuple[int, int]]:
    """Return for each of some persons their household on a day and the division (12 digits) it lives in."""
    rows = Membership.objects.filter(known(known_at)).filter(person__in=list(persons), period__contains=as_of)
    return {row: (household, place) for row, household, place in rows.values_list("person_id", "household_id", "household__division_id")}  # fmt: skip


def id_number_of(*, person: Person) -> str | None:
    """Return a person's identity number in plain text. Raises TamperedError if it was altered or moved between rows."""
    return None if person.id_number is None else open_value(Sealed.ID_NUMBER, person.pk, bytes(person.id_number))


def phone_of(*, person: Person) -> str | None:
    """Return a person's telephone number in plain text. Raises TamperedError if it was altered or moved between rows."""
    return None if person.phone is None else open_value(Sealed.PHONE, person.pk, bytes(person.phone))
