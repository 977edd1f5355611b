"""Services: what a guide (办事指南) must show beside conditions, flow, limits and forms, which are declared elsewhere.

What all services of a chapter have in common stands in `service.yaml` of the chapter; `matter.yaml` says the rest or says it otherwise.
Elements: 政务服务事项 (affairs §13.1), 最低生活保障等公开事项 (民发〔2021〕57号).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from minzheng.engine.catalogue.materials import Material, read_material
from minzheng.engine.catalogue.procedures import Limit
from minzheng.engine.catalogue.schema import check
from minzheng.laws.citations import LawIndex, UnknownCitation
from minzheng.laws.strict_yaml import Document, YamlProblem, load_document

HOME = "minzheng.matters"
FILE = "service.yaml"


class ServiceKind(StrEnum):
    """What kind of act a service is (事项类型)."""

    LICENCE = "licence"
    BENEFIT = "benefit"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    RULING = "ruling"
    OTHER = "other"
    PUBLIC_SERVICE = "public_service"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _KINDS[self][0]

    @property
    def code(self) -> str:
        """In the national catalogue."""
        return _KINDS[self][1]


_KINDS = {
    ServiceKind.LICENCE: ("行政许可", "01"),
    ServiceKind.BENEFIT: ("行政给付", "05"),
    ServiceKind.INSPECTION: ("行政检查", "06"),
    ServiceKind.CONFIRMATION: ("行政确认", "07"),
    ServiceKind.REWARD: ("行政奖励", "08"),
    ServiceKind.RULING: ("行政裁决", "09"),
    ServiceKind.OTHER: ("其他行政权力", "10"),
    ServiceKind.PUBLIC_SERVICE: ("公共服务", "20"),
}
WORDS = {
    "on_the_spot": "即办件", "promised": "承诺件", "person": "自然人", "body": "法人或者其他组织",
    "committee": "村民委员会、居民委员会", "township": "乡镇人民政府、街道办事处", "window": "窗口办理", "online": "网上办理",
    "village": "村（社区）代办", "home_visit": "上门办理", "telephone": "电话办理", "collected": "现场领取", "posted": "邮寄",
    "delivered": "送达上门",
}  # fmt: skip
"""The Chinese of the words a service is declared with."""
_DELIVERED_ONLINE = "网上送达"
_UNLIMITED = {"none": "没有统一规定", "on_the_spot": "当场办结"}


@dataclass(frozen=True)
class Remedy:
    """A way to object: what, to whom (a word of the schema), within what time."""

    way: str
    to: str
    within: Limit | None
    law: str


@dataclass(frozen=True)
class Service:
    """What a service says of itself for its guide.

    Attributes:
        basic_code: of the national catalogue, twelve digits; None until somebody has looked it up.
        handling: on the spot, or within a promised time.
        body, received_at: words of the schema; the locality gives the names.
        body_name: an office of the bureau, or who else is responsible; empty where the locality's name says it all.
        fee: what is charged and under which law; None: nothing.
        procedure: the procedure people apply under, ``matter.name``.
        outside: steps of what is handled in another system, its limit (None: none, or on the spot), that in words, and its law.
        conditions: what no rule decides: words and law.
        materials: papers, where there is no form to declare them.
        results: names of what people get, where the decision issues no letter.
    """

    kind: ServiceKind
    basic_code: str | None
    handling: str
    body: str
    body_name: str
    received_at: str
    audience: tuple[str, ...]
    channels: tuple[str, ...]
    delivery: tuple[str, ...]
    fee: tuple[str, str] | None
    remedies: tuple[Remedy, ...]
    procedure: str
    outside: tuple[str, ...]
    outside_within: Limit | None
    outside_limit: str
    outside_law: str | None
    conditions: tuple[tuple[str, str], ...]
    materials: tuple[Material, ...]
    results: tuple[str, ...]
    special: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]


def read_service(document: Document, *, chapter: str, matter: str) -> Service | None:
    """Read the elements a ``matter.yaml`` declares, with those of its chapter.

    Returns:
        None if the matter says nothing of a service.

    Raises:
        YamlProblem: with file and line, if an element is missing or not as it should be.
    """
    own = document.data.get("service")
    if own is None:
        return None
    body = {**_shared(chapter), **own}
    check(Document(document.name, {"service": body}, document.lines), "service")
    for problem in _uncited(document, body):
        raise problem
    return _service(body, matter)


def words_of(names: tuple[str, ...], *, delivery: bool = False) -> tuple[str, ...]:
    """The Chinese of declared words."""
    return tuple(_DELIVERED_ONLINE if delivery and name == "online" else WORDS[name] for name in names)


def _shared(chapter: str) -> Mapping[str, Any]:
    file = resources.files(HOME) / chapter / FILE
    if not file.is_file():
        return {}
    document = load_document(file.read_text(encoding="utf-8"), f"matters/{chapter}/{FILE}")
    check(document, "service", partly=("service",))
    body: Mapping[str, Any] = document.data["service"]
    for problem in _uncited(document, body):
        raise problem
    return body


def _uncited(document: Document, body: Mapping[str, Any]) -> Iterator[YamlProblem]:
    cited: list[tuple[str, tuple[Any, ...]]] = []
    cited += [(row["law"], ("service", "remedies", place)) for place, row in enumerate(body.get("remedies", ()))]
    cited += [(row["law"], ("service", "conditions", place)) for place, row in enumerate(body.get("conditions", ()))]
    cited += [(row["law"], ("service", "materials", key)) for key, row in body.get("materials", {}).items()]
    cited += [(body[part]["law"], ("service", part)) for part in ("fee", "outside") if "law" in body.get(part, {})]
    for text, path in cited:
        try:
            LawIndex.load().resolve(text)
        except UnknownCitation as problem:
            yield document.problem(str(problem), *path)


def _service(body: Mapping[str, Any], matter: str) -> Service:
    named, outside, fee = body.get("procedure", "application"), body.get("outside", {}), body["fee"]
    return Service(
        kind=ServiceKind(body["kind"]),
        basic_code=body.get("basic_code"),
        handling=body["handling"],
        body=body["body"],
        body_name=body.get("body_name", ""),
        received_at=body["received_at"],
        audience=tuple(body["audience"]),
        channels=tuple(body["channels"]),
        delivery=tuple(body["delivery"]),
        fee=(fee["standard"], fee["law"]) if fee["charged"] else None,
        remedies=tuple(_remedy(row) for row in body["remedies"]),
        procedure=named if "." in named else f"{matter}.{named}",
        outside=tuple(outside.get("steps", ())),
        outside_within=Limit.read(outside["within"]) if outside.get("within") not in {None, *_UNLIMITED} else None,
        outside_limit=_outside_limit(outside["within"]) if outside else "",
        outside_law=outside.get("law"),
        conditions=tuple((row["says"], row["law"]) for row in body.get("conditions", ())),
        materials=tuple(read_material(key, row) for key, row in body.get("materials", {}).items()),
        results=tuple(body.get("results", ())),
        special=tuple(body.get("special", ())),
        questions=tuple((row["ask"], row["answer"]) for row in body.get("questions", ())),
    )


def _outside_limit(text: str) -> str:
    return _UNLIMITED.get(text) or str(Limit.read(text))


def _remedy(row: Mapping[str, Any]) -> Remedy:
    return Remedy(row["way"], row["to"], Limit.read(row["within"]) if "within" in row else None, row["law"])
