from minzheng.engine.matching.households import Families


def keys(columns: set[str], rows: list[dict[str, str]], *, one_person_a_row: bool = False) -> list[str]:
    families = Families(frozenset(columns), one_person_a_row=one_person_a_row)
    return [families.family_of(row, key=str(index)).key for index, row in enumerate(rows)]


def test_a_new_head_begins_a_new_family() -> None:
    rows = [{"relation": "02"}, {"relation": "12"}, {"relation": "20"}, {"relation": "01"}, {"relation": "12"}]
    assert keys({"relation"}, rows) == ["0", "0", "0", "3", "3"]


def test_a_repeated_head_s_name_keeps_a_family_together_and_another_begins_one() -> None:
    rows = [
        {"head_name": "张三", "relation": "12"}, {"head_name": "张三", "relation": "02"}, {"head_name": "李四", "relation": "02"},
        {"head_name": "李四", "relation": "20"},
    ]  # fmt: skip
    assert keys({"head_name", "relation"}, rows) == ["0", "0", "2", "2"]


def test_two_heads_of_one_name_are_two_families() -> None:
    rows = [{"head_name": "张三", "relation": "02"}, {"head_name": "张三", "relation": "02"}]
    assert keys({"head_name", "relation"}, rows) == ["0", "1"]


def test_equal_household_numbers_in_two_villages_are_two_families() -> None:
    rows = [
        {"household_number": "1", "village": 11},
        {"household_number": "1", "village": 12},
        {},
        {"household_number": "1", "village": 11},
    ]
    assert keys({"household_number", "village"}, rows) == ["0", "1", "1", "0"]


def test_rows_that_say_nothing_of_families_stand_alone() -> None:
    assert keys({"name"}, [{}, {}]) == ["0", "1"]
    assert keys({"relation", "household_number"}, [{"household_number": "1"}] * 2, one_person_a_row=True) == ["0", "1"]


def test_rows_before_any_household_number_stand_alone_together() -> None:
    assert keys({"household_number"}, [{}, {}, {"household_number": "7"}]) == ["0", "0", "2"]
