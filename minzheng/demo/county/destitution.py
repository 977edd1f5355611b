"""Those who ask for destitute support: what they can do themselves, where they live, and orphans' own benefit."""

import numpy as np

from minzheng.demo.county.composition import Kind
from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import SUPPORT_FORM

ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
# In the order people usually lose them: bathing first, eating last.
_LOST_FIRST = ("can_bathe", "can_walk_indoors", "can_use_toilet", "can_leave_bed", "can_dress", "can_eat")
_LOST = (66, 9, 7, 5, 5, 4, 4)
"""Weights of none, one, … six lost abilities."""
_CENTRALISED = 2_600
_ORPHANS = 350


def orphan_facts(draws: Draws, who: Residents) -> dict[str, Ints]:
    """Return which children of households of grandparents chose the benefit for orphans."""
    orphans = who.lives_in(Kind.GRANDPARENTS) & who.is_grandchild & (who.age < 18)
    return {"orphan_benefit_chosen": (orphans & draws.chance(_ORPHANS, len(who))).astype(np.int64)}


def destitution_facts(draws: Draws, asks: Mask) -> dict[str, Ints]:
    """Return the facts about self-care and support; abilities are only assessed for those who ask."""
    count = len(asks)
    lost = np.where(asks, draws.choice(_LOST, count), 0)
    facts = {name: (lost <= number).astype(np.int64) for number, name in enumerate(_LOST_FIRST)}
    centralised = asks & draws.chance(_CENTRALISED, count)
    facts["support_form"] = np.where(centralised, SUPPORT_FORM.number("CENTRALISED"), SUPPORT_FORM.number("DISPERSED"))
    facts["asks_destitute_support"] = asks.astype(np.int64)
    return facts
