"""What a log may not show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.redaction import REDACTED, is_personal_field, redact_text


@given(
    prefix=st.text(alphabet="张身份证：，. -", max_size=5),
    number=st.from_regex(r"[1-9][0-9]{16}[0-9Xx]", fullmatch=True),
)
def test_no_identity_number_survives(prefix: str, number: str) -> None:
    assert redact_text(f"{prefix}{number}。") == f"{prefix}{REDACTED}。"


@pytest.mark.parametrize(
    "number", ["530199900101001", "6222020200112233", "6222020200112233445", "13800138000", "53019919900101001x"]
)
def test_each_kind_of_number_is_replaced(number: str) -> None:
    assert redact_text(f"({number})") == f"({REDACTED})"


@pytest.mark.parametrize("text", ["2026-11-24 12:00:00", "530129001001", "12345678901", "1234567890123456789012", ""])
def test_other_numbers_stay(text: str) -> None:
    assert redact_text(text) == text


@pytest.mark.parametrize("name", ["name", "applicant_name", "id_number", "mobile", "owner_password", "key"])
def test_personal_fields_are_known_by_name(name: str) -> None:
    assert is_personal_field(name)


@pytest.mark.parametrize("name", ["event", "rows", "filename", "keyboard", "level"])
def test_other_fields_are_not(name: str) -> None:
    assert not is_personal_field(name)
