"""What a password must be (GB/T 22239-2019 身份鉴别: 复杂度要求并定期更换)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from minzheng.engine.access.types import AccountProblem

SHORTEST = 10
LONGEST = 128
_KINDS = 3
LIFETIME = timedelta(days=90)
"""How long a password holds (定期更换); the figure assessors ask for."""

# Without the letters and digits that are taken for one another when a person copies them from paper.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5


def set_up_password(*, username: str) -> str:
    """Return a random password of 114 bits that a person can copy from paper, to be replaced at the first sign-in."""
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        try:
            check_password(password, username=username)
        except AccountProblem:
            continue
        return password


def check_password(password: str, *, username: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        AccountProblem: with what is missing; the password is not repeated.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountProblem(f"密码应为{SHORTEST}至{LONGEST}个字符。")
    if _kinds(password) < _KINDS:
        raise AccountProblem("密码应包含大写字母、小写字母、数字、其他字符中的至少三类。")
    if len(set(password)) < SHORTEST // 2:
        raise AccountProblem("密码中重复的字符太多。")
    if username.lower() in password.lower():
        raise AccountProblem("密码不能包含用户名。")
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        raise AccountProblem("这个密码太常见，容易被猜到。") from None


def _kinds(password: str) -> int:
    upper = any(each.isascii() and each.isupper() for each in password)
    lower = any(each.isascii() and each.islower() for each in password)
    digit = any(each.isascii() and each.isdigit() for each in password)
    other = any(not (each.isascii() and each.isalnum()) for each in password)
    return upper + lower + digit + other
