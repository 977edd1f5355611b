"""The command `minzheng`: finds the command, runs it, and answers every failure with a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TextIO

import typer
from typer._click.core import Command, Context
from typer._click.exceptions import NoArgsIsHelpError, UsageError

from minzheng.engine.database.home import default_home
from minzheng.engine.database.problems import Problem
from minzheng.surfaces.cli.incidents import record_incident
from minzheng.surfaces.cli.words import chinese_words, translate, usage_sentence

# One line a command: its name and the module that holds `app: typer.Typer`, and optionally `PROBLEMS`, the exceptions whose text is a
# sentence for the person. A module is imported when its command is asked for, so that a start stays fast.
COMMANDS = {
    "demo": "minzheng.surfaces.cli.demo",
    "seed": "minzheng.surfaces.cli.seed",
    "init": "minzheng.surfaces.cli.init",
    "db": "minzheng.surfaces.cli.database",
    "serve": "minzheng.surfaces.cli.serve",
    "worker": "minzheng.surfaces.cli.worker",
    "doctor": "minzheng.surfaces.cli.doctor",
    "officers": "minzheng.surfaces.cli.officers",
    "programs": "minzheng.surfaces.cli.programs",
    "accounts": "minzheng.surfaces.cli.accounts",
    "audit": "minzheng.surfaces.cli.audit",
    "selfcheck": "minzheng.surfaces.cli.selfcheck",
    "list-routes": "minzheng.surfaces.cli.list_routes",
    "open-session": "minzheng.surfaces.cli.open_session",
    "tour": "minzheng.surfaces.cli.tour",
    "backup": "minzheng.surfaces.cli.backup",
    "restore": "minzheng.surfaces.cli.restore",
    "list-crash-points": "minzheng.surfaces.cli.list_crash_points",
    "clock": "minzheng.surfaces.cli.clock",
    "import": "minzheng.surfaces.cli.ledgers",
    "imports": "minzheng.surfaces.cli.imports",
    "assess": "minzheng.surfaces.cli.assess",
    "explain": "minzheng.surfaces.cli.explain",
    "rules": "minzheng.surfaces.cli.rules",
    "matters": "minzheng.surfaces.cli.matters",
    "new-matter": "minzheng.surfaces.cli.new_matter",
    "letters": "minzheng.surfaces.cli.letters",
    "golden": "minzheng.surfaces.cli.golden.command",
}

_DONE, _FAILED, _REFUSED, _INTERRUPTED = 0, 1, 2, 130


class Commands(typer.core.TyperGroup):
    """The commands of `COMMANDS`, imported when asked for."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 (typer's protocol)
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 (typer's protocol)
        """Import the module of one command and return it."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return translate(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Returns:
        0 done; 1 a check failed or something unforeseen happened; 2 refused, with the reason; 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        _accept_every_character(stream)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.project.settings")
    os.environ.setdefault("MINZHENG_LOG_FILE", str(_log_file()))
    try:
        with chinese_words():
            status = _run(arguments)
    except (KeyboardInterrupt, typer.Abort):
        status = _INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 (the last resort)
        return _answer(error, arguments)
    if status == _INTERRUPTED:
        _say("已中止。")
    return status


def _reader_left() -> int:
    """Whoever read our output (`head`, `less`) has what it wanted; Python must not fail again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _DONE


def _run(arguments: Sequence[str]) -> int:
    root = Commands(
        name="minzheng",
        help="民政业务软件：数据库、台账导入、待遇核算。",
        no_args_is_help=True,
    )
    result = translate(root).main(args=list(arguments), prog_name="minzheng", standalone_mode=False)
    return result if isinstance(result, int) else _DONE


def _answer(error: Exception, arguments: Sequence[str]) -> int:
    if isinstance(error, NoArgsIsHelpError):
        return _REFUSED
    if isinstance(error, UsageError):
        _say(usage_sentence(error))
        return _REFUSED
    if isinstance(error, (Problem, *_documented(arguments))):
        _say(str(error))
        return _REFUSED
    if problem := _from_database(error):
        _say(str(problem))
        return _REFUSED
    _say(record_incident(error, at=datetime.now().astimezone(), log=_log_file()))
    return _FAILED


def _from_database(error: Exception) -> Problem | None:
    if "psycopg" not in sys.modules:
        return None
    from minzheng.engine.database.failures import database_problem

    return database_problem(error)


def _documented(arguments: Sequence[str]) -> tuple[type[Exception], ...]:
    module = sys.modules.get(COMMANDS.get(arguments[0], "")) if arguments else None
    problems: tuple[type[Exception], ...] = getattr(module, "PROBLEMS", ())
    return problems


def _log_file() -> Path:
    home = os.environ.get("MINZHENG_HOME") or default_home(start=Path.cwd(), root=os.geteuid() == 0)
    return Path(home) / "logs" / "minzheng.log"


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _accept_every_character(stream: TextIO) -> None:
    # A surrogate from a file name, or a terminal that is not UTF-8, must not turn an answer into a failure.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
