from minzheng.engine.notices.models.letters import Delivery, Letter, LetterSeries, TemplateSource
from minzheng.engine.notices.models.messages import Message, OneTimeCode
from minzheng.engine.notices.models.public_notices import Evidence, Objection, PublicNotice

__all__ = [
    "Delivery", "Evidence", "Letter", "LetterSeries", "Message", "Objection", "OneTimeCode", "PublicNotice", "TemplateSource",
]  # fmt: skip
