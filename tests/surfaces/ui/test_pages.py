"""Templates: strict about names, safe about text, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from jinja2 import UndefinedError

from minzheng.surfaces import ui
from minzheng.surfaces.ui.pages import environment, public_page, rendered

TEMPLATES = sorted(Path(ui.__file__).parent.parent.glob("*/templates/**/*.html"))


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


def _demo(settings: Any, *, demo: bool) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": demo, "debug": False})


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_style_or_a_script_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text)


def test_a_name_nobody_gave_is_an_error(request_: HttpRequest) -> None:
    with pytest.raises(UndefinedError):
        rendered(request_, "portal/help.html")


def test_text_is_escaped() -> None:
    macro = environment().from_string('{% from "ui/components/shell.html" import tag %}{{ tag(words) }}')
    assert "<b>" not in macro.render(words="<b>一</b>")


def test_a_page_is_compressed_only_for_who_can_read_that(request_: HttpRequest, settings: Any) -> None:
    _demo(settings, demo=True)
    given = {"place": "县", "hotline": "1", "entrances": (), "told": (), "longest": 9}
    assert "Content-Encoding" not in public_page(request_, "portal/home.html", **given)
    able = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    assert public_page(able, "portal/home.html", **given)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("skin", ["desk", "light"])
def test_the_style_page_shows_every_component_of_every_file(skin: str, settings: Any) -> None:
    _demo(settings, demo=True)
    page = Client().get(f"/style?skin={skin}").content.decode()
    for words in (
        "批量分派",
        "申报与核对比对",
        "还有 1 处要改",
        "示意图，非行政区划界线",
        "这次办事，您满意吗",
        "告知书",
    ):
        assert words in page


def test_a_real_county_has_no_style_page(settings: Any) -> None:
    _demo(settings, demo=False)
    assert Client().get("/style").status_code == 404
