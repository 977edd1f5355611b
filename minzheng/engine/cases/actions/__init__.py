"""The verbs of casework. Each is one transaction, leaves an audit event, and refuses in Chinese."""

from minzheng.engine.cases.actions.acting import act
from minzheng.engine.cases.actions.callbacks import call_due, try_again
from minzheng.engine.cases.actions.continuing import open_follow_up
from minzheng.engine.cases.actions.delivering import deliver_letter
from minzheng.engine.cases.actions.drafting import (
    Applicant,
    Begun,
    ask_draft_code,
    ask_resuming_code,
    begin_draft,
    drop_draft,
    faults_in,
    forget_drafts,
    hand_in,
    offered_online,
    read_draft,
    resume_drafts,
    save_draft,
)
from minzheng.engine.cases.actions.following import ask_code, follow, follower, looks_at, urge
from minzheng.engine.cases.actions.handling import assign, extend, mark_complaint
from minzheng.engine.cases.actions.listing import drop_view, export_cases, save_view
from minzheng.engine.cases.actions.materials import add_materials, open_material, strike_material
from minzheng.engine.cases.actions.opening import open_case, save_answers
from minzheng.engine.cases.actions.publicity import handle_objection, object_to_notice, prove_notice, take_notice_down
from minzheng.engine.cases.actions.rating import explain_rating, rate
from minzheng.engine.cases.actions.receiving import (
    Incoming,
    Received,
    count_incoming,
    incoming,
    receive,
    send_back,
    view_incoming,
)
from minzheng.engine.cases.actions.recording import add_record
from minzheng.engine.cases.actions.reporting import asked_online, report_online
from minzheng.engine.cases.actions.viewing import search_cases, view_case

__all__ = [
    "Applicant",
    "Begun",
    "Incoming",
    "Received",
    "act",
    "add_materials",
    "add_record",
    "ask_code",
    "ask_draft_code",
    "ask_resuming_code",
    "asked_online",
    "assign",
    "begin_draft",
    "call_due",
    "count_incoming",
    "deliver_letter",
    "drop_draft",
    "drop_view",
    "explain_rating",
    "export_cases",
    "extend",
    "faults_in",
    "follow",
    "follower",
    "forget_drafts",
    "hand_in",
    "handle_objection",
    "incoming",
    "looks_at",
    "mark_complaint",
    "object_to_notice",
    "offered_online",
    "open_case",
    "open_follow_up",
    "open_material",
    "prove_notice",
    "rate",
    "read_draft",
    "receive",
    "report_online",
    "resume_drafts",
    "save_answers",
    "save_draft",
    "save_view",
    "search_cases",
    "send_back",
    "strike_material",
    "take_notice_down",
    "try_again",
    "urge",
    "view_case",
    "view_incoming",
]
