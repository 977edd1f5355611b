"""Photographs and scans made harmless: drawn anew as JPEG, so that nothing travels along but what is seen.

Whatever hides in a file (a second format, a script, the place where it was taken, a comment) is not copied; what cannot be drawn is
refused. PDF becomes one picture a page. Source: OWASP File Upload Cheat Sheet, image rewriting.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 12 * 1024 * 1024
"""Bytes of one file."""
MOST_PAGES = 20
"""Pages of one PDF."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 2_200
_QUALITY = 80
_DOTS_PER_INCH, _POINTS_PER_INCH = 150, 72
_PDF = b"%PDF-"
_DRAWING = threading.Lock()
"""PDFium may be used by one thread at a time."""


class PictureProblem(ValueError):
    """A file that is not taken; the message is a Chinese sentence with a way out."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: JPEG bytes, width and height in pixels."""

    content: bytes
    width: int
    height: int


def pictures_of(content: bytes) -> tuple[Picture, ...]:
    """Draw a photograph (JPEG, PNG, WebP) or every page of a PDF anew.

    Args:
        content: the file as it was sent; its name and stated type are not believed.

    Raises:
        PictureProblem: empty, too large, too many pages, encrypted, damaged, or neither picture nor PDF.
    """
    if not content:
        raise PictureProblem("文件是空的，请重新选择。")
    if len(content) > LARGEST_FILE:
        raise PictureProblem(f"文件太大，每个不超过{LARGEST_FILE >> 20} MB。请用手机重新拍照，或者分成几个文件。")
    if content.lstrip()[: len(_PDF)] == _PDF:
        return tuple(_pages(content))
    return (_photograph(content),)


def _photograph(content: bytes) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of what would fill the memory
            with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
                drawn = _drawn(found)
    except UnidentifiedImageError:
        raise PictureProblem("不是照片或者PDF，请上传 JPG、PNG 照片或者 PDF。") from None
    except Exception as error:  # whatever a hostile file makes a decoder do
        raise PictureProblem("照片已损坏，打不开，请重新拍照上传。") from error
    if drawn is None:
        raise PictureProblem("照片的像素太多，请用手机的普通模式重新拍照。")
    return drawn


def _drawn(found: Image.Image) -> Picture | None:
    """Draw a photograph upright; None if it has more pixels than memory is given for."""
    if found.width * found.height > _MOST_PIXELS:
        return None
    found.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    return _kept(ImageOps.exif_transpose(found))


def _pages(content: bytes) -> Iterator[Picture]:
    with _DRAWING:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise PictureProblem("PDF 打不开（可能已损坏或者设了密码），请另存后重新上传，或者拍照上传。") from None
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise PictureProblem(f"PDF 应为1至{MOST_PAGES}页，请拆分后上传。")
            for number in range(len(document)):
                yield _page(document[number])
        finally:
            document.close()


def _page(page: pypdfium2.PdfPage) -> Picture:
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
    try:
        return _kept(page.render(scale=scale, may_draw_forms=False).to_pil())
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise PictureProblem("PDF 里有一页打不开，请另存后重新上传，或者拍照上传。") from error


def _kept(found: Image.Image) -> Picture:
    """On white, not larger than is needed to read it, as plain JPEG without any metadata."""
    found.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    if found.mode in {"RGBA", "LA", "PA", "P"}:
        clear = found.convert("RGBA")
        drawn = Image.new("RGB", clear.size, "white")
        drawn.paste(clear, mask=clear.getchannel("A"))
    else:
        drawn = found.convert("RGB")
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=_QUALITY, exif=b"", icc_profile=None, comment=b"")
    return Picture(written.getvalue(), *drawn.size)
