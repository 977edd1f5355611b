"""The transcript of the interface: what it shows can be done, in this order, with these answers."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "transcript-minimum_living_allowance.md"
CALLS = re.compile(r"^(?:## .+|(?:GET|POST|PUT) /api/.+|回答 [0-9]+.*)$", re.MULTILINE)


def test_every_call_of_the_transcript_is_answered_as_it_says(tmp_path: Path) -> None:
    again = tmp_path / "again.md"
    subprocess.run([sys.executable, ROOT / "tools" / "api_transcript.py", again], check=True, cwd=ROOT, timeout=300)
    written, now = (CALLS.findall(page.read_text(encoding="utf-8")) for page in (PAGE, again))
    assert len(written) > 50
    assert written == now, f"python tools/api_transcript.py {PAGE.relative_to(ROOT)}"
