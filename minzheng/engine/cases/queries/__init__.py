"""What surfaces ask about cases. Looking at a case is an event: see `actions.viewing`."""

from minzheng.engine.cases.queries.callbacks import Untold, untold
from minzheng.engine.cases.queries.offers import Offer, offers
from minzheng.engine.cases.queries.queue import (
    Counts,
    Filter,
    Page,
    QueueRow,
    StateCount,
    by_state,
    counts,
    queue,
    row_of,
    waiting_for,
)

__all__ = [
    "Counts",
    "Filter",
    "Offer",
    "Page",
    "QueueRow",
    "StateCount",
    "Untold",
    "by_state",
    "counts",
    "offers",
    "queue",
    "row_of",
    "untold",
    "waiting_for",
]
