"""Pages made from invented families."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from minzheng.engine.assessments.explaining import explain_household
from minzheng.engine.assessments.household_page import household_page
from minzheng.engine.catalogue.localities import locality
from minzheng.engine.rules.rendering import outlines
from tests.engine.assessments.conftest import DAY, KNOWN, Village, five_families

PICTURED = "530129001001-0417"
"""A grandmother with a severe disability and a small pension, and the grandson she looks after."""


def household_pages(folder: Path) -> dict[str, Path]:
    """Write the page of every family."""
    village = five_families()
    _grandmother(village)
    return {number: _page(folder / f"{row}.html", number) for row, number in enumerate(village.families)}


def _grandmother(village: Village) -> None:
    family = village.family(PICTURED)
    grandmother = village.member(family, "杨阿婆", "01", date(1950, 3, 3), disability_type=4, disability_grade=1)
    village.income(grandmother, "T02", 186_000)
    village.income(grandmother, "W02", 120_000, months=3)
    village.member(family, "杨小军", "41", date(2012, 9, 3), schooling=1, long_term_coresident=1)


def _page(path: Path, number: str) -> Path:
    found = explain_household(number=number, as_of=DAY, known_at=KNOWN, locality=locality("530199"), demo=True)
    lines = outlines([found.roots["assistance_result"], found.roots["monthly_total"]])
    path.write_text(household_page(found, *lines), encoding="utf-8")
    return path
