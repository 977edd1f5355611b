from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from minzheng.engine.access.roles import Role

_ROLES = [(role.value, role.label) for role in Role]


class Officer(models.Model):
    """A natural person who works here. Decisions compare officers, never accounts.

    The identity number is sealed, and its blind index says that one person is registered once.
    """

    name = models.CharField(max_length=50)
    id_number = models.BinaryField()
    id_number_index = models.BinaryField(unique=True)
    post = models.CharField(max_length=60, blank=True, default="")
    unit = models.CharField(max_length=100)
    division = models.BigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Accounts as Django looks them up."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this name, however its letters were written."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in: of an officer, who may have several, or of a resident (`resident` is a registry person)."""

    username = models.CharField(max_length=60, unique=True)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="accounts")
    resident = models.BigIntegerField(null=True, db_index=True)
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=Q(officer__isnull=False, resident__isnull=True)
                | Q(officer__isnull=True, resident__isnull=False),
                name="access_account_of_one_person",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_at__isnull=True) | Q(is_active=False, disabled_at__isnull=False),
                name="access_account_disabled_some_day",
            ),
        )

    def __str__(self) -> str:
        return self.username


class AssignedRole(models.Model):
    """An officer's role for some services in one division, from a day, until a day where it has an end."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=60, choices=_ROLES)
    service = models.CharField(max_length=60)
    division = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="access_assignedrole_in_order",
            ),
            models.CheckConstraint(
                condition=Q(division__regex=r"^[0-9]*$"), name="access_assignedrole_division_digits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"


class SignInTries(models.Model):
    """How often somebody lately failed to sign in with a name, existing or not, or from an address; what else an address may do seldom.

    `key` is a digest: what people type into the field of the name may be anything, a password included.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.tries}"


class Client(models.Model):
    """A program of another bureau that asks through the interface, for one service in one division.

    Where it has a callback address, it is told there what happens to those cases, signed with a secret of its own.
    """

    client_id = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    secret = models.CharField(max_length=200)
    scopes = ArrayField(models.CharField(max_length=60))
    service = models.CharField(max_length=60)
    division = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    disabled_at = models.DateTimeField(null=True)
    callback_url = models.CharField(max_length=300, blank=True, default="")
    callback_secret = models.BinaryField(null=True)

    def __str__(self) -> str:
        return self.client_id


class AnsweredCall(models.Model):
    """What a call of a program was answered, sealed, for the day in which it may be sent again; null while it is being done."""

    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    answer = models.BinaryField(null=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class Mandate(models.Model):
    """Somebody may act for a person or a household (委托手续), on a document, for a time. All three are of the registry."""

    agent = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField(null=True, db_index=True)
    household = models.BigIntegerField(null=True, db_index=True)
    document = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, household__isnull=True)
                | Q(person__isnull=True, household__isnull=False),
                name="access_mandate_for_one",
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="access_mandate_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.agent} → {self.person or self.household}"


class OfficerRelative(models.Model):
    """A near relative of an officer (近亲属备案): the name sealed, the identity number kept as a blind index alone."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="relatives")
    name = models.BinaryField()
    id_number_index = models.BinaryField(db_index=True)
    relation = models.PositiveSmallIntegerField()
    discovered_by = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(fields=["officer", "id_number_index"], name="access_officerrelative_once"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.relation}"
