"""What the database refuses, in the officer's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg import errors

from minzheng.engine.registry.types import RegistryProblem

_SENTENCES = {
    "registry_person_one_per_number": "这个证件号码已经登记过。请先按号码查找，核对是不是同一个人。",
    "registry_household_number_unique": "这个村（社区）已有同一编号的家庭。请核对户编号，或者不填。",
    "registry_membership_one_household_at_a_time": "这个人在这段时间已经登记在另一户。请先结束原来的登记，再加入新的一户。",
    "registry_fact_valid_in_order": "有效期的结束日期不在开始日期之后。请核对日期。",
    "registry_fact_believed_once": "同一天、同一来源等级的同一项信息已有记录。请先更正原记录。",
}


@contextmanager
def explained() -> Iterator[None]:
    """Run a block in one transaction; a broken promise of the register becomes a sentence.

    Raises:
        RegistryProblem: the block broke a constraint that has a sentence; nothing of it was kept.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise RegistryProblem(_sentence(error)) from error


def _sentence(error: IntegrityError) -> str:
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, errors.IntegrityError) else None
    if name not in _SENTENCES:
        raise error
    return _SENTENCES[name]
