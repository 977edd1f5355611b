"""What is done to officers, accounts, roles, mandates and relatives: one transaction, one event each; refusals are events too."""

from minzheng.engine.access.actions.accounts import (
    create_account,
    create_resident_account,
    disable_account,
    enable_account,
    set_password,
)
from minzheng.engine.access.actions.answering import answer_once, forget_answers
from minzheng.engine.access.actions.clients import (
    callback_of,
    client_of,
    clients_to_tell,
    create_client,
    disable_client,
    set_callback,
)
from minzheng.engine.access.actions.founding import found_bureau
from minzheng.engine.access.actions.mandates import end_mandate, record_mandate
from minzheng.engine.access.actions.officers import create_officer, transfer_officer
from minzheng.engine.access.actions.relatives import declare_relative
from minzheng.engine.access.actions.roles import assign_role, end_role
from minzheng.engine.access.actions.second_factors import record_second_factor, reset_second_factor
from minzheng.engine.access.actions.seldom import is_seldom
from minzheng.engine.access.actions.sign_in import (
    admit_try,
    authenticate,
    record_sign_in,
    record_sign_out,
    try_failed,
    try_succeeded,
    unlock,
)

__all__ = [
    "admit_try",
    "answer_once",
    "assign_role",
    "authenticate",
    "callback_of",
    "client_of",
    "clients_to_tell",
    "create_account",
    "create_client",
    "create_officer",
    "create_resident_account",
    "declare_relative",
    "disable_account",
    "disable_client",
    "enable_account",
    "end_mandate",
    "end_role",
    "forget_answers",
    "found_bureau",
    "is_seldom",
    "record_mandate",
    "record_second_factor",
    "record_sign_in",
    "record_sign_out",
    "reset_second_factor",
    "set_callback",
    "set_password",
    "transfer_officer",
    "try_failed",
    "try_succeeded",
    "unlock",
]
