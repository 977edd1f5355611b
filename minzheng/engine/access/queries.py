"""Who somebody is today, whether they may, and what is known of those who work here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from minzheng.engine.access.denials import denied
from minzheng.engine.access.models import Account, AssignedRole, Mandate, Officer, OfficerRelative
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, AccessProblem, Actor, Assignment, DiscoveredBy, StaffRelative
from minzheng.engine.audit.types import ActorKind, Subject

STOPPED = "账户已停用。如需恢复，请联系安全管理员。"
"""What a disabled account is told."""
_NOT_YOURS = "您没有办理这项业务的权限。如确有需要，请联系安全管理员核对您的岗位和辖区。"


def actor_of(account: Account | int, *, on: date, origin: str, purpose: str = "") -> Actor:
    """Return who acts through an account, with the roles that hold on a day; asked at every request, so that changes hold at once.

    Args:
        account: the account that is signed in, or its id.
        on: today.
        origin: network address or terminal.
        purpose: why a record outside one's own queue is opened.

    Raises:
        AccessProblem: the account is gone or disabled.
    """
    number = account if isinstance(account, int) else account.pk
    found = Account.objects.select_related("officer").filter(pk=number, is_active=True).first()
    if found is None:
        raise AccessProblem(STOPPED)
    if found.officer is None:
        return Actor(
            kind=ActorKind.RESIDENT, account=found.pk, person=found.resident, origin=origin, purpose=purpose
        )  # fmt: skip
    assignments = assignments_of(found.officer.pk, on=on)
    roles = {each.role for each in assignments}
    return Actor(
        kind=ActorKind.OFFICER,
        account=found.pk,
        person=found.officer.pk,
        name=found.officer.name,
        role=roles.pop() if len(roles) == 1 else "",
        origin=origin,
        purpose=purpose,
        assignments=assignments,
    )


def assignments_of(officer: int, *, on: date) -> tuple[Assignment, ...]:
    """Return the roles of an officer that hold on a day."""
    rows = AssignedRole.objects.filter(holding(on), officer=officer).order_by("id")
    return tuple(Assignment(Role(row.role), row.service, row.division) for row in rows)


def holding(on: date) -> Q:
    """The condition that an assigned role holds on a day; `valid_until` is the first day it does not."""
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def require(
    actor: Actor,
    roles: Iterable[Role],
    *,
    service: str,
    division: int,
    action: str,
    at: datetime,
    subject: Subject | None = None,
) -> None:
    """Refuse an actor who holds none of the roles for a record, and record the refusal.

    Raises:
        AccessProblem: with a sentence for the person.
    """
    wanted = frozenset(roles)
    if not actor.may(wanted, service=service, division=division):
        raise denied(
            _NOT_YOURS, action=action, by=actor, at=at, subject=subject, division=division,
            detail={"service": service, "roles": sorted(wanted)},
        )  # fmt: skip


def require_anywhere(actor: Actor, role: Role, *, action: str, at: datetime, subject: Subject | None = None) -> None:
    """Refuse an actor who does not hold an administrator's role, and record the refusal. The product itself may.

    Raises:
        AccessProblem: with a sentence for the person.
    """
    if actor.kind is not ActorKind.SYSTEM and not actor.holds(role):
        raise denied(
            f"这项操作只能由{role.label}办理。", action=action, by=actor, at=at, subject=subject, detail={"roles": [role]}
        )  # fmt: skip


def password_expired(account: Account, *, at: datetime, lifetime: timedelta) -> bool:
    """Whether a new password must be set: the present one was given by somebody else or is too old."""
    return account.password_changed_at is None or at - account.password_changed_at > lifetime


def officer_names(officers: Iterable[int]) -> dict[int, str]:
    """Return the names of officers, for pages that show who did something."""
    return dict(Officer.objects.filter(pk__in=set(officers)).values_list("pk", "name"))


def colleagues(roles: Collection[Role], *, service: str, division: int, on: date) -> dict[int, str]:
    """Return the officers who hold one of some roles for a service at a place on a day: officer → name and post."""
    place = f"{division:012d}"
    held = AssignedRole.objects.filter(
        holding(on), role__in=roles, service__in=[service, ALL_SERVICES],
        division__in=[place[:length] for length in range(len(place) + 1)],
    )  # fmt: skip
    found = held.order_by("officer__name", "officer").values_list(
        "officer", "officer__name", "officer__unit", "officer__post"
    )
    return {row: f"{name}（{unit} {post}）" for row, name, unit, post in found}


def officer_posts(officers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return unit and post of officers, for residents who are told which office looked at their record."""
    found = Officer.objects.filter(pk__in=set(officers)).values_list("pk", "unit", "post")
    return {row: (unit, post) for row, unit, post in found}


def accounts_by_name() -> dict[str, int]:
    """Return the accounts there are by the name they sign in with."""
    return dict(Account.objects.values_list("username", "pk"))


def relatives_of(*indexes: bytes) -> tuple[StaffRelative, ...]:
    """Return the officers who have a near relative with one of these identity numbers (blind indexes), or who bear one themselves.

    An officer's own number counts: nobody handles their own application. The relation is then 01 (self).
    """
    rows = OfficerRelative.objects.filter(id_number_index__in=indexes).select_related("officer").order_by("id")
    found = [
        StaffRelative(
            row.officer.pk, row.officer.name, row.officer.unit, row.officer.post, row.relation, DiscoveredBy(row.discovered_by)
        )
        for row in rows
    ]  # fmt: skip
    own = Officer.objects.filter(id_number_index__in=indexes).order_by("id")
    return (
        *(StaffRelative(each.pk, each.name, each.unit, each.post, 1, DiscoveredBy.MATCHED) for each in own),
        *found,
    )


def acts_for(agent: int, *, person: int | None = None, household: int | None = None, on: date) -> bool:
    """Whether a registry person may act for a person or a household on a day."""
    whom = Q(person=person) if household is None else Q(household=household)
    return Mandate.objects.filter(
        whom, agent=agent, valid_from__lte=on, valid_until__gt=on, ended_at__isnull=True
    ).exists()


def agents_of(*, person: int | None, household: int | None, on: date) -> frozenset[int]:
    """The registry persons who may act for a person or for their household on a day."""
    whom = Q(person=person, person__isnull=False) | Q(household=household, household__isnull=False)
    held = Mandate.objects.filter(whom, valid_from__lte=on, valid_until__gt=on, ended_at__isnull=True)
    return frozenset(held.values_list("agent", flat=True))
