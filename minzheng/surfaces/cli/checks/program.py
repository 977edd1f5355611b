"""Python, the packages, and the disk."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import minzheng
from minzheng.engine.notices.rendering.fonts import FOLDERS, unprintable
from minzheng.surfaces.cli.checks.finding import Finding, fail, judge, ok, warn

LOCK = Path(minzheng.__file__).resolve().parent.parent / "requirements" / "base.txt"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
_LEAST_DISK = 2 << 30
_COMMON, _RARE = "民政救助低保", "𬱖䶮㛃"
"""Characters of every letter; characters of the standard list (通用规范汉字表) and its extensions that people bear in their names."""


def check_python() -> Finding:
    """Look at the interpreter: 3.11 or newer."""
    return judge(
        "Python",
        sys.version_info >= (3, 11),
        found=platform.python_version(),
        otherwise=f"版本是 {platform.python_version()}，低于 3.11",
        remedy="请安装 Python 3.11 或更新的版本。",
    )


def check_packages(lock: Path = LOCK) -> Finding:
    """Compare the installed packages with the locked versions."""
    if not lock.exists():
        return warn("依赖包", f"没有找到锁定文件 {lock}", remedy="请从完整的源代码目录运行，或重新安装。")
    pins = list(_PIN.finditer(lock.read_text(encoding="utf-8")))
    wrong = [text for pin in pins if (text := _difference(pin["name"], pin["version"]))]
    if wrong:
        return fail("依赖包", f"{len(wrong)} 个与锁定版本不一致：{'；'.join(wrong[:5])}", remedy="请运行 make setup。")
    return ok("依赖包", f"{len(pins)} 个，全部与锁定版本一致")


def check_disk(directory: Path) -> Finding:
    """Look at the free space where the county lives."""
    there = next(each for each in (directory, *directory.parents) if each.exists())
    usage = shutil.disk_usage(there)
    found = f"{directory} 所在磁盘空闲 {usage.free / 2**30:.1f} GB，共 {usage.total / 2**30:.0f} GB"
    if usage.free < _LEAST_DISK:
        return fail("磁盘", found, remedy="请清理磁盘，至少留出 2 GB。")
    if usage.free < usage.total // 20:
        return warn("磁盘", found, remedy="空闲不足百分之五，请尽快清理。")
    return ok("磁盘", found)


def check_fonts(folders: Sequence[str] = FOLDERS) -> Finding:
    """Look whether letters can be printed: common characters, and rare ones that names are written with."""
    common, rare = unprintable([_COMMON], folders), unprintable([_RARE], folders)
    if common:
        return fail("中文字体", "没有中文字体，打印不了文书", remedy="请安装中文字体，如 apt install fonts-noto-cjk。")
    if rare:
        found = f"有中文字体，但印不出{'、'.join(rare)}等生僻字"
        return warn(
            "中文字体",
            found,
            remedy="姓名中有生僻字时文书打不出来，请再安装一种字库较全的字体，如 fonts-babelstone-han。",
        )
    return ok("中文字体", "常用字和姓名中的生僻字都能印")


def check_program(directory: Path) -> Iterator[Finding]:
    """Look at everything that needs no database."""
    yield check_python()
    yield check_packages()
    yield check_disk(directory)
    yield check_fonts()


def _difference(name: str, wanted: str) -> str:
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"{name} 没有安装"
    return "" if found == wanted else f"{name} 应为 {wanted}，现为 {found}"
