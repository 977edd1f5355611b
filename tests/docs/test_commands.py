"""The guides speak of commands and options that exist, and of every command there is."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from minzheng.surfaces.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [*sorted((ROOT / "docs" / "how-to").glob("*.md")), *sorted(ROOT.glob("*.md"))]


def mentions() -> Iterator[tuple[str, list[str]]]:
    """Name of the command and the words after it, for every ``minzheng …`` in the guides."""
    for guide in GUIDES:
        for line in re.findall(r"(?<![\w/.-])minzheng ([a-z][^`#\n]*)", guide.read_text("utf-8")):
            name, *words = line.split()
            yield name, words


MENTIONS = list(mentions())


def command(name: str) -> Any:
    return typer.main.get_command(import_module(COMMANDS[name]).app)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_in_a_guide(name):
    assert name in {mentioned for mentioned, _ in MENTIONS}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_guides_say_after_a_command_is_what_it_takes(name):
    for _, words in (mention for mention in MENTIONS if mention[0] == name):
        target = command(name)
        while words and words[0] in getattr(target, "commands", {}):
            target = target.commands[words.pop(0)]
        options = {option for parameter in target.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= options
        assert not hasattr(target, "commands") or target.no_args_is_help
