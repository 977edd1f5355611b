"""What a person must look at before anything is decided on a result."""

from __future__ import annotations

from typing import Any

import numpy as np

from minzheng.engine.assessments.types import NOTICE_WORDS, Notice
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.parts import at

NEEDED = ("assistance_result", "monthly_total", "refused_only_by_imputation", "destitute_minor_needs_county_judgement")
"""What notices are made from."""


def notices(done: Evaluation) -> Any:
    """The notices of every household as bits."""
    unknown = unknown_rows(done["assistance_result"]) | unknown_rows(done["monthly_total"])
    imputed = done["refused_only_by_imputation"].surely
    minor = done["destitute_minor_needs_county_judgement"].any().surely
    return (
        np.where(unknown, Notice.UNKNOWN, 0)
        | np.where(imputed, Notice.ONLY_IMPUTATION, 0)
        | np.where(minor, Notice.COUNTY_JUDGEMENT, 0)
    )


def notice_words(done: Evaluation, row: int = 0) -> list[str]:
    """The notices of one household in words."""
    bits = int(at(notices(done), row))
    return [words for notice, words in NOTICE_WORDS.items() if bits & notice]


def unknown_rows(column: Any) -> Any:
    """The rows whose value nobody knows."""
    return np.False_ if column.unknown is None else column.unknown
