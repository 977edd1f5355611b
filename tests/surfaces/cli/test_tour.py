"""`minzheng tour`: every task of the demonstration can be followed in a browser, to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minzheng.demo.tasks import tasks
from minzheng.engine.database.home import Home
from tests.surfaces.cli.test_demo import minzheng
from tests.throwaway import throwaway_home


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A county of its own: who goes through the tasks changes it."""
    with throwaway_home(demo=True) as home:
        built = minzheng("demo", "--people", "2000", "--no-serve", home=home)
        assert built.returncode == 0, built.stderr
        yield home


@pytest.mark.browser
def test_a_browser_goes_through_all_eight_tasks_and_takes_their_pictures(home: Home, tmp_path: Path) -> None:
    done = minzheng("tour", "--pictures", str(tmp_path / "pictures"), home=home, MINZHENG_DEMO="1")
    assert done.returncode == 0, done.stderr
    assert "8 个任务全部走通" in done.stdout
    taken = {path.stem for path in (tmp_path / "pictures").iterdir()}
    assert taken == {step.picture for task in tasks().values() for step in task.steps if step.picture}
    assert {path.read_bytes()[:4] for path in (tmp_path / "pictures").iterdir()} == {b"\x89PNG"}


@pytest.mark.parametrize(
    ("arguments", "demonstration", "says"),
    [
        (("--only", "nobody"), "1", "没有任务“nobody”。可用：family"),
        (("--chromium", "/nowhere/chromium"), "1", "没有找到浏览器 /nowhere/chromium"),
        ((), "0", "这里是正式的县，没有演示任务"),
    ],
    ids=str,
)
def test_a_tour_that_cannot_begin_says_why(
    arguments: tuple[str, ...], demonstration: str, says: str, home: Home, tmp_path: Path
) -> None:
    where = home if demonstration == "1" else Home(tmp_path / "home")
    refused = minzheng("tour", *arguments, home=where, MINZHENG_DEMO=demonstration)
    assert refused.returncode == 2
    assert says in refused.stderr
