"""What people photograph is kept as what is seen, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from minzheng.kernel import pictures
from minzheng.kernel.pictures import LARGEST_FILE, MOST_PAGES, PictureProblem, pictures_of

SECRET = b"SECRET-25.56N-103.25E"


def photograph(kind: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "orange" if mode == "RGB" else 128).save(written, kind, **more)
    return written.getvalue()


def located() -> bytes:
    """A photograph that says where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return photograph(exif=exif, comment=SECRET)


def document(pages: int = 1, **more: Any) -> bytes:
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(more.get("width", 595), more.get("height", 842))
    written = io.BytesIO()
    made.save(written)
    made.close()
    return written.getvalue()


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_takes_what_telephones_make(kind: str) -> None:
    (kept,) = pictures_of(photograph(kind))
    assert seen(kept.content).format == "JPEG"
    assert (kept.width, kept.height) == seen(kept.content).size == (320, 200)


def test_where_and_by_what_it_was_taken_is_not_kept_and_it_stands_upright() -> None:
    before = located()
    assert SECRET in before
    (kept,) = pictures_of(before)
    assert SECRET not in kept.content
    assert not seen(kept.content).getexif()
    assert (kept.width, kept.height) == (200, 320)


@pytest.mark.parametrize(
    "behind",
    [
        b"<script>alert(1)</script>",
        b"PK\x03\x04" + b"x" * 99,
        b"<?php system($_GET['x']); ?>",
        b"<svg onload=alert(1)>",
    ],
)
def test_a_second_format_behind_the_picture_is_gone(behind: bytes) -> None:
    for kind in ("JPEG", "PNG"):
        (kept,) = pictures_of(photograph(kind) + behind)
        assert behind not in kept.content


def test_a_large_photograph_becomes_as_small_as_is_needed_to_read_it() -> None:
    (kept,) = pictures_of(photograph(size=(4_000, 3_000)))
    assert (kept.width, kept.height) == (2_200, 1_650)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_colour_becomes_one_that_is_shown_everywhere(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    (kept,) = pictures_of(photograph(kind, mode=mode))
    assert seen(kept.content).mode == "RGB"


def test_what_is_clear_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    assert seen(pictures_of(written.getvalue())[0].content).getpixel((4, 4)) == (255, 255, 255)


def test_a_pdf_becomes_a_picture_a_page_without_what_it_could_do() -> None:
    kept = pictures_of(document(3))
    assert [seen(each.content).format for each in kept] == ["JPEG"] * 3
    assert (kept[0].width, kept[0].height) == (1_240, 1_755)


def test_a_page_of_any_size_is_drawn_within_bounds() -> None:
    (kept,) = pictures_of(document(width=14_000, height=90))
    assert max(kept.width, kept.height) <= 2_201


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is forty thousand pixels square."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"\0" * (LARGEST_FILE + 1), "太大"),
        (b"MZ\x90\0program", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (b"GIF89a" + b"\0" * 64, "不是照片"),
        (b"%PDF-1.7 but nothing more", "PDF 打不开"),
        (photograph()[:300], "已损坏"),
        (photograph("PNG", (900, 900))[:200], "已损坏"),
        (photograph("PNG", (8_000, 8_000), "1"), "像素太多"),
        (document(MOST_PAGES + 1), "1至20页"),
        (bomb(), "照片"),
    ],
    ids=["empty", "large", "program", "svg", "gif", "no-pdf", "cut", "cut-png", "pixels", "pages", "bomb"],
)
def test_what_cannot_be_taken_is_said_with_a_way_out(content: bytes, says: str) -> None:
    with pytest.raises(PictureProblem, match=says):
        pictures_of(content)


def test_a_page_that_cannot_be_drawn_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise pypdfium2.PdfiumError("damaged")

    monkeypatch.setattr(pictures.pypdfium2.PdfPage, "render", broken)
    with pytest.raises(PictureProblem, match="有一页打不开"):
        pictures_of(document())


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]),
)
def test_whatever_is_sent_is_drawn_or_refused_with_a_sentence(rest: bytes, begins: bytes) -> None:
    assert all(each == "JPEG" or str(each).endswith("。") for each in outcome(begins + rest))


def outcome(content: bytes) -> list[str | None]:
    """The formats of what was kept, or the sentence."""
    try:
        return [seen(each.content).format for each in pictures_of(content)]
    except PictureProblem as refused:
        return [str(refused)]
