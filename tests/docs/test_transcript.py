"""The transcript of the interface: what it shows can be done, in this order, with these answers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "reference").glob("transcript-*.md"))
CALLS = re.compile(r"^(?:## .+|(?:GET|POST|PUT) /api/.+|回答 [0-9]+.*)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_call_of_the_transcript_is_answered_as_it_says(page: Path, tmp_path: Path) -> None:
    again = tmp_path / page.name
    subprocess.run([sys.executable, ROOT / "tools" / "api_transcript.py", again], check=True, cwd=ROOT, timeout=300)
    written, now = (CALLS.findall(each.read_text(encoding="utf-8")) for each in (page, again))
    assert len(written) > 30
    assert written == now, f"python tools/api_transcript.py {page.relative_to(ROOT)}"
