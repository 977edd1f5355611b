import pytest

from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.models import Division, FactName
from minzheng.engine.registry.reference_data import sync_divisions, sync_fact_names


@pytest.mark.django_db
def test_the_county_has_its_townships_and_villages() -> None:
    county = Division.objects.get(code=530129000000)
    townships = county.children.filter(is_statistical_only=False)
    assert townships.count() == 16
    assert Division.objects.filter(level="village", parent__in=townships).count() == 175


@pytest.mark.django_db
def test_repeating_keeps_what_officers_set() -> None:
    Division.objects.filter(code=530129001001).update(urban_rural=1)
    sync_divisions(using="default")
    assert Division.objects.get(code=530129001001).urban_rural == 1


@pytest.mark.django_db
def test_every_fact_name_is_in_the_database_and_no_other() -> None:
    FactName.objects.create(number=9999, name="forgotten", label="旧")
    sync_fact_names(using="default")
    assert dict(FactName.objects.values_list("name", "number")) == {name: fact.number for name, fact in FACTS.items()}
