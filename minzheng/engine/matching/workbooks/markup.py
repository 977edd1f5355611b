"""XML read as a stream by expat: no document type, no entities, no token without end."""

from collections.abc import Iterator
from typing import IO, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from minzheng.engine.matching.problems import FileProblem

_BLOCK = 1 << 17
_LONGEST_TOKEN = 8_000_000
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为新的 xlsx 文件后再导入"


class _DoctypeFound(Exception):
    """Raised inside the parser: the part declares a document type."""


def new_parser() -> XMLParserType:
    """Return a parser that refuses document types, and with them every entity declaration."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> NoReturn:
    raise _DoctypeFound


def feed(parser: XMLParserType, stream: IO[bytes], *, where: str) -> Iterator[None]:
    """Parse a stream block by block, pausing after each. Raises FileProblem for bad markup."""
    fed = 0
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
            fed += len(block)
            _refuse_endless_token(fed - max(parser.CurrentByteIndex, 0), where)
            yield
        parser.Parse(b"", True)
        yield
    except _DoctypeFound:
        raise FileProblem("文件中含有实体声明，可能是恶意文件，已拒绝", where=where, remedy=_RESAVE) from None
    except FileProblem:
        raise
    except (ExpatError, LookupError, ValueError):
        raise FileProblem("文件内容已损坏，不是完整的 XML", where=where, remedy=_RESAVE) from None


def _refuse_endless_token(pending: int, where: str) -> None:
    if pending > _LONGEST_TOKEN:
        raise FileProblem("文件内容异常（单个标记过长），可能是恶意文件", where=where, remedy=_RESAVE)


def local(name: str) -> str:
    """Return an element or attribute name without its namespace prefix."""
    return name.rpartition(":")[2]
