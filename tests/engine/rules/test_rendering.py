from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from minzheng.engine.rules.explanation import Node
from minzheng.engine.rules.rendering import Line, as_data, as_html, as_text, outline, outlines
from minzheng.engine.rules.sentences import Basis


def node(
    name: str, value: str = "1", *, children: tuple[Node, ...] = (), others: tuple[Node, ...] = (), **more: Any
) -> Node:
    made = Node(name, more.pop("label", f"{name}名"), value, more.pop("about", ""))
    given = {"recorded": True, "children": children, "others": others, **more}
    for key, content in given.items():
        setattr(made, key, content)
    return made


def rule(name: str, value: str = "1", **more: Any) -> Node:
    return node(
        name, value, formula=f"{name}的算法", figures=f"{name}的数", basis=(Basis(f"《法》{name}条", "要点"),), **more
    )


def _tree() -> Node:
    fact = node("fact", "7", kind="fact", source="调查表", about="老人")
    default = node("default", "否", kind="fact", source="未记录，按默认值", recorded=False)
    standard = node("standard", "800元", kind="parameter", source="文件", warning="待核实", recorded=False)
    shared = rule("shared", children=(fact, standard))
    nought = rule("nought", "0", zero=True, children=(fact,))
    condition = rule("condition", "是", kind="condition", children=(shared,), recorded=False)
    return rule("top", "9", children=(shared, nought, condition, default), others=(rule("other"),))


def _heads(line: Line) -> Iterator[str]:
    yield line.node.name
    for child in line.lines:
        yield from _heads(child)


def test_what_rests_on_defaults_and_what_changed_nothing_is_left_out() -> None:
    assert list(_heads(outline(_tree()))) == ["top", "shared", "fact", "standard", "nought", "condition", "shared"]


def test_the_full_tree_shows_everything() -> None:
    assert list(_heads(outline(_tree(), full=True))) == [
        "top", "shared", "fact", "standard", "nought", "fact", "condition", "shared", "default", "other",
    ]  # fmt: skip


def test_a_nought_stands_bare_but_is_explained_where_it_is_the_question() -> None:
    bare = next(line for line in outline(_tree()).lines if line.node.name == "nought")
    assert (bare.bare, bare.lines) == (True, [])
    asked = outline(rule("nought", "0", zero=True, children=(node("fact", kind="fact"),)))
    assert not asked.bare
    assert list(_heads(asked)) == ["nought", "fact"]


def test_what_is_explained_is_not_explained_again_also_in_the_next_tree() -> None:
    tree = _tree()
    first, second = outlines([tree, rule("second", children=(tree.children[0],))])
    again = next(line for line in first.lines[2].lines if line.node.name == "shared")
    assert (again.repeated, again.lines) == (True, [])
    assert second.lines[0].repeated


def test_two_rows_of_one_name_are_two_rows() -> None:
    twins = tuple(rule("income", value, about="李**（子）") for value in ("1", "2"))
    assert [line.repeated for line in outline(rule("top", children=twins)).lines] == [False, False]


def test_a_repeated_fact_is_simply_shown_again() -> None:
    fact = node("fact", "7", kind="fact", source="调查表")
    tree = outline(rule("top", children=(rule("one", children=(fact,)), rule("two", children=(fact,)))))
    assert [line.lines[0].repeated for line in tree.lines] == [False, False]
    assert as_text(tree).count("fact名：7　← 调查表") == 2


def test_the_text_is_a_tree_with_reasons_below_each_line() -> None:
    assert as_text(outline(_tree())).splitlines() == [
        "top名：9",
        "│     ＝ top的算法",
        "│     ＝ top的数",
        "│     依据 《法》top条",
        "├─ shared名：1",
        "│  │     ＝ shared的算法",
        "│  │     ＝ shared的数",
        "│  │     依据 《法》shared条",
        "│  ├─ 〔老人〕fact名：7　← 调查表",
        "│  └─ standard名：800元　← 文件",
        "│           ！待核实",
        "├─ nought名：0",
        "└─ condition名：是",
        "   │     ＝ condition的算法",
        "   │     ＝ condition的数",
        "   │     依据 《法》condition条",
        "   └─ shared名：1（见上）",
    ]


def test_the_sentence_of_a_rule_is_printed_once_and_its_figures_each_time() -> None:
    both = tuple(rule("income", about=about) for about in ("老人", "青年"))
    text = as_text(outline(rule("top", children=both)))
    assert (text.count("income的算法"), text.count("income的数"), text.count("《法》income条")) == (1, 2, 1)


def test_figures_that_say_every_word_of_the_rule_stand_alone() -> None:
    text = as_text(outline(rule("top", formula_in_figures=True)))
    assert "top的算法" not in text
    assert "top的数" in text


def test_the_data_hold_every_word_and_go_through_json() -> None:
    data = as_data(outline(_tree()))
    assert json.loads(json.dumps(data)) == data
    assert (data["label"], data["value"], data["formula"], data["figures"]) == ("top名", "9", "top的算法", "top的数")
    assert data["basis"] == [{"article": "《法》top条", "gist": "要点"}]
    shared, nought, condition = data["because"]
    assert [child["name"] for child in shared["because"]] == ["fact", "standard"]
    assert nought["because"] == []
    assert condition["because"][0]["repeated"]
    assert "formula" not in condition["because"][0]


class _Page(HTMLParser):
    """Collects text, tags and anchors of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.words += data.strip()


def test_the_page_tells_what_the_text_tells() -> None:
    tree = outline(_tree())
    page = _Page(as_html(tree, title="解释"))
    for word in (
        "top名",
        "9",
        "top的算法",
        "shared的数",
        "《法》condition条",
        "要点",
        "待核实",
        "调查表",
        "老人",
        "解释",
    ):
        assert word in page.words
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert "script" not in page.tags


def test_the_page_leads_from_what_is_repeated_to_where_it_is_explained() -> None:
    page = _Page(as_html(outline(_tree()), title="解释"))
    assert [link.removeprefix("#") in page.ids for link in page.links] == [True]
    assert len(page.ids) == len(set(page.ids))


def test_a_page_holds_several_trees() -> None:
    tree = _tree()
    trees = outlines([tree, rule("second", children=(tree,))])
    page = _Page(as_html(*trees, title="解释"))
    assert "second名" in page.words
    assert len(page.links) == 2


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "</style><script>alert(1)</script>", '" autofocus onfocus="x']
)
def test_the_page_shows_hostile_text_as_text(text: str) -> None:
    tree = outline(rule("top", children=(node("fact", text, kind="fact", source=text, about=text, label=text),)))
    page = _Page(as_html(tree, title=text))
    assert text in page.words
    assert not {"img", "script"} & set(page.tags)
    assert page.tags.count("style") == 1


@pytest.mark.parametrize(("value", "kind"), [("是", "yes"), ("否", "no"), ("未知", "unknown"), ("12元", "")])
def test_answers_carry_a_shape_besides_the_colour(value: str, kind: str) -> None:
    assert f'<strong class="value {kind}">{value}</strong>' in as_html(outline(node("fact", value)), title="解释")
