"""What stands in the addresses of several calls, described once."""

from __future__ import annotations

from ninja.params.functions import Path

Number = Path(..., max_length=40, description="受理编号")
