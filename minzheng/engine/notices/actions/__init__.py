"""What people are told: one transaction, one event each. Who may do it is checked by whoever calls (cases, surfaces)."""

from minzheng.engine.notices.actions.codes import forget_codes, send_code, use_code
from minzheng.engine.notices.actions.deliveries import record_delivery
from minzheng.engine.notices.actions.letters import issue_letter, supersede_letter, withdraw_letter
from minzheng.engine.notices.actions.messages import queue_message, send_due
from minzheng.engine.notices.actions.objections import handle_objection, record_objection
from minzheng.engine.notices.actions.public_notices import add_evidence, post_notice, take_down, take_down_due

__all__ = [
    "add_evidence",
    "forget_codes",
    "handle_objection",
    "issue_letter",
    "post_notice",
    "queue_message",
    "record_delivery",
    "record_objection",
    "send_code",
    "send_due",
    "supersede_letter",
    "take_down",
    "take_down_due",
    "use_code",
    "withdraw_letter",
]
