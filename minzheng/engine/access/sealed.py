"""The columns of this engine that are sealed, by the name bound into their ciphertext."""

from __future__ import annotations

from enum import StrEnum

from minzheng.engine.database.sealed_values import watch


class Sealed(StrEnum):
    """Sealed columns."""

    OFFICER_NUMBER = "access_officer.id_number"
    ANSWER = "access_answeredcall.answer"
    CALLBACK_KEY = "access_client.callback_secret"
    RELATIVE_NAME = "access_officerrelative.name"
    FACTOR = "mfa_authenticator.data"
    """Secrets of second factors, which django-allauth keeps; sealed by the surface that signs people in."""


def watch_columns() -> None:
    """Say which columns hold sealed values, so that a lost key file is noticed."""
    for column in Sealed:
        watch(column)
