"""The words of telling people: letters, public notices, messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from minzheng.engine.database.problems import Problem


class NoticeProblem(Problem):
    """Something that cannot be told as asked; the sentences are Chinese."""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is for.

    Attributes:
        name: as the letter writes it; several with 、 between them.
        person: the registry person who may read it as a resident, if one.
    """

    name: str
    person: int | None = None


class DeliveryWay(IntEnum):
    """How a letter is handed over; stored in `notices_delivery.way`."""

    IN_PERSON = 1
    POST = 2
    MESSAGE = 3
    PUBLIC_NOTICE = 4

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "直接送达", 2: "邮寄送达", 3: "电子送达", 4: "公告送达"}[self.value]


class DeliveryResult(IntEnum):
    """How an attempt ended."""

    SERVED = 1
    FAILED = 2

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "已送达", 2: "未送达"}[self.value]


class NoticeKind(IntEnum):
    """Why something is posted; stored in `notices_publicnotice.kind`."""

    BEFORE_DECISION = 1
    AFTER_DECISION = 2

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "公示", 2: "公布"}[self.value]


class NoticePhase(StrEnum):
    """Where a public notice stands on a day."""

    RUNNING = "公示中"
    OBJECTED = "有异议待处理"
    COMPLETE = "期满无异议"
    TAKEN_DOWN_EARLY = "提前撤下"


class ObjectionResult(IntEnum):
    """What became of an objection."""

    UPHELD = 1
    NOT_UPHELD = 2

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "异议成立", 2: "异议不成立"}[self.value]


class Channel(IntEnum):
    """How a message goes out; stored in `notices_message.channel`."""

    SMS = 1


class MessageState(IntEnum):
    """How far a message has come."""

    WAITING = 1
    SENT = 2
    GIVEN_UP = 3

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "待发送", 2: "已发送", 3: "发送失败"}[self.value]
