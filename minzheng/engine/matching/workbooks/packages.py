"""The zip container of an xlsx file, opened with distrust: size, count, ratio, truth of the declared sizes."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers.expat import XMLParserType

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.markup import feed

_MOST_ENTRIES = 10_000
_LARGEST_UNPACKED = 1_500_000_000
_SUSPICIOUS_RATIO = 300
_SUSPICIOUS_SIZE = 30_000_000
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为新的 xlsx 文件后再导入"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_NOT_XLSX = (
    ("xl/workbook.bin", "这是二进制工作簿（xlsb）"),
    ("word/document.xml", "这是 Word 文档（docx），不是表格"),
    ("ppt/presentation.xml", "这是演示文稿（pptx），不是表格"),
    ("content.xml", "这是 OpenDocument 文件（ods 等）"),
)


class Package:
    """An xlsx file's parts by name. Nothing is unpacked but the parts that are read, and those as a stream."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGED:
            raise FileProblem("文件已损坏或不完整，打不开", where=path.name, remedy=_RESAVE) from None
        try:
            self._refuse_bombs()
            self._refuse_foreign()
        except BaseException:
            self.close()
            raise

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def parse(self, part: str, parser: XMLParserType) -> Iterator[None]:
        """Feed a part to a parser, pausing after each block. Raises FileProblem for damaged or hostile markup."""
        with self.stream(part) as stream:
            yield from feed(parser, stream, where=f"{self.name} 内的 {part}")

    @contextmanager
    def stream(self, part: str) -> Iterator[IO[bytes]]:
        """Open a part for reading. Raises FileProblem when it is missing, encrypted, or not what the archive declares."""
        try:
            with self._zip.open(part) as stream:
                yield stream
        except KeyError:
            raise FileProblem("文件缺少必要的内容，已损坏", where=f"{self.name} 内的 {part}", remedy=_RESAVE) from None
        except FileProblem:
            raise
        except _DAMAGED:
            raise FileProblem("文件内容已损坏", where=f"{self.name} 内的 {part}", remedy=_RESAVE) from None

    def _refuse_bombs(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise FileProblem("压缩包内文件过多，不是正常的工作簿", where=self.name, remedy=_RESAVE)
        if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
            raise FileProblem("解压后过大（超过1.5GB），可能是恶意文件", where=self.name, remedy=_RESAVE)
        for entry in entries:
            if entry.file_size > _SUSPICIOUS_SIZE and entry.file_size > _SUSPICIOUS_RATIO * entry.compress_size:
                raise FileProblem("压缩比异常，可能是恶意文件", where=self.name, remedy=_RESAVE)
            if entry.flag_bits & 0x1:
                raise FileProblem("压缩包加了密码", where=self.name, remedy="请取消密码后再导入")

    def _refuse_foreign(self) -> None:
        for part, what in _NOT_XLSX:
            if part in self:
                raise FileProblem(what, where=self.name, remedy="请另存为“Excel 工作簿（*.xlsx）”后再导入")
        if "[Content_Types].xml" not in self and "xl/workbook.xml" not in self:
            raise FileProblem("这是压缩包，不是表格", where=self.name, remedy="请先解压，再导入里面的表格文件")
