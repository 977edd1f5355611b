"""A call that was sent before is answered as it was then, and does nothing again.

Source: draft-ietf-httpapi-idempotency-key-header (the key, the fingerprint of the request, its time to live).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from minzheng.engine.access.models import AnsweredCall
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import KeyReused
from minzheng.engine.database.sealed_values import open_value, seal_value

KEPT = timedelta(hours=24)

Answer = dict[str, Any]


@transaction.atomic
def answer_once(*, key: UUID, digest: str, at: datetime, call: Callable[[], Answer]) -> Answer:
    """Do a call and keep its answer; sent again within a day, answer what was answered then.

    Of two that are sent at once the second waits for the first. A call that fails keeps nothing: it may be sent again.

    Args:
        key: the sender's own mark, apart for everybody who sends.
        digest: fingerprint of what is asked.
        at: now.
        call: does it, and returns plain JSON, or times.

    Raises:
        KeyReused: the mark was sent with something else.
    """
    AnsweredCall.objects.filter(key=key, at__lte=at - KEPT).delete()
    try:
        with transaction.atomic():
            row = AnsweredCall.objects.create(key=key, digest=digest, at=at)
    except IntegrityError:
        return _answered(AnsweredCall.objects.get(key=key), digest)
    text = json.dumps(call(), ensure_ascii=False, default=datetime.isoformat)
    row.answer = seal_value(Sealed.ANSWER, row.pk, text)
    row.save(update_fields=["answer"])
    # Read back, so that the first answer and the second are the same in every character.
    return _answered(row, digest)


def forget_answers(*, at: datetime) -> int:
    """Delete the answers that are older than a day, and return how many."""
    return AnsweredCall.objects.filter(at__lte=at - KEPT).delete()[0]


def _answered(row: AnsweredCall, digest: str) -> Answer:
    if row.digest != digest:
        raise KeyReused
    answer: Answer = json.loads(open_value(Sealed.ANSWER, row.pk, bytes(row.answer or b"")))
    return answer
