"""What a file really is, by its first bytes; its name says nothing."""

from enum import StrEnum

from minzheng.engine.matching.problems import FileProblem

_SAVE_AS = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”后再导入"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件，不是表格"),
    (b"\x89PNG", "这是 PNG 图片，不是表格"),
    (b"\xff\xd8\xff", "这是 JPEG 图片，不是表格"),
    (b"GIF8", "这是 GIF 图片，不是表格"),
    (b"BM", "这是 BMP 图片，不是表格"),
    (b"II*\x00", "这是 TIFF 图片，不是表格"),
    (b"RIFF", "这是多媒体文件，不是表格"),
    (b"Rar!", "这是 RAR 压缩包，不是表格"),
    (b"7z\xbc\xaf", "这是 7z 压缩包，不是表格"),
    (b"\x1f\x8b", "这是 GZ 压缩包，不是表格"),
    (b"{\\rtf", "这是 RTF 文档，不是表格"),
    (b"SQLite format 3", "这是数据库文件，不是表格"),
    (b"\x7fELF", "这是程序文件，不是表格"),
    (b"MZ", "这是程序文件，不是表格"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<html", "这是网页文件（有的系统导出时只是改了扩展名），不是表格"),
    (b"<!doctype", "这是网页文件，不是表格"),
    (b"<table", "这是网页文件（有的系统导出时只是改了扩展名），不是表格"),
    (b"<?xml", "这是 XML 文件（可能是“XML 电子表格 2003”），不能直接读取"),
    (b"mime-version", "这是单个文件网页（mht），不是表格"),
)


class FileKind(StrEnum):
    """Kinds of file that are read."""

    XLSX = "XLSX"
    XLS = "XLS"
    TEXT = "TEXT"


def recognise_kind(head: bytes, *, name: str) -> FileKind:
    """Return the kind of a file from its first 4,096 bytes. Raises FileProblem for an empty or foreign file."""
    if not head.strip(b"\x00 \r\n\t"):
        raise FileProblem("文件是空的", where=name, remedy="请核对是否选错文件，或重新导出")
    if head.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if head.startswith(b"PK"):
        raise FileProblem("这是空的或分卷的压缩包", where=name, remedy=_SAVE_AS)
    if head.startswith(_OLE):
        return FileKind.XLS
    _refuse_foreign(head, name)
    return FileKind.TEXT


def _refuse_foreign(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower()
    for magic, what in _FOREIGN:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            raise FileProblem(what, where=name, remedy=_SAVE_AS)
    for magic, what in _MARKUP:
        if start.startswith(magic):
            raise FileProblem(what, where=name, remedy=_SAVE_AS)
