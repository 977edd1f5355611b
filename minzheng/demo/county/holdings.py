"""What households own: savings, a dwelling, vehicles (some exempt), small businesses."""

import numpy as np

from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.demo.county.items import Collected, Items, fen
from minzheng.demo.county.means import Means
from minzheng.kernel.codes import ASSET_KIND

_SAVINGS_OF_POOR = ((0, 0), (4_000, 800), (9_500, 8_000), (9_900, 45_000), (10_000, 160_000))
_SAVINGS_OF_OTHERS = ((0, 500), (5_000, 14_000), (9_000, 70_000), (10_000, 600_000))
_POOR = 1_600
_HAS_DWELLING, _SECOND_DWELLING, _SECOND_OF_POOR = 9_650, 520, 90
_AREA = (4_500, 19_000)
"""Hundredths of a square metre."""
_CAR, _CAR_OF_POOR = 2_700, 160
_FARM_VEHICLE, _TRACTOR = 850, 160
_BUSINESS, _BUSINESS_OF_POOR = 330, 40
_CAPITAL = ((0, 8_000), (7_000, 60_000), (10_000, 800_000))
_FACTS = ("asset_value", "asset_area", "asset_exempt", "asset_capital")


def holdings(draws: Draws, how: Means) -> Items:
    """Draw the assets of all households."""
    count = len(how.ratio)
    poor = how.ratio < _POOR
    found = Collected(_FACTS)
    savings = np.where(poor, draws.spread(_SAVINGS_OF_POOR, count), draws.spread(_SAVINGS_OF_OTHERS, count))
    _add(found, "FINANCIAL", savings > 0, value=savings)
    _add(found, "DWELLING", draws.chance(_HAS_DWELLING, count), area=draws.between(*_AREA, count))
    second = draws.chance(np.where(poor, _SECOND_OF_POOR, _SECOND_DWELLING), count)
    _add(found, "DWELLING", second, area=draws.between(*_AREA, count))
    _add(
        found,
        "VEHICLE",
        draws.chance(np.where(poor, _CAR_OF_POOR, _CAR), count),
        value=draws.between(9_000, 130_000, count),
    )
    _add(found, "VEHICLE", draws.chance(_FARM_VEHICLE, count), value=draws.between(1_500, 9_000, count), exempt=1)
    _add(found, "FARM_MACHINERY", draws.chance(_TRACTOR, count), value=draws.between(3_000, 22_000, count), exempt=1)
    owns = draws.chance(np.where(poor, _BUSINESS_OF_POOR, _BUSINESS), count)
    _add(found, "BUSINESS", owns, capital=draws.spread(_CAPITAL, count))
    return found.items()


def _add(
    found: Collected, kind: str, chosen: Mask, *, value: Ints | None = None, area: Ints | None = None, exempt: int = 0,
    capital: Ints | None = None,
) -> None:  # fmt: skip
    owners = np.flatnonzero(chosen)
    found.add(
        ASSET_KIND.number(kind),
        owners,
        asset_value=0 if value is None else fen(value)[owners],
        asset_area=0 if area is None else area[owners],
        asset_exempt=exempt,
        asset_capital=0 if capital is None else fen(capital)[owners],
    )
