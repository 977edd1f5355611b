"""What calls take and answer: the schema of the interface. Amounts are in fen, instants with their offset, codes as declared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from minzheng.surfaces.clock import SHANGHAI

Village = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
Text = Annotated[str, StringConstraints(max_length=2_000)]
Line = Annotated[str, StringConstraints(max_length=200)]
Instant = Annotated[datetime, AfterValidator(lambda at: at.astimezone(SHANGHAI))]
"""Said in Beijing time, wherever it was read."""


class Taken(Schema):
    """What a call takes: nothing but what is declared, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewCase(Taken):
    """A case to open."""

    procedure: Line = Field(description="业务编码，如 minimum_living_allowance.application")
    chapter: Line = Field("social_assistance", description="所属领域")
    division: Village = Field(description="所在村（社区）12 位区划代码")
    channel: str = Field(
        "WINDOW", pattern="^(WINDOW|VILLAGE|MOBILE|PROVINCE|DISCOVERY|TRANSFER)$", description="来源渠道"
    )
    answers: dict[str, Any] | None = Field(None, description="申请内容，可以先空着，以后再存")


class Answers(Taken):
    """What a family answers so far."""

    answers: dict[str, Any] = Field(description="申请内容，整体替换")


class StepGiven(Taken):
    """What somebody brings to a step."""

    reason: Text = Field("", description="理由")
    supplement: list[Text] = Field([], max_length=30, description="需要补正的材料，逐项")
    reasons: list[Line] = Field([], max_length=30, description="不予确认、降低、停止的原因代码")
    places: list[Line] = Field([], max_length=30, description="公示张贴的地方")
    amount: int | None = Field(None, ge=0, le=10**12, description="金额（分），仅用于由经办机构确定金额的步骤")
    data: dict[str, Any] = Field({}, description="该步骤要求的其他内容")


class NewRecord(Taken):
    """A record made on the way."""

    content: dict[str, Any] = Field(description="各栏内容，按业务声明的栏目填写")


class Assignment(Taken):
    """To whom a case is given."""

    officer: int = Field(ge=1, le=2**63 - 1, description="工作人员编号")
    reason: Text = ""


class Reason(Taken):
    """Why."""

    reason: Text


class Wanted(Taken):
    """What is looked for."""

    text: str = Field(min_length=2, max_length=40, description="受理编号、身份证号、姓名或拼音")


class Sought(Taken):
    """Somebody who is looked for."""

    id_number: Annotated[str, StringConstraints(max_length=40)] | None = Field(None, description="身份证号")
    name: Annotated[str, StringConstraints(max_length=50)] | None = Field(None, description="姓名或拼音")


class Fault(Schema):
    """One place that is wrong."""

    path: str
    sentence: str


class Problem(Schema):
    """What went wrong (RFC 9457), in Chinese."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]


class CaseRow(Schema):
    """A case as a list shows it; the name is masked."""

    number: str
    procedure: str
    title: str
    state: str
    state_title: str
    phase: str
    applicant: str = Field(description="申请人，姓名已脱敏")
    division: int
    village: str
    township: str
    lamp: str = Field(description="时限：none、green、amber、red、paused")
    due: Instant | None
    handler: str
    opened_at: Instant
    movements: int = Field(description="已发生的步骤数，也是 ETag 的内容")


class CasePage(Schema):
    """Some cases, and the mark of the next page."""

    cases: list[CaseRow]
    next: str | None = Field(description="下一页的标记；没有下一页时为空")


class Member(Schema):
    """A member of a family."""

    name: str
    relation: str


class RecordShown(Schema):
    """A record; its content is shown for a purpose."""

    id: int
    kind: str
    title: str
    by: str
    at: Instant
    content: dict[str, Any] | None


class CaseShown(CaseRow):
    """A case that is opened."""

    version: int
    closed: bool
    outcome: str
    household: str | None = Field(description="家庭编号")
    members: list[Member]
    records: list[RecordShown]
    answers: dict[str, Any] | None = Field(description="申请内容；只在写明目的并要求时返回")


class LogLine(Schema):
    """One thing that happened."""

    serial: int
    step: str
    title: str
    by: str
    role: str
    at: Instant
    said: dict[str, Any] | None


class Moved(Schema):
    """A step that was done."""

    number: str
    serial: int
    step: str
    source: str
    target: str
    at: Instant


class OfferShown(Schema):
    """A step that somebody may do now."""

    step: str
    title: str
    asks: list[str]
    missing: list[str]
    law: str | None
    decides: str | None
    reasons: dict[str, str] = Field(description="可以选择的理由代码和说法；不选择时理由由核算得出")


class DecisionShown(Schema):
    """A decision with what it stood on."""

    id: int
    kind: str
    result: str | None
    amount: int | None = Field(description="分，每月或者一次")
    persons: int | None
    from_month: date | None
    reasons: list[str]
    at: Instant
    grounds: dict[str, Any] = Field(description="当时的依据：解释树、参数、不符合的条件；姓名已脱敏")


class AssessmentShown(Schema):
    """What the rules say of a family today."""

    result: str
    size: int
    given: list[dict[str, Any]]
    questions: list[str]
    failed: list[str]
    parameters: list[dict[str, Any]]
    explanation: list[dict[str, Any]]


class LetterRow(Schema):
    """A letter about a case."""

    id: int
    number: str
    title: str
    issued_on: date
    closed: bool
    superseded_by: int | None


class MaterialRow(Schema):
    """A page of what was handed in."""

    id: int
    title: str
    page: int
    pages: int
    at: datetime


class NoticeShown(Schema):
    """A public notice as anybody sees it."""

    id: int
    kind: str
    content: dict[str, Any]
    posted_on: date
    ends_on: date | None


class NoticePage(Schema):
    """Some of what hangs, and from where to read on."""

    notices: list[NoticeShown]
    next: str | None = Field(description="下一页的位置；没有下一页时为空")


class NewObjection(Taken):
    """What somebody has against a public notice."""

    text: str = Field(max_length=2_000, description="认为哪里不对")
    name: str = Field("", max_length=100, description="姓名，可以不留")
    contact: str = Field("", max_length=100, description="电话，可以不留；留了才能告诉您结果")


class PersonFound(Schema):
    """Somebody in the register, of a place that the asker answers for."""

    id: int
    name: str
    id_number: str | None
    household: int
    division: int


class Look(Schema):
    """Somebody looked at one's data."""

    at: Instant
    who: str
    role: str
    action: str
    purpose: str


class Looks(Schema):
    """Some looks, and the mark of the next page."""

    looks: list[Look]
    next: str | None


class Me(Schema):
    """Who asks, as the product knows them."""

    kind: str
    name: str
    roles: list[str]
