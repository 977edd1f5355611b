"""The command line's own words in Chinese: help headings and complaints about usage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer import rich_utils
from typer._click import exceptions as usage
from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperGroup

from minzheng.kernel.characters import printable

_HEADINGS = {
    "DEFAULT_STRING": "[默认：{}]",
    "ENVVAR_STRING": "[环境变量：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
}


class ChineseFormatter(HelpFormatter):
    """Usage lines that begin with 用法."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write one usage line."""
        super().write_usage(prog, args, prefix or "用法：")


@contextmanager
def chinese_words() -> Iterator[None]:
    """Make the help pages speak Chinese while a command runs."""
    before = {name: getattr(rich_utils, name) for name in _HEADINGS}
    formatter = Context.formatter_class
    _set(_HEADINGS)
    Context.formatter_class = ChineseFormatter
    try:
        yield
    finally:
        _set(before)
        Context.formatter_class = formatter


def translate(command: Command) -> Command:
    """Describe the options every command has in Chinese; leave out shell completion, which the product does not offer."""
    command.params = [each for each in command.params if each.name not in {"install_completion", "show_completion"}]
    command.options_metavar = "[选项]"
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = "命令 …"
        for each in command.commands.values():
            translate(each)
    option = command.get_help_option(Context(command))
    if option is not None:
        option.help = "显示本说明。"
    return command


def usage_sentence(error: usage.UsageError) -> str:
    """Say in Chinese what is wrong with a command line; hostile characters are left out."""
    command = error.ctx.command_path if error.ctx else "minzheng"
    return f"{_complaint(error)}请用 {command} --help 查看用法。"


def _complaint(error: usage.UsageError) -> str:
    if isinstance(error, usage.NoSuchOption):
        return f"没有选项 {printable(error.option_name)}。"
    if isinstance(error, usage.MissingParameter):
        return f"缺少{_hint(error.param)}。"
    if isinstance(error, usage.BadParameter):
        return f"{_hint(error.param)}的值不正确：{printable(error.message, limit=120)}。"
    if isinstance(error, usage.BadOptionUsage):
        return f"选项 {printable(error.option_name)} 用得不对，可能缺少或多写了值。"
    if error.message.startswith("No such command"):
        name = error.message.partition("'")[2].rpartition("'")[0]
        return f"没有命令 {printable(name, limit=60)}。"
    if error.message.startswith("Missing command"):
        return "缺少命令。"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多了参数 {printable(error.message.partition('(s) ')[2].strip('()'), limit=60)}。"
    return f"命令写得不对：{printable(error.message, limit=120)}。"


def _hint(parameter: Any) -> str:
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "option":
        return f"选项 {parameter.opts[0]}"
    return f"参数 {parameter.metavar or parameter.name}"


def _set(words: dict[str, str]) -> None:
    for name, word in words.items():
        setattr(rich_utils, name, word)
