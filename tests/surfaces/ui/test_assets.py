"""What is shipped is what the lock file says, small, and addressed by its content."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest
import yaml
from django.test import Client

from minzheng.surfaces.ui.assets import HOME, asset

NAMES = ["light.css", "desk.css", "read_aloud.js", "icons.svg", "mark.svg"]
LOCKED = yaml.safe_load((HOME / "vendor.lock.yaml").read_text(encoding="utf-8"))["assets"]


@pytest.mark.parametrize("name", sorted(LOCKED))
def test_what_others_made_is_the_file_the_lock_names_under_a_free_licence(name: str) -> None:
    assert hashlib.sha256((HOME / name).read_bytes()).hexdigest() == LOCKED[name]["sha256"]
    assert LOCKED[name]["licence"] == "MIT"
    assert "MIT License" in (HOME / "tabler-icons.license.txt").read_text(encoding="utf-8")


def test_every_icon_of_the_lock_is_in_the_sprite_and_every_icon_used_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (HOME / "icons.svg").read_text(encoding="utf-8")))
    assert drawn == set(LOCKED["icons.svg"]["icons"])
    surfaces = HOME.parent.parent
    templates = [path.read_text(encoding="utf-8") for path in surfaces.rglob("*.html")]
    used = {name for text in templates for name in re.findall(r'\bicon\("([a-z-]+)"', text)}
    assert used
    assert used <= drawn


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = asset(name).body.decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|@import|url\(", text)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_with_the_present_content_may_be_kept_for_ever(name: str) -> None:
    answer = Client().get(asset(name).address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == asset(name).body
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith(asset(name).kind)


def test_an_address_of_an_earlier_version_is_answered_and_asked_for_again() -> None:
    answer = Client().get("/assets/000000000000/light.css")
    assert answer.content == asset("light.css").body
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["vendor.lock.yaml", "..", "tokens.css"])
def test_no_other_file_is_served(name: str) -> None:
    assert Client().get(f"/assets/000000000000/{name}").status_code == 404


def test_the_light_style_keeps_to_its_budget() -> None:
    assert len(asset("light.css").packed) <= 8 * 1024


def test_a_browser_that_looks_for_a_mark_finds_it() -> None:
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
