from minzheng.engine.cases.models.callbacks import Callback
from minzheng.engine.cases.models.cases import Case, CaseCounter
from minzheng.engine.cases.models.decisions import Decision
from minzheng.engine.cases.models.drafts import Draft
from minzheng.engine.cases.models.imprest import ImprestEntry, ImprestFund, ImprestReconciliation
from minzheng.engine.cases.models.materials import Material
from minzheng.engine.cases.models.movements import CaseRecord, Movement
from minzheng.engine.cases.models.ratings import Rating
from minzheng.engine.cases.models.views import SavedView

__all__ = [
    "Callback",
    "Case",
    "CaseCounter",
    "CaseRecord",
    "Decision",
    "Draft",
    "ImprestEntry",
    "ImprestFund",
    "ImprestReconciliation",
    "Material",
    "Movement",
    "Rating",
    "SavedView",
]
