import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.ngrams import name_grams


@pytest.mark.parametrize(
    ("name", "grams"),
    [
        ("张三丰", ["张", "三", "丰", "张三", "三丰"]),
        ("张", ["张"]),
        ("买买提", ["买", "提", "买买", "买提"]),
        ("阿·依", ["阿", "依", "阿依"]),
        ("Li Li", ["l", "i", "li", "il"]),
        ("", []),
    ],
)
def test_a_name_is_cut_into_distinct_pieces(name, grams):
    assert name_grams(name) == grams


@given(st.text(st.characters(whitelist_categories=["Lo"]), min_size=2, max_size=10), st.data())
def test_every_piece_of_a_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 2))
    assert set(name_grams(name[start : start + 2])) <= set(name_grams(name))
