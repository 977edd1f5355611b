"""`minzheng demo`: from nothing to an invented county that is seeded, partly imported, assessed, at work, explained and served."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from minzheng.engine.database import actions as database
from minzheng.engine.matching.problems import FileProblem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.database import configuration, migrate_database, pending_migrations
from minzheng.surfaces.cli.seed import SHANGHAI, SeedProblem, checked, refuse_unless_demo, steps, write
from minzheng.surfaces.cli.serve import serve_until_told

app = typer.Typer(help="演示：虚构一个县，导入台账，核算，举例解释。")
PROBLEMS = (FileProblem,)

_Row = list[Any]
"""Place, number, size, result, income, income a head, allowance, uplift, single persons, destitute persons, notice."""

_BY = "minzheng demo"
_BASED_ON = 530129
_PEOPLE_PER_CASE, _MOST_CASES = 200, 120
_TREE_LINES = 14
_WHO = "群众网页不用登录；办公端登录页上点“选一个演示身份”，经办、分管领导、县级审批、核对、审计都在，不要密码。"
_ROW = re.compile(r"第\d+行")
_WIDTH_OF_FILES = 120


@dataclass(frozen=True)
class _Demo:
    """What is shown, and where it lives."""

    people: int
    seed: int
    day: Any
    home: Any
    console: Console


@app.command()
def run(
    people: Annotated[int, typer.Option(help="人数。", metavar="人数")] = 30_000,
    seed: Annotated[int, typer.Option(help="随机种子：同样的种子得到同样的县。", metavar="数字")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="清空已有的演示数据，从头开始。")] = False,
    serving: Annotated[
        bool | None, typer.Option("--serve/--no-serve", help="最后打开网页服务；在终端上运行时默认打开。")
    ] = None,
) -> None:
    """建库、虚构一个县、导入乱台账、全县核算、办两年的件、举例解释，打开网页；已经做过的，直接给出结果。"""
    os.environ.setdefault("MINZHENG_DEMO", "1")
    began = time.monotonic()
    settings = configuration()
    refuse_unless_demo(settings)
    demo = _Demo(people, seed, checked(people=people, seed=seed), settings.county_home, _console())
    _prepare(demo, embedded=settings.embedded)
    ready = _is_ready(demo, fresh=fresh)
    if not ready:
        _build(demo, fresh=fresh)
    done = _assessed(demo)
    _work(demo)
    _summarise(demo, done)
    _where_next(demo, done, ready=ready, seconds=time.monotonic() - began)
    if demo.console.is_terminal if serving is None else serving:
        demo.console.rule("网页")
        demo.console.print(_WHO, highlight=False)
        serve_until_told()


def _console() -> Console:
    """As wide as the terminal; wide enough for the tables where the output goes to a file."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH_OF_FILES)


def _prepare(demo: _Demo, *, embedded: bool) -> None:
    with demo.console.status("启动数据库"):
        if embedded:
            database.start(demo.home)
        if pending_migrations():
            migrate_database()


def _is_ready(demo: _Demo, *, fresh: bool) -> bool:
    """Whether this very county is there and assessed. Raises SeedProblem if another one is."""
    from minzheng.demo.county.register import is_empty, reference, seeded_with

    wanted, found = reference(people=demo.people, seed=demo.seed, as_of=demo.day), seeded_with()
    if fresh or is_empty():
        return False
    if found != wanted:
        raise SeedProblem(
            f"目录 {demo.home.path} 里已有另一个演示县（{found or '不是由本命令生成'}）。",
            remedy="要换成新的，请加 --fresh；原来的数据会清空。",
        )
    return _latest_run() is not None


def _latest_run() -> Any:
    from minzheng.engine.assessments.queries import latest_run
    from minzheng.kernel.id_numbers import DEMO_AREA

    return latest_run(demo=True, locality=DEMO_AREA)


def _build(demo: _Demo, *, fresh: bool) -> None:
    """Seed, import and assess; what an interrupted start has already done is not done again."""
    from minzheng.demo.county import DEMO_HOUR, generate
    from minzheng.demo.county.grants import grants_of
    from minzheng.demo.county.ledger_files import write_ledger_files
    from minzheng.demo.county.old_ledgers import old_ledgers
    from minzheng.demo.county.register import Parts, clear, is_empty

    if fresh:
        clear()
    if not clock.ahead():  # what is known of the county, and what waits in it, is of its day
        clock.turn(datetime.combine(demo.day, DEMO_HOUR, SHANGHAI))
    with steps(demo.console) as step:
        step("生成虚构的县")
        county = generate(people=demo.people, seed=demo.seed, as_of=demo.day)
        step("核定在享待遇")
        grants = grants_of(county)
        ledgers = old_ledgers(county, grants)
        if is_empty():
            write(county, Parts(~ledgers.households, grants.of(~ledgers.grants)), step)
    files = write_ledger_files(ledgers, demo.home.path / "ledgers", seed=demo.seed)
    _import(demo, files)


def _work(demo: _Demo) -> None:
    """Let the invented bureau work its cases, after the county was assessed; what an interrupted start has worked stays."""
    from minzheng.demo.casework.working import count_cases, work_cases

    cases = min(demo.people // _PEOPLE_PER_CASE, _MOST_CASES)
    if count_cases() >= cases:
        return
    with demo.console.status("办理业务") as status:
        work_cases(county=_BASED_ON, day=demo.day, cases=cases, seed=demo.seed, on_step=status.update)


def _import(demo: _Demo, files: Iterable[Path]) -> None:
    from minzheng.engine.ledgers import actions as ledgers
    from minzheng.engine.ledgers.types import LedgerProblem

    for path in files:
        with demo.console.status(f"导入 {path.name}"):
            at = clock.now()
            try:
                batch = ledgers.stage_file(path=path, as_of=demo.day, by=_BY, at=at)
            except LedgerProblem:
                continue  # confirmed by an earlier start that was interrupted afterwards
            ledgers.confirm(batch=batch.pk, by=_BY, at=clock.now())


def _assessed(demo: _Demo) -> Any:
    """Return the stored run of the demo's day; make it where there is none, or another day's came after it."""
    from minzheng.engine.assessments import actions
    from minzheng.engine.catalogue.localities import locality
    from minzheng.kernel.id_numbers import DEMO_AREA

    latest = _latest_run()
    if latest is not None and latest.as_of == demo.day:
        return latest
    with demo.console.status("核算") as status:
        now = clock.now()
        return actions.assess(
            as_of=demo.day, known_at=now, locality=locality(DEMO_AREA), demo=True, by=_BY, at=now, on_step=status.update
        )


def _summarise(demo: _Demo, done: Any) -> None:
    from minzheng.engine.assessments import queries
    from minzheng.surfaces.cli.assess import show

    demo.console.rule("导入的台账（四个乡镇的低保户只在台账里）")
    demo.console.print(_imported(demo))
    demo.console.rule("全县核算")
    show(demo.console, done, queries.by_township(done.id), list(queries.changes(done.id)), demo=True)
    demo.console.rule("两年的办件：办到哪一步")
    demo.console.print(_cases(demo))
    demo.console.rule("举例：为什么是这个结果")
    for title, number in _examples(done.id):
        _explain(demo, title, number)


def _imported(demo: _Demo) -> Table:
    """Files, rows accepted and rejected, and the reasons."""
    from minzheng.engine.ledgers import queries

    table = Table(header_style="bold")
    for heading, side in (
        ("台账", "left"),
        ("数据行", "right"),
        ("接收", "right"),
        ("拒收", "right"),
        ("拒收原因", "left"),
    ):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    folder = str(demo.home.path / "ledgers")
    batches = [batch for batch in queries.list_batches() if batch.path.startswith(folder)]
    for batch in sorted(batches, key=lambda batch: batch.file_name):
        report = queries.report(batch=batch.pk)
        cells = (batch.file_name, *(str(number) for number in (report.data_rows, batch.accepted, batch.rejected)))
        table.add_row(*cells, _reasons(report.reasons))
    return table


def _cases(demo: _Demo) -> Table:
    """How many cases of each procedure there are, how many of them run or are late on the demo's last day, and where they stand."""
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.cases import queries

    table = Table(header_style="bold")
    table.add_column("办的事", overflow="fold")
    for heading in ("件数", "在办", "超期"):
        table.add_column(heading, justify="right")
    table.add_column("办到哪一步", overflow="fold")
    with scoped(SYSTEM):
        found = queries.by_state(by=SYSTEM, at=datetime.combine(demo.day, datetime.min.time(), SHANGHAI))
    for _, group in groupby(found, key=lambda row: row.procedure):
        rows = list(group)
        counts = (
            sum(row.cases for row in rows), sum(row.cases for row in rows if not row.closed), sum(row.overdue for row in rows)
        )  # fmt: skip
        where = "　".join(f"{row.title}{row.cases}" for row in rows)
        table.add_row(rows[0].called, *(str(count or "") for count in counts), where)
    return table


def _reasons(found: Iterable[tuple[str, int]]) -> str:
    """Put reasons together that differ in a row number or a name only, the most frequent first."""
    together: Counter[str] = Counter()
    for reason, count in found:
        together[_ROW.sub("另一行", reason)] += count
    return "；".join(f"{reason} {count}" for reason, count in together.most_common())


def _examples(run: int) -> list[tuple[str, str]]:
    """Choose a household for each of three results, with its number."""
    from minzheng.engine.assessments.queries import register_of
    from minzheng.kernel.codes import BENEFIT_TYPE

    results = {key: BENEFIT_TYPE.label(key) for key in ("DIBAO", "EDGE")}
    wanted: dict[str, Callable[[_Row], bool]] = {
        "低保家庭，有分类施保增发": lambda row: row[3] == results["DIBAO"] and row[2] >= 3 and row[7] > 0,
        "低保边缘家庭，其中一人单独纳入低保": lambda row: row[3] == results["EDGE"] and row[8] > 0,
        "特困人员": lambda row: row[9] > 0,
    }
    # A family that the register knows from its application alone has no number of the household book.
    rows = [row for row in register_of(run) if row[1]]
    found = ((title, next((row[1] for row in rows if fits(row)), None)) for title, fits in wanted.items())
    return [(title, number) for title, number in found if number is not None]


def _explain(demo: _Demo, title: str, number: str) -> None:
    from minzheng.engine.assessments.explaining import explain_household
    from minzheng.engine.catalogue.localities import locality
    from minzheng.engine.rules.rendering import as_text, outline
    from minzheng.kernel.id_numbers import DEMO_AREA

    found = explain_household(
        number=number, as_of=demo.day, known_at=clock.now(), locality=locality(DEMO_AREA), demo=True
    )
    demo.console.print(f"\n[bold]{title}[/bold]　家庭 {number}　{found.household.division_name}")
    demo.console.print(f"救助类别：[bold]{found.result}[/bold]　每月 [bold]{found.monthly_total}[/bold]")
    for member in found.members:
        demo.console.print(f"　{member.name}　{member.relation}　{member.age}　{member.ground}")
    for matter in _refused_before(found.result):
        demo.console.print(f"　不符合{matter}：{'；'.join(found.reasons.get(matter, ()))}")
    lines = as_text(outline(found.roots["monthly_total"])).splitlines()
    demo.console.print("\n".join(lines[:_TREE_LINES]), markup=False, highlight=False, soft_wrap=True)
    if len(lines) > _TREE_LINES:
        demo.console.print(f"　…… 全部 {len(lines)} 行：minzheng explain {number} --as-of {demo.day}", style="dim")


def _refused_before(result: str) -> list[str]:
    """Return the benefits that the law looks at before this one."""
    from minzheng.kernel.codes import BENEFIT_TYPE

    cascade = [BENEFIT_TYPE.label(key) for key in ("TEKUN", "DIBAO", "EDGE", "RIGID")]
    return cascade[1 : cascade.index(result)] if result in cascade else cascade[1:]


def _where_next(demo: _Demo, done: Any, *, ready: bool, seconds: float) -> None:
    day, show = demo.day, demo.console.print
    number = next((number for _, number in _examples(done.id)), "家庭编号")
    demo.console.rule("接下来看什么")
    commands = (
        ("以下命令用的是演示县，先执行一次", "export MINZHENG_DEMO=1"),
        ("打开网页：群众 http://127.0.0.1:8000/，办公端 http://127.0.0.1:8000/desk/", "minzheng serve"),
        ("把一户的解释写成网页", f"minzheng explain {number} --as-of {day} --html 解释.html"),
        ("导出名册、汇总和疑点", f"minzheng assess --as-of {day} --export 核算.xlsx"),
        ("看社会救助法施行前一天的核算", "minzheng assess --as-of 2026-06-30"),
        ("看导入了哪些台账、哪些行没有接收", "minzheng imports list"),
        ("看一条规则怎么算、依据哪一条", "minzheng rules card dibao_total"),
    )
    for purpose, command in commands:
        show(f"{purpose}：\n    [bold]{command}[/bold]", highlight=False, soft_wrap=True)
    show(
        f"演示时钟：{clock.now():%Y-%m-%d %H:%M} 起往下走；拨动 minzheng clock set，恢复 minzheng clock reset",
        highlight=False,
    )
    show(f"台账文件：{demo.home.path / 'ledgers'}", soft_wrap=True)
    show(f"数据目录：{demo.home.path}　停止：minzheng db stop　重来：minzheng demo --fresh", soft_wrap=True)
    verb = "已有结果，重新打开" if ready else "全部完成"
    show(f"{verb}，用时 {seconds:.1f} 秒。人员、家庭和全部金额均为虚构。", style="yellow")
