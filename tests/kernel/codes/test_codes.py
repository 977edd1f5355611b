import pytest

from minzheng.kernel import codes


def test_every_list_is_named_titled_and_sourced():
    assert all(name == listed.name and listed.title and listed.standard for name, listed in codes.ALL.items())


def test_every_exported_list_is_in_the_index():
    exported = [getattr(codes, name) for name in codes.__all__]
    assert {listed.name for listed in exported if isinstance(listed, codes.CodeList)} == set(codes.ALL)


def test_there_are_56_ethnic_groups_and_two_special_codes():
    assert len(codes.ETHNICITY) == 58
    assert [codes.ETHNICITY.label(number) for number in (1, 3, 7, 56, 97)] == ["汉族", "回族", "彝族", "基诺族", "其他"]
    assert codes.ETHNICITY.parse("彝").key == "YI"
    assert codes.ETHNICITY.parse("03").key == "HUI"


@pytest.mark.parametrize(
    ("listed", "key", "number"),
    [
        ("sex", "MALE", 1),
        ("marital_status", "WIDOWED", 30),
        ("education", "BACHELOR", 20),
        ("political_affiliation", "MASSES", 13),
        ("id_type", "RESIDENT_ID_CARD", 111),
        ("disability_type", "PHYSICAL", 4),
        ("relation", "12", 12),
    ],
)
def test_national_lists_are_numbered_by_the_standard(listed, key, number):
    assert codes.ALL[listed].number(key) == number


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("W01", "WAGE"),
        ("B05", "BUSINESS"),
        ("P09", "PROPERTY"),
        ("T02", "TRANSFER_IN"),
        ("O03", "TRANSFER_OUT"),
        ("X11", "EXCLUDED"),
    ],
)
def test_every_income_kind_has_a_category(kind, category):
    assert codes.income_category(kind) == category


def test_no_income_kind_is_without_a_category():
    assert {codes.income_category(item.key) for item in codes.INCOME_KIND} == {
        item.key for item in codes.INCOME_CATEGORY
    }
