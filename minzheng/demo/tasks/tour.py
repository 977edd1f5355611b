"""Goes through the tasks with a browser, as they are declared, and takes the pictures of the documentation."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from minzheng.demo.tasks import Act, Step, Task, filled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PHONE, DESK = (390, 844), (1440, 900)
_COLOURS = 128
_PATIENCE = 10_000


class TourError(Exception):
    """A step does not lead to what it promises; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Planned:
    """A step with the numbers it speaks of, read before the browser runs: its event loop and the database do not go together."""

    task: Task
    step: Step
    number: int
    known: Mapping[str, str]

    @property
    def name(self) -> str:
        """How the step is called when something goes wrong."""
        return f"{self.task.title}，第 {self.number} 步（{self.step.title}）"


def planned(wanted: Sequence[Task]) -> list[list[Planned]]:
    """Every task as a list of its steps."""
    return [[Planned(task, step, at + 1, step.known()) for at, step in enumerate(task.steps)] for task in wanted]


def follow(browser: Browser, home: str, steps: Sequence[Planned], pictures: Path | None) -> Iterator[Planned]:
    """Follow one task from the page where one chooses it to its end; yields each step when it is done.

    Args:
        browser: to open pages in.
        home: address of the demonstration, without a slash at its end.
        steps: of one task.
        pictures: where pictures go; None to take none.

    Raises:
        TourError: a page does not show what the step promises, or says that something is wrong.
    """
    task = steps[0].task
    width, height = DESK if task.account else PHONE
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{home}/signin/demo")
    page.locator(f'button[name="task"][value="{task.key}"]').click()
    for each in steps:
        _do(page, each)
        _see(page, each, complaints)
        if pictures is not None and each.step.picture:
            _picture(page, pictures / f"{each.step.picture}.png")
        for act in each.step.after:
            _act(page, act, each.known)
        yield each
        page.locator('.guide button[value="next"]').click()
    page.get_by_text("做完了。可以换一个身份再试。").wait_for()
    context.close()


def _do(page: Page, each: Planned) -> None:
    from playwright.sync_api import Error

    try:
        for act in each.step.do:
            _act(page, act, each.known)
    except Error as error:
        raise TourError(f"{each.name}做不下去：{str(error).splitlines()[0]}（{page.url}）") from error


def _see(page: Page, each: Planned, complaints: Sequence[str]) -> None:
    page.wait_for_load_state()
    wanted = filled(each.step.see, each.known)
    shown = page.locator("main").inner_text()
    if wanted not in shown:
        raise TourError(f"{each.name}做完以后，页面上没有“{wanted}”（{page.url}）：{shown[:300]}")
    if complaints:
        raise TourError(f"{each.name}的页面有错：{complaints[0]}")


def _picture(page: Page, path: Path) -> None:
    """Take a picture of what is seen without turning the page, in few colours: it travels with the source. What guides is left out."""
    show = "hidden => { document.querySelector('.guide').hidden = hidden; scrollTo(0, 0) }"
    page.evaluate(show, True)
    content = page.screenshot()
    page.evaluate(show, False)
    with Image.open(io.BytesIO(content)) as taken:
        taken.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def _act(page: Page, act: Act, known: Mapping[str, str]) -> None:
    ((verb, given),) = act.items()
    words = [filled(str(each), known) for each in (given if isinstance(given, list) else [given])]
    _VERBS[verb](page, *words)


def _button(scope: Page | Locator, words: str) -> Locator:
    exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
    return scope.locator("main, .demo").locator("button, a").filter(has_text=exactly, visible=True).first


def _form(page: Page, heading: str) -> Locator:
    return page.locator("main form").filter(has=page.get_by_role("heading", name=heading, exact=True)).first


def _open(page: Page, words: str) -> None:
    page.locator("summary").filter(has_text=words).first.click()


def _code(page: Page, label: str) -> None:
    page.get_by_label(label).fill(page.locator("main .note strong.number").inner_text())


def _download(page: Page, words: str) -> None:
    with page.expect_download() as download:
        _button(page, words).click()
    content = Path(download.value.path()).read_bytes()
    if not content.startswith(b"%PDF"):
        raise TourError(f"“{words}”不是 PDF。")


def _upload(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": _photograph()}
    )


def _photograph() -> bytes:
    """An invented photograph of a board."""
    picture, content = Image.new("RGB", (640, 480), "#cfe0ee"), io.BytesIO()
    ImageDraw.Draw(picture).rectangle((120, 90, 520, 390), fill="white", outline="black")
    picture.save(content, "JPEG")
    return content.getvalue()


_VERBS: Mapping[str, Callable[..., Any]] = {
    "click": lambda page, words: _button(page, words).click(),
    "choose": lambda page, words: page.locator("label.choice").filter(has_text=words).first.click(),
    "fill": lambda page, label, words: page.get_by_label(label, exact=True).first.fill(words),
    "pick": lambda page, label, words: page.get_by_label(label, exact=True).first.select_option(label=words),
    "open": _open,
    "first": lambda page, selector: page.locator(f"main {selector}").first.click(),
    "press": lambda page, key: page.keyboard.press(key),
    "code": _code,
    "download": _download,
    "upload": _upload,
    "within": lambda page, heading, label, words: _form(page, heading).get_by_label(label, exact=True).fill(words),
    "press_in": lambda page, heading, words: _form(page, heading).get_by_role("button", name=words, exact=True).click(),
}
"""What a step may do on a page."""
