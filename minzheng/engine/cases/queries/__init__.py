"""What surfaces ask about cases. Looking at a case is an event: see `actions.viewing`."""

from minzheng.engine.cases.queries.callbacks import Untold, untold
from minzheng.engine.cases.queries.following_up import could_follow, followed_by
from minzheng.engine.cases.queries.funds import FundRow, fund_rows
from minzheng.engine.cases.queries.monthly import Counted, month_of_cases
from minzheng.engine.cases.queries.offers import Offer, offers
from minzheng.engine.cases.queries.publicity import NoticeLine, Publicity, publicity_of
from minzheng.engine.cases.queries.queue import (
    Counts,
    Filter,
    Page,
    QueueRow,
    StateCount,
    by_state,
    counts,
    number_opened_with,
    numbers_of,
    queue,
    row_of,
    saved_views,
    waiting_for,
)
from minzheng.engine.cases.queries.ratings import Satisfaction, grade_of, satisfaction
from minzheng.engine.cases.queries.statistics import (
    Funds,
    MonthCount,
    OfficeCount,
    Reached,
    by_month,
    imprest_funds,
    most_asked,
    offices,
    reached,
)

__all__ = [
    "Counted",
    "Counts",
    "Filter",
    "FundRow",
    "Funds",
    "MonthCount",
    "NoticeLine",
    "Offer",
    "OfficeCount",
    "Page",
    "Publicity",
    "QueueRow",
    "Reached",
    "Satisfaction",
    "StateCount",
    "Untold",
    "by_month",
    "by_state",
    "could_follow",
    "counts",
    "followed_by",
    "fund_rows",
    "grade_of",
    "imprest_funds",
    "month_of_cases",
    "most_asked",
    "number_opened_with",
    "numbers_of",
    "offers",
    "offices",
    "publicity_of",
    "queue",
    "reached",
    "row_of",
    "satisfaction",
    "saved_views",
    "untold",
    "waiting_for",
]
