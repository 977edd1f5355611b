"""Marks that programs show: for whom, how long, and what they let do."""

from __future__ import annotations

from datetime import timedelta

from minzheng.engine.access import actions
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.tokens import LIFETIME, client_actor, issue_token, opened_text, scopes_of, sealed_text
from minzheng.engine.access.types import SYSTEM
from tests.engine.access.conftest import AT, ORIGIN, SOCIAL, WEST, Bureau


def test_a_mark_names_its_program_where_and_for_what_it_was_let_in(bureau: Bureau) -> None:
    client, _ = actions.create_client(
        name="核对中心", scopes=[Scope.VERIFY, "unheard.of"], service=SOCIAL, division=WEST, by=SYSTEM, at=AT
    )
    actor = client_actor(issue_token(client, at=AT), at=AT, origin=ORIGIN, purpose="核对")
    assert actor is not None
    assert (actor.account, actor.person, actor.role, actor.purpose) == (client.pk, None, Role.VERIFIER, "核对")
    assert actor.roles_for(service=SOCIAL, division=530129001001) == {Role.VERIFIER}
    assert not actor.roles_for(service=SOCIAL, division=530129103001)
    assert scopes_of(actor) == {Scope.VERIFY, "unheard.of"}
    assert scopes_of(SYSTEM) == frozenset()


def test_what_is_narrowed_holds_at_the_next_request(bureau: Bureau) -> None:
    client, _ = actions.create_client(name="平台", scopes=list(Scope), service=SOCIAL, division=WEST, by=SYSTEM, at=AT)
    token = issue_token(client, at=AT)
    client.scopes = [Scope.READ]
    client.save()
    actor = client_actor(token, at=AT + LIFETIME - timedelta(seconds=1), origin=ORIGIN)
    assert actor is not None
    assert [each.role for each in actor.assignments] == [Role.AUDITOR]
    assert client_actor(token, at=AT + LIFETIME, origin=ORIGIN) is None


def test_a_mark_is_good_for_what_it_was_sealed_for_alone(db: None) -> None:
    assert opened_text("api.page", sealed_text("api.page", {"a": 1})) == {"a": 1}
    for wrong in (sealed_text("access_client.token", {"a": 1}), "", "=", "马", "x" * 5_000):
        assert opened_text("api.page", wrong) is None


def test_every_scope_has_its_words_and_its_role() -> None:
    assert all(scope.label and not scope.role.is_administrator for scope in Scope)
