from datetime import datetime

from minzheng.engine.registry.bulk import reserve_ids
from minzheng.engine.registry.keys import seal_column
from minzheng.engine.registry.models import Person, Source
from minzheng.engine.registry.refusals import explained
from minzheng.engine.registry.types import Sealed
from minzheng.kernel.codes import ID_TYPE
from minzheng.kernel.names import clean_name
from minzheng.kernel.ngrams import name_grams
from minzheng.kernel.pinyin import initials, name_pinyin


def add_person(
    *,
    name: str,
    id_number: str | None,
    id_type: str = "RESIDENT_ID_CARD",
    phone: str | None = None,
    source: Source,
    at: datetime,
) -> Person:
    """Add a person.

    Args:
        name: as the person writes it.
        id_number: checked number, None for a person without one.
        id_type: key of ID_TYPE (GA/T 517).
        phone: checked number.
        source: where the data come from.
        at: when it is recorded.

    Raises:
        NameProblem: the name cannot be a name.
        RegistryProblem: the number is already registered.
    """
    with explained():
        row = int(reserve_ids("registry_person", 1)[0])
        ((number, number_index),) = seal_column(Sealed.ID_NUMBER, [row], [id_number])
        ((sealed_phone, phone_index),) = seal_column(Sealed.PHONE, [row], [phone])
        return Person.objects.create(
            id=row,
            id_kind=ID_TYPE.number(id_type),
            id_number=number,
            id_number_index=number_index,
            phone=sealed_phone,
            phone_index=phone_index,
            source=source,
            recorded_at=at,
            **_spelt(clean_name(name)),
        )


def rename_person(*, person: Person, name: str) -> None:
    """Correct the spelling of a name. Raises NameProblem."""
    Person.objects.filter(pk=person.pk).update(**_spelt(clean_name(name)))


def _spelt(name: str) -> dict[str, object]:
    return {
        "name": name,
        "name_pinyin": " ".join(name_pinyin(name)),
        "name_initials": initials(name),
        "name_grams": name_grams(name),
    }
