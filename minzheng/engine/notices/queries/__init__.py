"""What was told, and what it says."""

from minzheng.engine.notices.putting_down import sheet_of
from minzheng.engine.notices.queries.letters import (
    appeal_deadlines_of,
    deliveries_of,
    document_of,
    letter_numbered,
    letters_about,
    opposable_letters,
    served_on,
)
from minzheng.engine.notices.queries.public_notices import (
    hanging_notice,
    hung_beside,
    notices_about,
    objection_of,
    open_objections,
    phase_of,
    public_notice,
    public_notices,
)

__all__ = [
    "appeal_deadlines_of",
    "deliveries_of",
    "document_of",
    "hanging_notice",
    "hung_beside",
    "letter_numbered",
    "letters_about",
    "notices_about",
    "objection_of",
    "open_objections",
    "opposable_letters",
    "phase_of",
    "public_notice",
    "public_notices",
    "served_on",
    "sheet_of",
]
