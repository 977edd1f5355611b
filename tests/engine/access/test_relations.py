"""Relatives of staff, mandates of families, programs of other bureaus."""

from __future__ import annotations

from datetime import date

import pytest

from minzheng.engine.access import actions, queries
from minzheng.engine.access.models import Client, OfficerRelative
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import SYSTEM, AccessProblem, AccountProblem, DiscoveredBy, StaffRelative
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.sealed_values import index_of, open_value
from minzheng.kernel.codes import UnknownCode
from tests.engine.access.conftest import AT, SOCIAL, TODAY, Bureau, events, number

MOTHER = number(900)


def declare(bureau: Bureau, by: str = "west", **given):
    words = {
        "officer": bureau.officers["west"],
        "name": "马桂芬",
        "id_number": MOTHER,
        "relation": "52",
        "on": TODAY,
        "at": AT,
    }
    return actions.declare_relative(**(words | {"by": bureau.actor(by)} | given))


def test_a_relative_is_found_by_the_index_of_the_number_alone(bureau: Bureau):
    row = declare(bureau)
    assert queries.relatives_of(index_of(MOTHER)) == (
        StaffRelative(bureau.officers["west"].pk, "马晓燕", "县民政局", "科员", 52, DiscoveredBy.DECLARED),
    )
    assert queries.relatives_of(index_of(number(901))) == ()
    assert "马桂芬".encode() not in bytes(row.name)
    assert open_value(Sealed.RELATIVE_NAME, row.pk, bytes(row.name)) == "马桂芬"
    (event,) = events("access.declare_relative")
    assert event.detail == {"relation": 52, "discovered_by": 1}
    assert (str(row), DiscoveredBy.MATCHED.label) == (f"{row.pk} 52", "比对发现")


def test_nobody_handles_their_own_application(bureau: Bureau):
    (found,) = queries.relatives_of(index_of(number(5)))
    assert (found.officer, found.relation) == (bureau.officers["west"].pk, 1)


@pytest.mark.parametrize("by", ["west", "county"])
def test_one_declares_ones_own_and_the_county_what_it_found(bureau: Bureau, by):
    assert declare(bureau, by, discovered_by=DiscoveredBy.MATCHED).discovered_by == DiscoveredBy.MATCHED


@pytest.mark.parametrize("by", ["east", "security"])
def test_nobody_else_declares(bureau: Bureau, by):
    with pytest.raises(AccessProblem, match="自己的近亲属"):
        declare(bureau, by)
    assert not OfficerRelative.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"relation": "01"}, "亲属关系"), ({"relation": 99}, "亲属关系"), ({"id_number": "530199198001010990"}, "身份证号不正确")],
)  # fmt: skip
def test_it_refuses_what_is_no_relative(bureau: Bureau, given, sentence):
    with pytest.raises(AccountProblem, match=sentence):
        declare(bureau, **given)


def test_it_refuses_a_relation_that_is_not_in_the_list(bureau: Bureau):
    with pytest.raises(UnknownCode):
        declare(bureau, relation="zz")


def test_a_relative_is_entered_once(bureau: Bureau):
    declare(bureau)
    with pytest.raises(AccountProblem, match="已经备案"):
        declare(bureau, relation=28)


def test_a_lost_key_file_is_noticed_when_only_staff_are_sealed(bureau: Bureau, settings, tmp_path):
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"key_ring": tmp_path / "key-ring"})
    with pytest.raises(DatabaseProblem, match="请从备份恢复"):
        index_of(MOTHER)


def mandate(**given):
    words = {
        "document": "委托书2026-1",
        "valid_from": date(2026, 8, 1),
        "valid_until": date(2027, 8, 1),
        "by": SYSTEM,
        "at": AT,
    }
    return actions.record_mandate(**({"agent": 50, "household": 7} | words | given))


def test_a_mandate_holds_for_whom_and_while_it_says(db: None):
    household, person = mandate(), mandate(household=None, person=51)
    assert queries.acts_for(50, household=7, on=TODAY)
    assert queries.acts_for(50, person=51, on=TODAY)
    assert not queries.acts_for(50, household=8, on=TODAY)
    assert not queries.acts_for(51, household=7, on=TODAY)
    assert not queries.acts_for(50, household=7, on=date(2026, 7, 31))
    assert not queries.acts_for(50, household=7, on=date(2027, 8, 1))
    actions.end_mandate(mandate=household, by=SYSTEM, at=AT)
    assert not queries.acts_for(50, household=7, on=TODAY)
    with pytest.raises(AccountProblem, match="已经结束"):
        actions.end_mandate(mandate=household, by=SYSTEM, at=AT)
    assert (str(household), str(person)) == ("50 → 7", "50 → 51")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"person": 4}, "个人还是家庭"), ({"household": None}, "个人还是家庭"), ({"household": None, "person": 50}, "本人"),
        ({"document": " "}, "委托书"), ({"valid_until": date(2026, 8, 1)}, "晚于"),
    ],
)  # fmt: skip
def test_it_refuses_a_mandate_that_cannot_be(db: None, given, sentence):
    with pytest.raises(AccountProblem, match=sentence):
        mandate(**given)


def test_a_program_is_known_by_a_secret_that_is_not_kept(bureau: Bureau):
    client, secret = actions.create_client(
        name="县医保局", scopes=["grants.read"], service=SOCIAL, division="530129", by=bureau.actor("security"), at=AT
    )
    assert secret not in client.secret
    assert actions.client_of(client_id=client.client_id, secret=secret) == client
    assert actions.client_of(client_id=client.client_id, secret="x") is None
    assert actions.client_of(client_id="nobody", secret=secret) is None
    assert actions.client_of(client_id="谁", secret=secret) is None
    assert str(client) == client.client_id
    actions.disable_client(client=client, by=bureau.actor("security"), at=AT)
    assert actions.client_of(client_id=client.client_id, secret=secret) is None


def test_only_the_security_administrator_lets_programs_in(bureau: Bureau):
    with pytest.raises(AccessProblem, match="安全管理员"):
        actions.create_client(name="x", scopes=[], service=SOCIAL, division="", by=bureau.actor("system"), at=AT)
    assert not Client.objects.exists()
