"""The locked packages."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "requirements"
PINNED = re.compile(r"^([A-Za-z0-9_.\-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)


def versions(name: str) -> dict[str, str]:
    return dict(PINNED.findall((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))


def test_development_has_the_versions_a_county_runs() -> None:
    county, development = versions("base"), versions("dev")
    assert county
    assert {name: version for name, version in county.items() if development.get(name) != version} == {}
