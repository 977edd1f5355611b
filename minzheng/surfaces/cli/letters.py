"""`minzheng letters pdf`: a letter as the PDF that is printed, read by a named officer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from minzheng.engine.access.types import AccessProblem
from minzheng.engine.database.problems import Problem
from minzheng.kernel.characters import printable
from minzheng.surfaces.cli.acting import signed_in
from minzheng.surfaces.cli.output_files import OutputProblem, written

app = typer.Typer(help="文书：打印成 PDF。", no_args_is_help=True)
PROBLEMS = (AccessProblem, OutputProblem)

_NUMBER = re.compile(r"(?P<word>\S{1,30})〔(?P<year>[0-9]{4})〕(?P<serial>[1-9][0-9]{0,8})号")


class NoLetter(Problem):
    """There is no letter of that number, or it is not for this officer."""


@app.callback()
def letters() -> None:
    """文书：打印成 PDF。"""


@app.command()
def pdf(
    number: Annotated[str, typer.Argument(help="文号，如 演民救〔2026〕3号。", metavar="文号")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写入这个文件。", metavar="文件")],
    officer: Annotated[str, typer.Option("--as", help="办理人的用户名，须输入其密码。", metavar="用户名")],
    purpose: Annotated[str, typer.Option(help="打印的用途；不是本人经办的，须写明。", metavar="用途")] = "",
) -> None:
    """把一份文书按制发时保存的内容打印成 PDF；打印留痕。"""
    said = _NUMBER.fullmatch(number)
    if said is None:
        raise NoLetter(f"“{printable(number, limit=60)}”不是文号。", remedy="请写如 演民救〔2026〕3号。")
    by, at = signed_in(officer)
    by = replace(by, purpose=purpose)
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.cases.types import NoCase
    from minzheng.engine.notices.queries import letter_numbered
    from minzheng.engine.notices.rendering.pdf import as_pdf
    from minzheng.surfaces.letters import read_letter

    absent = NoLetter(f"没有文号为{number}的文书，或者不属于您经办的范围。", remedy="请核对文号。")
    with scoped(by):
        letter = letter_numbered(word=said["word"], year=int(said["year"]), serial=int(said["serial"]))
        if letter is None or letter.subject_kind != "case":
            raise absent
        try:
            document = read_letter(letter.subject_id, letter.pk, by=by, at=at)
        except NoCase as error:
            raise absent from error
    if document is None:
        raise absent
    with written(output) as path:
        path.write_bytes(as_pdf(document))
    typer.echo(f"已写入 {output}。")
