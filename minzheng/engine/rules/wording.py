"""Says a rule's expression in Chinese, from its source: what the officer reads is the code, never a second text.

Round brackets group arithmetic, 〔…〕 holds what qualifies a figure, “…” quotes a condition or a code, 【…】 the answer in one case.
"""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import Any, NamedTuple

from minzheng.engine.rules.reading import ROWS
from minzheng.engine.rules.settings_words import constant_words
from minzheng.kernel.facts import Level

_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "低于",
    ast.LtE: "不超过",
    ast.Gt: "超过",
    ast.GtE: "不低于",
    ast.Eq: "是",
    ast.NotEq: "不是",
}
_JOINED: dict[type[ast.operator], tuple[str, int]] = {
    ast.BitOr: (" 或者 ", 1),
    ast.BitAnd: (" 并且 ", 2),
    ast.Add: (" ＋ ", 4),
    ast.Sub: (" － ", 4),
    ast.Mult: (" × ", 5),
    ast.Div: (" ÷ ", 5),
}
_ROUNDED = {
    "HALF_UP_FEN": "四舍五入到分",
    "HALF_UP_YUAN": "四舍五入到元",
    "CEIL_YUAN": "进位到元",
    "FLOOR_YUAN": "舍去不足一元的部分",
}
_LOOSE, _COMPARISON, _NOT, _ATOM = 0, 3, 6, 9
_SHOWN = 6
_MONTHS_OF_A_YEAR = 12


class RowWords(NamedTuple):
    """How sentences speak of the rows of a level below: “各” + “成员”, counted in “人”."""

    each: str
    word: str
    counter: str


ROW_WORDS = {
    Level.MEMBER: RowWords("各", "成员", "人"),
    Level.INCOME: RowWords("各项", "收入", "项"),
    Level.EXPENSE: RowWords("各项", "支出", "项"),
    Level.ASSET: RowWords("各项", "财产", "项"),
    Level.OBLIGOR: RowWords("各", "义务人", "人"),
}
OWN_OBLIGORS = RowWords("各", "本人的义务人", "人")
AGGREGATES = frozenset({"sum", "count", "any", "all", "largest"})


class Voice:
    """Where the words of a sentence come from. This one knows labels only; a voice that knows figures says more."""

    def name(self, name: str) -> str:
        """The words for a name."""
        raise NotImplementedError  # pragma: no cover - every voice has words for names

    def code(self, of: str, key: str) -> str:
        """The label of a code key for the column, parameter or code list ``of``; the key itself if it is none of its list."""
        raise NotImplementedError  # pragma: no cover - every voice has words for codes

    def constant(self, name: str) -> Any:
        """A list of code keys that stands in the rule's module under a name; None if there is none."""
        raise NotImplementedError  # pragma: no cover - every voice knows its module

    def unit(self, name: str) -> str:
        """What a name is counted in."""
        raise NotImplementedError  # pragma: no cover - every voice knows units

    def by_code(self, _node: ast.Subscript) -> str | None:
        """The figure of a parameter for a code; None to say it in words."""
        return None

    def rows(self, _node: ast.Call) -> str | None:
        """The figure that rows below come to; None to say it in words."""
        return None

    def case_met(self, _node: ast.Call) -> int | None:
        """Which of a list of cases was met, in the order written, the number of cases for none; None to name them all."""
        return None


class Wording:
    """Words one expression with one voice."""

    def __init__(self, voice: Voice) -> None:
        """Keep the source of words."""
        self._voice = voice

    def of(self, node: ast.expr) -> str:
        """The expression in words."""
        return self._worded(node)[0]

    def _inside(self, node: ast.expr, strength: int) -> str:
        text, own = self._worded(node)
        return text if own >= strength else f"（{text}）"

    def _worded(self, node: ast.expr) -> tuple[str, int]:
        return getattr(self, f"_{type(node).__name__.lower()}")(node)  # type: ignore[no-any-return]

    def _name(self, node: ast.Name) -> tuple[str, int]:
        return self._voice.name(node.id), _ATOM

    def _attribute(self, node: ast.Attribute) -> tuple[str, int]:
        return self._voice.name(node.attr), _ATOM

    def _constant(self, node: ast.Constant) -> tuple[str, int]:
        return str(node.value), _ATOM

    def _binop(self, node: ast.BinOp) -> tuple[str, int]:
        word, strength = _JOINED[type(node.op)]
        if isinstance(node.op, ast.BitOr):
            return f"{self._alternative(node.left)}{word}{self._alternative(node.right)}", strength
        stronger = strength + (1 if isinstance(node.op, ast.Sub | ast.Div) else 0)
        right = self._months(node) or self._inside(node.right, stronger)
        return f"{self._inside(node.left, strength)}{word}{right}", strength

    def _months(self, node: ast.BinOp) -> str:
        """Twelve as a factor is always the months of a year: ages and monthly amounts become months and yearly amounts."""
        twelve = isinstance(node.right, ast.Constant) and node.right.value == _MONTHS_OF_A_YEAR
        return f"{_MONTHS_OF_A_YEAR}个月" if twelve and isinstance(node.op, ast.Mult | ast.Div) else ""

    def _alternative(self, node: ast.expr) -> str:
        """One side of “或者”: a conjunction in brackets, so that nobody has to remember which binds tighter."""
        both = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)
        return f"（{self.of(node)}）" if both else self.of(node)

    def _unaryop(self, node: ast.UnaryOp) -> tuple[str, int]:
        if isinstance(node.op, ast.USub):
            return f"负的{self._inside(node.operand, _ATOM)}", _NOT
        if _method(node.operand) == "among":
            return self._belongs(node.operand, "不属于"), _COMPARISON
        return f"不符合“{self.of(node.operand)}”", _NOT

    def _compare(self, node: ast.Compare) -> tuple[str, int]:
        left, right, word = node.left, node.comparators[0], _COMPARED[type(node.ops[0])]
        said = self._inside(left, _COMPARISON + 1)
        if not isinstance(right, ast.Constant):
            return f"{said} {word} {self._inside(right, _COMPARISON + 1)}", _COMPARISON
        if isinstance(right.value, str):
            return f"{said} {word}“{self._voice.code(_column(left), right.value)}”", _COMPARISON
        return f"{said} {word} {constant_words(Fraction(str(right.value)), self.unit(left))}", _COMPARISON

    def unit(self, node: ast.expr) -> str:
        """What an expression is counted in, so that a bare number beside it can be read."""
        if isinstance(node, ast.BinOp):
            return self.unit(node.left)
        if _method(node) == "count":
            return _row_words(node).counter
        if _method(node):
            return self.unit(node.func.value)  # type: ignore[attr-defined]
        name = _column(node)
        return self._voice.unit(name) if name else ""

    def _subscript(self, node: ast.Subscript) -> tuple[str, int]:
        figure = self._voice.by_code(node)
        if figure is not None:
            return figure, _ATOM
        if isinstance(node.slice, ast.Constant):
            return f"{self.of(node.value)}〔{self._voice.code(_column(node.value), str(node.slice.value))}〕", _ATOM
        return f"{self.of(node.value)}〔按{self.of(node.slice)}〕", _ATOM

    def _call(self, node: ast.Call) -> tuple[str, int]:
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in AGGREGATES:
                return self._aggregate(node), _ATOM
            return getattr(self, f"_dot_{node.func.attr}")(node.func.value, node)  # type: ignore[no-any-return]
        assert isinstance(node.func, ast.Name)  # noqa: S101 - rules call nothing but the language's own words
        return getattr(self, f"_call_{node.func.id}")(node)  # type: ignore[no-any-return]

    # What the rows below come to.

    def _aggregate(self, node: ast.Call) -> str:
        figure = self._voice.rows(node)
        return figure if figure is not None else getattr(self, f"_{_method(node)}_of")(node)

    def _sum_of(self, node: ast.Call) -> str:
        value = node.func.value  # type: ignore[attr-defined]
        if _method(value) == "where":
            return f"{self._each(value.func.value)}合计〔只计：{self.of(value.args[0])}〕"
        return f"{self._each(value)}合计"

    def _largest_of(self, node: ast.Call) -> str:
        return f"{self._each(node.func.value)}中最大的"  # type: ignore[attr-defined]

    def _each(self, value: ast.expr) -> str:
        each, word, _ = _row_words(value)
        said = self.of(value)
        if not isinstance(value, ast.Attribute):
            return f"{each}{word}的“{said}”"
        return f"{each}{said}" if said.startswith(word) else f"{each}{word}的{said}"

    def _count_of(self, node: ast.Call) -> str:
        value = node.func.value  # type: ignore[attr-defined]
        words = _row_words(value)
        only = "" if isinstance(value, ast.Name) else f"〔只计：{self.of(value)}〕"
        return f"{words.word}{words.counter}数{only}"

    def _any_of(self, node: ast.Call) -> str:
        return f"有{_row_words(node).word}符合“{self.of(node.func.value)}”"  # type: ignore[attr-defined]

    def _all_of(self, node: ast.Call) -> str:
        return f"全部{_row_words(node).word}都符合“{self.of(node.func.value)}”"  # type: ignore[attr-defined]

    # The language's functions.

    def _call_at_least(self, node: ast.Call) -> tuple[str, int]:
        floor, value = node.args
        if isinstance(floor, ast.Constant):
            low = constant_words(Fraction(str(floor.value)), self.unit(value))
            if floor.value == 0:
                return f"{self._inside(value, _ATOM)}〔为负的按 0 计〕", _ATOM
            return f"{self._inside(value, _ATOM)}〔低于 {low} 的按 {low} 计〕", _ATOM
        return self._extreme(node, "大")

    def _call_at_most(self, node: ast.Call) -> tuple[str, int]:
        return self._extreme(node, "小")

    def _extreme(self, node: ast.Call, word: str) -> tuple[str, int]:
        said = [self.of(argument) for argument in _flat(node)]
        return f"〔{'；'.join(said)}〕中{f'较{word}' if len(said) == 2 else f'最{word}'}的", _ATOM

    def _call_either(self, node: ast.Call) -> tuple[str, int]:
        flag, then, otherwise = (self.of(argument) for argument in node.args)
        return f"如果{flag}，则为{then}；否则为{otherwise}", _LOOSE

    def _call_rounded(self, node: ast.Call) -> tuple[str, int]:
        how = node.args[1]
        word = _ROUNDED[how.value] if isinstance(how, ast.Constant) else self.of(how)  # type: ignore[index]
        return f"{self._inside(node.args[0], _ATOM)}〔取整：{word}〕", _ATOM

    def _call_known_where(self, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(node.args[1], _ATOM)}〔前提：{self.of(node.args[0])}〕", _ATOM

    def _call_full_years(self, node: ast.Call) -> tuple[str, int]:
        return f"从{self.of(node.args[0])}到{self.of(node.args[1])}的周岁数", _ATOM

    def _call_months_between(self, node: ast.Call) -> tuple[str, int]:
        return f"从{self.of(node.args[0])}所在月到{self.of(node.args[1])}所在月的月数", _ATOM

    def _call_first_of(self, node: ast.Call) -> tuple[str, int]:
        of, met = str(node.args[0].value), self._voice.case_met(node)  # type: ignore[attr-defined]
        steps = [(self.of(case.value), self._then(of, case.arg)) for case in cases_of(node)]
        last = f"其他 → {self._otherwise(of, node)}"
        if met is None:
            return "依次判断：" + "；".join([*(f"{flag} → {then}" for flag, then in steps), last]), _LOOSE
        passed = [flag for flag, _ in steps[:met]]
        end = last if met == len(steps) else " → ".join(steps[met])
        return "依次判断：" + "；".join([*passed, end]), _LOOSE

    def _then(self, of: str, key: str | None) -> str:
        return f"“{self._voice.code(of, key or '')}”"

    def _otherwise(self, of: str, node: ast.Call) -> str:
        last = otherwise_of(node)
        return self._then(of, str(last.value)) if isinstance(last, ast.Constant) else self.of(last)

    # What columns can do.

    def _dot_as_number(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"〔{self.of(value)}的记 1〕", _ATOM

    def _dot_where(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}〔仅当：{self.of(node.args[0])}〕", _ATOM

    def _dot_known_where(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}〔前提：{self.of(node.args[0])}〕", _ATOM

    def _dot_unless(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        key = self._voice.code(_column(value), node.args[0].value)  # type: ignore[attr-defined]
        return f"{self.of(value)}〔“{key}”的改按：{self.of(node.args[1])}〕", _ATOM

    def _dot_pick(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        of = next((keyword.value for keyword in node.keywords if keyword.arg == "of"), None)
        if of is None:
            return f"{self.of(value)}中“{self.of(node.args[1])}”所在档的数值", _ATOM
        return f"{self.of(value)}中“{self.of(node.args[1])} ÷ {self.of(of)}”所在档的金额", _ATOM

    def _dot_reached(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self.of(value)}中“{self.of(node.args[1])}”超过的最高一档的数值", _ATOM

    def _dot_graduated(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"“{self.of(node.args[1])}”按{self.of(value)}逐段计算的合计", _ATOM

    def _dot_among(self, _value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return self._belongs(node, "属于"), _COMPARISON

    def _belongs(self, node: ast.expr, verb: str) -> str:
        assert isinstance(node, ast.Call)  # noqa: S101 - the callers looked
        value = node.func.value  # type: ignore[attr-defined]
        words = [word for argument in node.args for word in self._listed(_column(value), argument)]
        more = f"等 {len(words)} 项" if len(words) > _SHOWN else ""
        return f"{self.of(value)} {verb}〔{'；'.join(words[:_SHOWN])}{more}〕"

    def _listed(self, name: str, argument: ast.expr) -> list[str]:
        if isinstance(argument, ast.Constant):
            return [self._voice.code(name, str(argument.value))]
        listed = self._voice.constant(argument.id) if isinstance(argument, ast.Name) else None
        if listed is not None:
            return [self._voice.code(name, key) for key in listed]
        return [f"“{self.of(argument)}”所列"]


def cases_of(node: ast.Call) -> list[ast.keyword]:
    """The cases of ``first_of`` in the order written."""
    return [keyword for keyword in node.keywords if keyword.arg != "otherwise"]


def otherwise_of(node: ast.Call) -> ast.expr:
    """What ``first_of`` gives where no case is met."""
    return next(keyword.value for keyword in node.keywords if keyword.arg == "otherwise")


def is_aggregate(node: ast.expr) -> bool:
    """Whether an expression is what rows of a level below come to, and nothing more."""
    return _method(node) in AGGREGATES


def _method(node: ast.expr) -> str:
    """The column method an expression calls; "" if it calls none."""
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def _column(node: ast.expr) -> str:
    """The name of a column as it stands; "" for anything composed."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _row_words(node: ast.expr) -> RowWords:
    name = next(part.id for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in ROWS)
    return OWN_OBLIGORS if name == "own_obligors" else ROW_WORDS[ROWS[name][1]]


def _flat(node: ast.Call) -> list[ast.expr]:
    """The arguments of the largest (or smallest) of several, those of the same inside it included."""
    name = node.func.id  # type: ignore[attr-defined]
    found: list[ast.expr] = []
    for argument in node.args:
        nested = isinstance(argument, ast.Call) and isinstance(argument.func, ast.Name) and argument.func.id == name
        found += _flat(argument) if nested and not _has_floor(argument) else [argument]  # type: ignore[arg-type]
    return found


def _has_floor(node: ast.Call) -> bool:
    return isinstance(node.args[0], ast.Constant)
