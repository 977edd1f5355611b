"""What is odd within one row although every cell can be read."""

from collections.abc import Iterator
from datetime import date

from minzheng.engine.ledgers.types import Column
from minzheng.engine.matching.ledger_rows import ParsedRow
from minzheng.engine.matching.problems import RowProblem
from minzheng.kernel.codes import SEX
from minzheng.kernel.money import format_yuan

_LARGEST_GRANT = 2_000_000
"""Fen a month; no household's living allowance comes near 20,000 yuan, but a yearly sum typed as a monthly one does."""
_LARGEST_AMOUNT = 10_000_000_00
_GRANT_COLUMNS = ("monthly_amount", "uplift_amount", "basic_amount", "care_amount")
_AMOUNT_PREFIXES = ("income.", "expense.", "asset.")


def check_row(row: ParsedRow, columns: dict[str, Column]) -> Iterator[RowProblem]:
    """Yield the findings about one row; `columns` says where each value stands in the sheet."""
    if row.accepted and "id_number" not in row.values:
        yield _problem(row, columns, "id_number", "没有填写身份证号", "请补填后重新导入")
    yield from _against_number(row, columns)
    for name, value in row.values.items():
        limit = _limit(name)
        if limit is not None and value > limit:
            yield _problem(
                row,
                columns,
                name,
                f"金额{format_yuan(value)}元过大，不合常理",
                "请核对金额和单位（元或万元，每月或每年）",
            )


def born_on(id_number: str) -> date:
    """Return the birth date a checked 18-character identity number holds."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex_of(id_number: str) -> str:
    """Return the key of SEX that a checked 18-character identity number holds."""
    return "MALE" if int(id_number[16]) % 2 else "FEMALE"


def _against_number(row: ParsedRow, columns: dict[str, Column]) -> Iterator[RowProblem]:
    number = row.values.get("id_number")
    if number is None or not number[:17].isdigit() or len(number) != 18:
        return
    birth, sex = row.values.get("birth_on"), row.values.get("sex")
    if birth is not None and birth != born_on(number):
        yield _problem(
            row, columns, "birth_on", f"出生日期{birth}与身份证号不一致，按身份证号{born_on(number)}登记", "请对照户口簿核对",
            rejects=False,
        )  # fmt: skip
    if sex in ("MALE", "FEMALE") and sex != sex_of(number):
        yield _problem(
            row, columns, "sex", f"性别“{SEX.label(sex)}”与身份证号第17位不一致，按表中所填登记", "请对照户口簿核对",
            rejects=False,
        )  # fmt: skip


def _limit(name: str) -> int | None:
    if name in _GRANT_COLUMNS:
        return _LARGEST_GRANT
    return _LARGEST_AMOUNT if name.startswith(_AMOUNT_PREFIXES) else None


def _problem(
    row: ParsedRow, columns: dict[str, Column], name: str, reason: str, remedy: str, *, rejects: bool = True
) -> RowProblem:
    column = columns.get(name, Column("", ""))
    return RowProblem(row.sheet, row.number, column.letter, column.title, "", reason, remedy, rejects)
