"""How long recorded values are kept. No national period for assistance files is known; a county may set others."""

from enum import StrEnum


class Retention(StrEnum):
    """Retention classes and what they mean."""

    ASSISTANCE_FILE = "assistance_file"
    """30 years after the assistance ends; files of destitute persons are listed for permanent keeping."""
    VERIFICATION_FEED = "verification_feed"
    """12 months after the decision, then only the adopted value stays."""
    REGISTER = "register"
    """As long as the person or household is in the register."""

    @property
    def label(self) -> str:
        """The officer's words."""
        return {
            "assistance_file": "救助终止后30年",
            "verification_feed": "作出决定后12个月，其后只留核定值",
            "register": "在册期间",
        }[self.value]
