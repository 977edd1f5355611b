from __future__ import annotations

import pytest

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import localities, locality, values_of_localities

DEMO, XUNDIAN = "530199", "530129"


def test_every_locality_is_found_the_nation_first() -> None:
    codes = [found.code for found in localities()]
    assert codes[0] == ""
    assert {"53", "5301", XUNDIAN, DEMO} <= set(codes)
    assert codes == sorted(codes, key=lambda code: (len(code), code))


def test_an_invented_county_says_so_and_takes_the_place_of_the_one_it_borrows_from() -> None:
    demo = locality(DEMO)
    assert demo.invented
    assert demo.governs("530129103002") == "530199103002"
    assert demo.governs("530199103002") == "530199103002"
    assert not locality(XUNDIAN).invented
    assert locality(XUNDIAN).governs("530129103002") == "530129103002"


def test_an_unknown_locality_is_refused() -> None:
    with pytest.raises(KeyError):
        locality("999999")


def test_the_real_county_sets_no_amount_without_a_source_and_every_invented_one_says_so() -> None:
    parameters = load_chapter("social_assistance").parameters.parameters
    for row in values_of_localities(parameters):
        assert row.source is not None
        assert row.invented == (row.place == DEMO)
