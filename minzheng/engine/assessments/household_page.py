"""One household on one page: what it gets, what to look at, why it gets nothing else, and the way every figure was reached."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from minzheng.engine.assessments.explaining import HouseholdExplanation
from minzheng.engine.rules.rendering import Line, page_environment, rendered


def household_page(found: HouseholdExplanation, *lines: Line) -> str:
    """The page of one household, readable without script.

    Args:
        found: the summary.
        lines: the trees to show below it.
    """
    title = f"家庭 {found.household.number}：{found.result}，{found.monthly_total}"
    return rendered(_page(), lines, title=title, found=found)


@cache
def _page() -> Template:
    return page_environment("minzheng.engine.assessments").get_template("household.html")
