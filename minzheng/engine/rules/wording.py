"""Says a rule's expression in Chinese, from its source: what the officer reads is the code, never a second text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from minzheng.engine.rules.reading import LEVEL_WORDS, ROWS

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
_COMPARISON, _NOT, _ATOM = 3, 6, 9
_SHOWN = 6

Say = Callable[[str], str]


class Wording:
    """Words one expression.

    Args:
        say: the words (or the figure) for a name.
        code_label: the label of a code key for the column or parameter called name; the key itself if it is none of its list.
        constants: module constants the expression may use (lists of code keys).
        keyed: the figure of a parameter for a code (a key, or a name that stands for one); None to say it in words.
    """

    def __init__(
        self,
        say: Say,
        code_label: Callable[[str, str], str],
        constants: Mapping[str, Any],
        keyed: Callable[[str, str, bool], str] | None = None,
    ) -> None:
        """Keep the sources of words."""
        self._say, self._code_label, self._constants, self._figure = say, code_label, constants, keyed

    def of(self, node: ast.expr) -> str:
        """The expression in words."""
        return self._worded(node)[0]

    def _inside(self, node: ast.expr, strength: int) -> str:
        text, own = self._worded(node)
        return text if own >= strength else f"（{text}）"

    def _worded(self, node: ast.expr) -> tuple[str, int]:
        return getattr(self, f"_{type(node).__name__.lower()}")(node)  # type: ignore[no-any-return]

    def _name(self, node: ast.Name) -> tuple[str, int]:
        return (LEVEL_WORDS[ROWS[node.id][1]] if node.id in ROWS else self._say(node.id)), _ATOM

    def _constant(self, node: ast.Constant) -> tuple[str, int]:
        return str(node.value), _ATOM

    def _binop(self, node: ast.BinOp) -> tuple[str, int]:
        word, strength = _JOINED[type(node.op)]
        stronger = strength + (1 if isinstance(node.op, ast.Sub | ast.Div) else 0)
        if isinstance(node.op, ast.BitOr):
            return f"{self._alternative(node.left)}{word}{self._alternative(node.right)}", strength
        return f"{self._inside(node.left, strength)}{word}{self._inside(node.right, stronger)}", strength

    def _alternative(self, node: ast.expr) -> str:
        """One side of “或者”: a conjunction in brackets, so that nobody has to remember which binds tighter."""
        return (
            f"（{self.of(node)}）" if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd) else self.of(node)
        )

    def _unaryop(self, node: ast.UnaryOp) -> tuple[str, int]:
        return f"{'不符合' if isinstance(node.op, ast.Invert) else '负'}“{self.of(node.operand)}”", _NOT

    def _compare(self, node: ast.Compare) -> tuple[str, int]:
        left, right = node.left, node.comparators[0]
        figure = (
            self._keyed(left, right)
            if isinstance(right, ast.Constant) and isinstance(right.value, str)
            else self._inside(right, _COMPARISON + 1)
        )
        return f"{self._inside(left, _COMPARISON + 1)} {_COMPARED[type(node.ops[0])]} {figure}", _COMPARISON

    def _subscript(self, node: ast.Subscript) -> tuple[str, int]:
        if (
            self._figure is not None
            and isinstance(node.value, ast.Name)
            and isinstance(node.slice, ast.Constant | ast.Name)
        ):
            key = node.slice.id if isinstance(node.slice, ast.Name) else str(node.slice.value)
            return self._figure(node.value.id, key, isinstance(node.slice, ast.Name)), _ATOM
        by = self._keyed(node.value, node.slice) if isinstance(node.slice, ast.Constant) else f"按{self.of(node.slice)}"
        return f"{self.of(node.value)}（{by}）", _ATOM

    def _attribute(self, node: ast.Attribute) -> tuple[str, int]:
        return f"{self.of(node.value)}的{self._say(node.attr)}", _ATOM

    def _call(self, node: ast.Call) -> tuple[str, int]:
        if isinstance(node.func, ast.Attribute):
            return getattr(self, f"_dot_{node.func.attr}")(node.func.value, node)  # type: ignore[no-any-return]
        assert isinstance(node.func, ast.Name)  # noqa: S101 - rules call nothing but the language's own words
        return getattr(self, f"_call_{node.func.id}")(node)  # type: ignore[no-any-return]

    def _keyed(self, column: ast.expr, key: ast.expr) -> str:
        """A code key in words, by the code list of the column it is compared with."""
        name = column.attr if isinstance(column, ast.Attribute) else column.id if isinstance(column, ast.Name) else ""
        return f"“{self._code_label(name, str(key.value))}”" if isinstance(key, ast.Constant) else self.of(key)

    # The language's functions.

    def _call_at_least(self, node: ast.Call) -> tuple[str, int]:
        floor, value = node.args
        if isinstance(floor, ast.Constant):
            return f"{self._inside(value, _ATOM)}（不少于 {floor.value!s}）", _ATOM
        return f"取大者：{self.of(floor)}，{self.of(value)}", 0

    def _call_at_most(self, node: ast.Call) -> tuple[str, int]:
        return f"取小者：{self.of(node.args[0])}，{self.of(node.args[1])}", 0

    def _call_either(self, node: ast.Call) -> tuple[str, int]:
        flag, then, otherwise = (self.of(argument) for argument in node.args)
        return f"如果{flag}，则{then}；否则{otherwise}", 0

    def _call_rounded(self, node: ast.Call) -> tuple[str, int]:
        how = node.args[1]
        word = "四舍五入到分" if isinstance(how, ast.Constant) else self.of(how)
        return f"{self._inside(node.args[0], _ATOM)}［{word}］", _ATOM

    def _call_known_where(self, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(node.args[1], _ATOM)}（以“{self.of(node.args[0])}”为前提）", _ATOM

    def _call_full_years(self, node: ast.Call) -> tuple[str, int]:
        return f"由{self.of(node.args[0])}至{self.of(node.args[1])}的周岁", _ATOM

    def _call_months_between(self, node: ast.Call) -> tuple[str, int]:
        return f"由{self.of(node.args[0])}所在月至{self.of(node.args[1])}所在月的月数", _ATOM

    def _call_first_of(self, node: ast.Call) -> tuple[str, int]:
        code_list = str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else ""
        cases = {keyword.arg or "": keyword.value for keyword in node.keywords}
        otherwise = cases.pop("otherwise")
        steps = [f"{self.of(flag)}→“{self._code_label(code_list, key)}”" for key, flag in cases.items()]
        last = (
            f"“{self._code_label(code_list, str(otherwise.value))}”"
            if isinstance(otherwise, ast.Constant)
            else self.of(otherwise)
        )
        return f"依次判断：{'；'.join(steps)}；其他→{last}", 0

    # What columns and rows can do.

    def _dot_sum(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}合计", _ATOM

    def _dot_count(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}的数量", _ATOM

    def _dot_any(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"有一项“{self.of(value)}”", _ATOM

    def _dot_all(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"都“{self.of(value)}”", _ATOM

    def _dot_largest(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}的最大值", _ATOM

    def _dot_as_number(self, value: ast.expr, _node: ast.Call) -> tuple[str, int]:
        return f"［{self.of(value)}记 1，否则记 0］", _ATOM

    def _dot_where(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}（限于：{self.of(node.args[0])}）", _ATOM

    def _dot_known_where(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self._inside(value, _ATOM)}（以“{self.of(node.args[0])}”为前提）", _ATOM

    def _dot_unless(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        return f"{self.of(value)}，如果是{self._keyed(value, node.args[0])}则{self.of(node.args[1])}", _ATOM

    def _dot_pick(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        of = next(keyword.value for keyword in node.keywords if keyword.arg == "of")
        return f"{self.of(value)}中{self.of(node.args[1])}占{self.of(of)}的比例所在档的金额", _ATOM

    def _dot_among(self, value: ast.expr, node: ast.Call) -> tuple[str, int]:
        name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
        words = [word for argument in node.args for word in self._listed(name, argument)]
        more = f"等 {len(words)} 项" if len(words) > _SHOWN else ""
        return f"{self.of(value)}属于〔{'、'.join(words[:_SHOWN])}{more}〕", _COMPARISON

    def _listed(self, name: str, argument: ast.expr) -> list[str]:
        if isinstance(argument, ast.Constant):
            return [self._code_label(name, str(argument.value))]
        if isinstance(argument, ast.Name) and argument.id in self._constants:
            return [self._code_label(name, key) for key in self._constants[argument.id]]
        return [self.of(argument)]


def uses_rows(node: ast.expr) -> bool:
    """Whether an expression speaks of the rows of a level below."""
    return any(isinstance(part, ast.Name) and part.id in ROWS for part in ast.walk(node))
