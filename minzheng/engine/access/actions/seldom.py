"""What anybody may do without an account, one network address may do a few times an hour."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from minzheng.engine.access.models import SignInTries

_HOUR = timedelta(hours=1)


@transaction.atomic
def is_seldom(*, what: str, origin: str, most: int, at: datetime) -> bool:
    """Count something that came from an address; False where it came `most` times within the hour, and then it is not counted.

    Args:
        what: a word for what is counted.
        origin: the address, kept as a digest alone.
        most: how often in an hour.
        at: when.
    """
    key = hashlib.sha256(f"{what}:{origin}".encode()).hexdigest()
    row, _ = SignInTries.objects.select_for_update().get_or_create(key=key, defaults={"last_at": at})
    if at - row.last_at >= _HOUR:
        row.tries, row.last_at = 0, at
    if row.tries >= most:
        return False
    row.tries += 1
    row.save()
    return True
