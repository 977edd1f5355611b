"""What a program is told without asking, as OpenAPI 3.1 declares it: `webhooks`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class MovedCase(Schema):
    """A case, and what happened to it; nothing personal."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(description="受理编号")
    procedure: str = Field(description="业务编码")
    serial: int = Field(ge=1, description="这件业务的第几步；先收到后面的步骤时，以这个为准")
    step: str = Field(description="办理了哪一步")
    state: str = Field(description="现在的状态")
    state_title: str = Field(description="状态名称")
    closed: bool = Field(description="是否办结")


class Told(Schema):
    """The body of a call."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["case.moved"] = Field(description="发生了什么")
    timestamp: datetime = Field(description="什么时候")
    data: MovedCase


_AT = "#/components/schemas/{model}"
_HEADERS = {
    "webhook-id": "这条通知的标识；重发时不变，据此不重复处理",
    "webhook-timestamp": "发出的时刻（Unix 秒）；与现在相差五分钟以上的不要相信",
    "webhook-signature": "v1,Base64(HMAC-SHA256(签名密钥, “标识.时刻.正文”))",
}
SHAPES: Final[dict[str, Any]] = {
    model.__name__: {
        part: value for part, value in model.model_json_schema(ref_template=_AT).items() if part != "$defs"
    }
    for model in (Told, MovedCase)
}
CALLS: Final[dict[str, Any]] = {
    "case.moved": {
        "post": {
            "summary": "办件办了一步",
            "description": "办件每办一步，签名通知到程序登记的网址。在十秒内回答 2xx 就是收下；没有收下的，三天内重发。",
            "parameters": [
                {"name": name, "in": "header", "required": True, "schema": {"type": "string", "description": says}}
                for name, says in _HEADERS.items()
            ],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": _AT.format(model="Told")}}}},
            "responses": {"204": {"description": "收下"}},
        }
    }
}
