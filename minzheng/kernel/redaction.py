"""Personal data kept out of logs: numbers by their shape, fields by their name."""

import re

REDACTED = "[已隐去]"

# A resident number without its X looks like a bank card, a mobile number like a part of either: whole runs of digits are judged.
_BANK_CARD = re.compile(r"(?<![0-9])[0-9]{16,19}(?![0-9Xx])")
_IDENTITY = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9Xx])")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_PERSONAL_FIELD = re.compile(
    r"(?:^|_)(?:name|names|applicant|holder|person|people|address|phone|mobile|id_number|account|bank_card|password|secret|token|key)$"
)


def redact_text(text: str) -> str:
    """Replace identity numbers (18 and 15 digits), bank cards and mobile numbers in a text."""
    for pattern in (_BANK_CARD, _IDENTITY, _PHONE):
        text = pattern.sub(REDACTED, text)
    return text


def is_personal_field(name: str) -> bool:
    """Whether a field is, by its name, never to be logged: names, addresses, numbers, secrets."""
    return _PERSONAL_FIELD.search(name) is not None
