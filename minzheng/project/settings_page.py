"""The reference page of all settings: `python -m minzheng.project.settings_page docs/reference/settings.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from minzheng.project.configuration import Settings

_HEAD = """# 设置一览

本页由 `minzheng/project/configuration.py` 生成。所有设置都是环境变量；空值等于没有设置。

| 环境变量 | 默认值 | 说明 |
|---|---|---|
"""


def page() -> str:
    """Return the page: one row for every setting."""
    return _HEAD + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    return f"| `MINZHENG_{name.upper()}` | {_default(field)} | {field.description} |\n"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "见说明"
    text = str(value.get_secret_value()) if hasattr(value, "get_secret_value") else "" if value is None else str(value)
    if get_origin(field.annotation) is list:
        text = text.replace("'", '"')
    return f"`{text}`" if text else "空"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
