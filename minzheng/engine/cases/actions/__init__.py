"""The verbs of casework. Each is one transaction, leaves an audit event, and refuses in Chinese."""

from minzheng.engine.cases.actions.acting import act
from minzheng.engine.cases.actions.callbacks import call_due, try_again
from minzheng.engine.cases.actions.following import ask_code, follow, follower, looks_at, urge
from minzheng.engine.cases.actions.handling import assign, extend, mark_complaint
from minzheng.engine.cases.actions.materials import add_materials, open_material, strike_material
from minzheng.engine.cases.actions.opening import open_case, save_answers
from minzheng.engine.cases.actions.recording import add_record
from minzheng.engine.cases.actions.viewing import search_cases, view_case

__all__ = [
    "act",
    "add_materials",
    "add_record",
    "ask_code",
    "assign",
    "call_due",
    "extend",
    "follow",
    "follower",
    "looks_at",
    "mark_complaint",
    "open_case",
    "open_material",
    "save_answers",
    "search_cases",
    "strike_material",
    "try_again",
    "urge",
    "view_case",
]
