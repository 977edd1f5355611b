"""More than a hundred hostile or broken files: each must end in a FileProblem or in a full account of its rows."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from minzheng.demo.ledgers import Mess, write_ledger
from tests.engine.matching.people import families

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER = ("姓名", "身份证号", "残疾人证号", "残疾等级", "发证日期")
_PERSON = ("张三", "530199199001010019", "", "二级", "2020-1-2")
_ODD_TEXTS = {
    "nul": "a\x00b", "control": "\x07\x1b", "surrogate_escape": "_xD800_", "zero_width": "\u200b\u200d", "rtl": "\u202e张三",
    "formula": "=cmd|' /C calc'!A0", "at": "@SUM(1)", "digits_5000": "9" * 5_000, "superscript": "²³", "emoji": "👨‍👩‍👧",
    "rare": "𠮷㐱䶮", "megabyte": "字" * 1_000_000, "nan": "NaN", "infinity": "1e999", "minus": "-0", "tab": "\t\t",
    "quote": '"\'`', "markup": "<script>&amp;", "sql": "'; drop table person;--", "spaces": "\u3000\u00a0 ", "bom": "\ufeff张三",
    "percent": "%s%n{0}", "serial": "99999999999999", "date_99": "2021-13-45", "arabic": "١٢٣", "combining": "e\u0301" * 200,
}  # fmt: skip

Writer = Callable[[Path], None]


def cell(reference: str, text: str, *, kind: str = "inlineStr") -> str:
    clean = "".join(c if c in "\t\n" or 0x20 <= ord(c) < 0xD800 or ord(c) > 0xDFFF else "_x0007_" for c in text)
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "")
    if kind == "inlineStr":
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
    return f'<c r="{reference}" t="{kind}"><v>{escaped}</v></c>'


def line(number: int, texts: tuple[str, ...]) -> str:
    cells = "".join(cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts) if text)
    return f'<row r="{number}">{cells}</row>'


def sheet_xml(
    body: str, *, before: str = "", after: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> str:
    return f'{head}<worksheet xmlns="{_MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def people_xml(number: int = 5) -> str:
    return line(1, _HEADER) + "".join(line(2 + i, _PERSON) for i in range(number))


def package(sheet: str | bytes, *, extra: dict[str, str | bytes] | None = None, state: str = "visible") -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="名单" sheetId="1" '
        f'state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_bytes(content: bytes) -> Writer:
    return lambda path: path.write_bytes(content) and None


def _positions() -> Iterator[tuple[str, str | bytes]]:
    body = people_xml()
    yield "plain", sheet_xml(body)
    yield "dimension_small", sheet_xml(body, before='<dimension ref="A1:B2"/>')
    yield "dimension_huge", sheet_xml(body, before='<dimension ref="A1:XFD1048576"/>')
    yield "no_references", sheet_xml(body.replace(' r="', ' x="'))
    yield "row_number_huge", sheet_xml(body + line(99_999_999_999, _PERSON))
    yield "row_number_beyond", sheet_xml(body + '<row r="1048577"/>')
    yield "row_number_text", sheet_xml(body + '<row r="abc"/>')
    yield "row_number_negative", sheet_xml(body + '<row r="-1"/>')
    yield "row_unsorted", sheet_xml(line(9, _PERSON) + body)
    yield "row_twice", sheet_xml(body + line(6, _PERSON))
    yield "cell_twice", sheet_xml(f"{body}<row r='9'>{cell('A9', 'x')}{cell('A9', 'y')}</row>")
    yield "cell_far_right", sheet_xml(f"{body}<row r='9'>{cell('XFD9', 'x')}</row>")
    yield "cell_beyond_right", sheet_xml(f"{body}<row r='9'>{cell('XFE9', 'x')}</row>")
    yield "cell_reference_bad", sheet_xml(f"{body}<row r='9'>{cell('9A', 'x')}</row>")
    yield "all_columns", sheet_xml(body + '<row r="9">' + "<c><v>1</v></c>" * 16_384 + "</row>")
    yield "too_many_columns", sheet_xml(body + '<row r="9">' + "<c><v>1</v></c>" * 16_385 + "</row>")


def _contents() -> Iterator[tuple[str, str | bytes]]:
    body = people_xml()
    yield "shared_string_missing", sheet_xml(f"{body}<row r='9'>{cell('A9', '7', kind='s')}</row>")
    yield "shared_string_negative", sheet_xml(f"{body}<row r='9'>{cell('A9', '-1', kind='s')}</row>")
    yield "shared_string_huge", sheet_xml(f"{body}<row r='9'>{cell('A9', '9' * 5000, kind='s')}</row>")
    for kind, text in (
        ("n", "9" * 5_000),
        ("n", "1e999"),
        ("n", "nan"),
        ("n", "abc"),
        ("e", "#REF!"),
        ("b", "2"),
        ("d", "x"),
        ("zz", "?"),
    ):
        yield (
            f"typed_{kind}_{text[:4]}",
            sheet_xml(f"{body}<row r='9'>{cell('A9', text, kind=kind)}{cell('B9', text, kind=kind)}</row>"),
        )
    yield (
        "formula_without_value",
        sheet_xml(f'{body}<row r="9"><c r="A9"><f>1+1</f></c><c r="B9"><f>WEBSERVICE("x")</f><v/></c></row>'),
    )


def _markup() -> Iterator[tuple[str, str | bytes]]:
    body = people_xml()
    yield "doctype", '<!DOCTYPE x [<!ENTITY a "AAAA">]>' + sheet_xml(body, head="")
    yield (
        "billion_laughs",
        '<!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;">]>' + sheet_xml(cell("A1", "x"), head=""),
    )
    yield "external_entity", '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml(body, head="")
    yield "entity_unknown", sheet_xml(body.replace("张三", "&a;"))
    yield "character_zero", sheet_xml(body.replace("张三", "&#0;"))
    yield "cut", sheet_xml(body)[:700]
    yield "not_xml", "hello"
    yield "empty_part", ""
    yield "bad_utf8", sheet_xml(body).encode().replace("张三".encode(), b"\xff\xfe")
    yield "utf16_part", sheet_xml(body, head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")
    yield "encoding_unknown", sheet_xml(body, head='<?xml version="1.0" encoding="x-mystery"?>')
    yield "prefixed", re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet_xml(body, head="")).replace("xmlns=", "xmlns:x=")
    yield "deep", "<a>" * 50_000


def _headers() -> Iterator[tuple[str, str | bytes]]:
    body = people_xml()
    yield (
        "merges_odd",
        sheet_xml(
            body,
            after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B9:A2"/><mergeCell ref="ZZZ0:ZZZ9"/></mergeCells>',
        ),
    )
    yield "no_rows", sheet_xml("")
    yield "only_blanks", sheet_xml('<row r="5"><c r="A5"/></row>')
    yield "header_only", sheet_xml(line(1, _HEADER))
    yield "no_header", sheet_xml(line(1, _PERSON))
    yield "wrong_header", sheet_xml(line(1, ("品名", "单价", "数量")) + line(2, ("书", "1", "2")))
    yield "header_41_rows_down", sheet_xml("".join(line(i, ("通知",)) for i in range(1, 42)) + line(50, _HEADER))
    yield "long_attribute", sheet_xml(f'{body}<row r="9" x="{"a" * 9_000_000}"/>')


def _texts_in_cells() -> Iterator[tuple[str, str | bytes]]:
    body = people_xml()
    for name, text in _ODD_TEXTS.items():
        for column in (0, 1, 4):
            person = tuple(text if i == column else value for i, value in enumerate(_PERSON))
            yield f"text_{name}_{column}", sheet_xml(body + line(9, person))


def _packages() -> Iterator[tuple[str, bytes]]:
    good = package(sheet_xml(people_xml()))
    yield "truncated_zip", good[: len(good) // 2]
    yield "truncated_tail", good[:-10]
    yield "flipped_bytes", bytes(byte ^ 0x55 if 300 < i < 330 else byte for i, byte in enumerate(good))
    yield "hidden_sheet", package(sheet_xml(people_xml()), state="hidden")
    yield (
        "sheet_part_missing",
        package(
            "",
            extra={
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="../../etc/passwd"/></Relationships>'
            },
        ),
    )
    yield "no_workbook", package("", extra={"xl/workbook.xml": "<workbook/>"})
    yield "workbook_cut", package("", extra={"xl/workbook.xml": "<workbook><sheets>"})
    yield "relations_missing", package("", extra={"xl/_rels/workbook.xml.rels": "<Relationships/>"})
    yield "zip_bomb", package(b" " * 60_000_000)
    yield "many_entries", package("", extra={f"x/{i}": "" for i in range(10_050)})
    yield "docx", package("", extra={"word/document.xml": "<x/>"})
    yield "xlsb", package("", extra={"xl/workbook.bin": b"\0"})
    yield "ods", package("", extra={"content.xml": "<x/>"})
    yield "strings_cut", package(sheet_xml(people_xml()), extra=_with_strings("<sst><si><t>x"))
    yield (
        "strings_doctype",
        package(sheet_xml(people_xml()), extra=_with_strings('<!DOCTYPE a [<!ENTITY b "c">]><sst/>')),
    )
    yield (
        "styles_odd",
        package(
            sheet_xml(people_xml()),
            extra={"xl/styles.xml": "<styleSheet><numFmts><numFmt numFmtId='x'/></numFmts></styleSheet>"},
        ),
    )
    yield "lied_size", _lie_about_size(good)
    yield "plain_zip", _zip_of({"readme.txt": b"hello"})
    yield "empty_zip", _zip_of({})


def _with_strings(content: str) -> dict[str, str | bytes]:
    relations = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    return {"xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": content}


def _zip_of(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _lie_about_size(content: bytes) -> bytes:
    """Declare every part ten bytes long in the central directory."""
    out, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = struct.pack("<I", 10)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def _texts() -> Iterator[tuple[str, bytes]]:
    rows = [",".join(_HEADER), *[",".join(_PERSON)] * 3]
    plain = "\r\n".join(rows)
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-32", "big5"):
        yield f"csv_{encoding}", plain.encode(encoding, "replace")
    yield "csv_utf16_be_bom", b"\xfe\xff" + plain.encode("utf-16-be")
    yield "csv_utf16_odd_length", plain.encode("utf-16") + b"\x00"
    yield "csv_lone_cr", plain.replace("\r\n", "\r").encode("gbk")
    yield "csv_mixed_encodings", "\n".join(rows[:2]).encode("gbk") + b"\n" + "\n".join(rows[2:]).encode("utf-8")
    yield "csv_bad_bytes", "\n".join(rows).encode("gbk") + b"\n\xff\xff,1,2\n"
    yield "csv_field_huge", (plain + '\r\n"' + "a" * 140_000 + '",1').encode()
    yield "csv_quote_open", (plain + '\r\n"张三,1\r\n' + plain).encode()
    yield "csv_quote_open_last", (plain + '\r\n"张三,1,2,3,4\r\n李四,1,2,3,4').encode()
    yield "csv_semicolon", plain.replace(",", ";").encode()
    yield "csv_tab", plain.replace(",", "\t").encode()
    yield "csv_17000_columns", (plain + "\r\n" + "," * 17_000 + "x").encode()
    yield "csv_nul", plain.replace("张三", "张\x00三").encode()
    yield "csv_all_nul", b"\x00" * 5_000
    yield "csv_blank_lines", ("\r\n" * 50 + plain + "\r\n" * 50).encode()
    yield "csv_only_commas", b",,,,\r\n" * 50
    yield "csv_sci_numbers", plain.replace("530199199001010019", "5.30199E+17").encode()
    yield "csv_formula_text", plain.replace("530199199001010019", '="530199199001010019"').encode()
    for name, text in _ODD_TEXTS.items():
        yield f"csv_text_{name}", (plain + "\r\n" + text.replace('"', '""') + ",x,y,z").encode("utf-8", "surrogatepass")


def _foreign() -> Iterator[tuple[str, bytes]]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2_000
    yield "empty", b""
    yield "blank", b" \r\n\x00"
    yield "png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100
    yield "jpeg", b"\xff\xd8\xff\xe0" + b"x" * 100
    yield "bmp", b"BM\x00\x00\x00\x00" + b"\x01" * 100
    yield "pdf", b"%PDF-1.7\n" + b"x" * 100
    yield "html", "<html><table><tr><td>姓名</td></tr></table>".encode()
    yield "html_with_bom", "\ufeff <!DOCTYPE html><html>".encode()
    yield "xml_2003", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
    yield "mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related"
    yield "rtf", b"{\\rtf1 hello}"
    yield "rar", b"Rar!\x1a\x07\x00" + b"x" * 50
    yield "ole_encrypted", ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500
    yield "ole_word", ole + "WordDocument".encode("utf-16-le")
    yield "ole_forged_book", ole + "Workbook\0".encode("utf-16-le") + b"\x00" * 4_000
    xls = (Path(__file__).parent / "fixtures" / "disability_list.xls").read_bytes()
    yield "xls", xls
    yield "xls_cut", xls[: len(xls) // 2]
    yield "xls_far_cell", _far_cell(xls)
    for seed in range(6):
        yield (
            f"xls_noise_{seed}",
            bytes(b ^ (seed + 1) if i > 512 and (i * 7919) % 97 == seed else b for i, b in enumerate(xls)),
        )


def _far_cell(xls: bytes) -> bytes:
    """Move a number cell (record 0x0203) to row 65,535, column 65,535: a dense reader would want a hundred gigabytes."""
    at = xls.find(b"\x03\x02\x0e\x00")
    return xls[: at + 4] + b"\xff\xff\xff\xff" + xls[at + 8 :]


def _ledgers() -> Iterator[tuple[str, Writer]]:
    for mess_name, mess in (("tidy", Mess.tidy()), ("usual", Mess.usual()), ("wild", Mess.wild())):
        for kind in ("dibao_ledger", "destitute_ledger", "household_book", "disability_list", "means_survey"):

            def write(path: Path, kind: str = kind, mess: Mess = mess) -> None:
                write_ledger(path, kind, families(kind, 12, seed=7), seed=11, mess=mess)

            yield f"ledger_{mess_name}_{kind}.xlsx", write
            yield f"ledger_{mess_name}_{kind}.csv", write


def variants() -> dict[str, Writer]:
    """Every variant by name; the name ends in the file's ending where a writer needs it."""
    found: dict[str, Writer] = {}
    sheets = (_positions, _contents, _markup, _headers, _texts_in_cells)
    found |= {name: as_bytes(package(content)) for source in sheets for name, content in source()}
    found |= {name: as_bytes(content) for source in (_packages, _texts, _foreign) for name, content in source()}
    return found | dict(_ledgers())
