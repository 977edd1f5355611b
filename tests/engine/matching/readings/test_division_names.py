import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.readings.division_names import DivisionNames
from minzheng.engine.matching.readings.reading import CellProblem
from tests.engine.matching.people import division_names
from tests.engine.matching.reading_files import attempt

NAMES = division_names()


@pytest.mark.parametrize(
    "written", ["仁德街道", "仁德", "仁 德 街道", "仁德街道办事处", "寻甸县仁德街道", "寻甸回族彝族自治县仁德街道"]
)
def test_a_township_is_known_by_all_its_names(written: str) -> None:
    assert NAMES.township(written) == 530129001000


@pytest.mark.parametrize(
    "written", ["学府社区居委会", "学府社区", "学府", "仁德街道学府社区", "学府社区3组", "寻甸县仁德街道学府社区居委会"]
)
def test_a_village_is_known_by_all_its_names(written: str) -> None:
    assert NAMES.village(written, township=None) == 530129001004


def test_a_village_of_another_township_is_refused() -> None:
    with pytest.raises(CellProblem, match="没有“学府社区”"):
        NAMES.village("学府社区", township=530129103000)


def test_two_villages_of_one_name_need_their_township() -> None:
    twins = DivisionNames(
        [
            (1001000, "甲镇", "township"),
            (1002000, "乙镇", "township"),
            (1001001, "新村", "village"),
            (1002001, "新村", "village"),
        ]
    )
    assert twins.village("新村", township=1002000) == 1002001
    with pytest.raises(CellProblem, match="2个村"):
        twins.village("新村")


@given(text=st.text(max_size=40))
def test_no_text_raises_anything_but_a_cell_problem(text: str) -> None:
    for look_up in (NAMES.township, NAMES.village):
        outcome = attempt(lambda look_up=look_up: look_up(text))
        assert outcome.remedy if isinstance(outcome, CellProblem) else outcome > 0
