"""Make the sprite of icons from the published package: `npm pack @tabler/icons@3.52.0 && python tools/vendor_icons.py tabler-icons-3.52.0.tgz`.

The package is compared with the checksum in the lock file; nothing is fetched from here.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tarfile
from pathlib import Path

import yaml

ASSETS = Path(__file__).resolve().parent.parent / "minzheng/surfaces/ui/assets"
LOCK = ASSETS / "vendor.lock.yaml"
_COMMENT = "<!-- Tabler Icons {version}, MIT License, Copyright (c) 2020-2026 Pawel Kuna; see vendor.lock.yaml -->"
_BACKGROUND = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" />')
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def sprite(package: Path) -> str:
    """Return one file with a symbol for every icon the lock file names.

    Raises:
        SystemExit: the package is not the one the lock file names.
    """
    wanted = yaml.safe_load(LOCK.read_text(encoding="utf-8"))["assets"]["icons.svg"]
    if hashlib.sha256(package.read_bytes()).hexdigest() != wanted["package_sha256"]:
        raise SystemExit(f"{package} 不是 {wanted['package']}：校验和与 vendor.lock.yaml 不一致。")
    with tarfile.open(package) as archive:
        symbols = "\n".join(_symbol(name, _text(archive, name)) for name in wanted["icons"])
    comment = _COMMENT.format(version=wanted["package"].rpartition("@")[2])
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{comment}\n{symbols}\n</svg>\n'


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(f"package/icons/outline/{name}.svg")
    if file is None:
        raise SystemExit(f"包里没有图标 {name}。")
    return file.read().decode()


def _symbol(name: str, text: str) -> str:
    found = _INSIDE.search(_BACKGROUND.sub("", text))
    if found is None:
        raise SystemExit(f"图标 {name} 不是预期的 SVG。")
    drawing = "".join(line.strip().replace(" />", "/>") for line in found[1].splitlines())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


if __name__ == "__main__":
    (ASSETS / "icons.svg").write_text(sprite(Path(sys.argv[1])), encoding="utf-8")
