"""The help of the commands in the reader's language, with examples under every command.

In: commands as Typer makes them, their texts in English. Out: the same, said in Chinese where the locale asks for it.
The examples themselves are commands and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from pipelines.words import labelled, language, mark, say

#: What a paragraph opens with that must not be wrapped.
_AS_IT_IS = "\b\n"
_EXAMPLES = "Examples:"


def examples(*lines: str) -> str:
    """The end of a command's help: one example a line."""
    return "\n".join((f"{_AS_IT_IS}{_EXAMPLES}", *(f"  {line}" for line in lines)))


def examples_of(command: Any) -> list[str]:
    """The examples a command's help ends with."""
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]


#: What stands behind the help of a parameter: `[default: x; required]`.
_REMARKS = re.compile(r"(?<=  )\[([^\[\]]+)\]$")
_REMARK = {"default: ": "default: {value}", "env var: ": "env var: {value}"}


_Plain: Any = typer.Context.formatter_class


class _Formatter(_Plain):  # type: ignore[misc]
    """Writes help pages with their headings and remarks in the language of the locale."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is called."""
        super().write_usage(prog, args, prefix or labelled(say("Usage:"), ""))

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(f"{'':>{self.current_indent}}{say(f'{heading}:')}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Parameters or commands with what they mean."""
        super().write_dl([(name, _REMARKS.sub(_remarks, text)) for name, text in rows], col_max, col_spacing)


def _remarks(found: re.Match[str]) -> str:
    said = []
    for remark in found[1].split("; "):
        begin = next((begin for begin in _REMARK if remark.startswith(begin)), None)
        said.append(say(_REMARK[begin], value=remark.removeprefix(begin)) if begin else say(remark))
    return f"[{mark('; ').join(said)}]"


class _Context(typer.Context):
    """Makes help pages in the language of the locale."""

    formatter_class = _Formatter


@contextmanager
def _usage_told() -> Iterator[None]:
    """Usage errors show themselves in Chinese where the locale asks for it. The parser has them in English alone: no
    translation can be given to it. A call without arguments is such an error too, and shows the help."""
    try:
        yield
    except TyperException as error:
        if language() == "zh" and type(error).__name__ != "NoArgsIsHelpError":
            told: Any = error
            told.show = partial(_show, error)
        raise


def _show(error: TyperException, file: IO[str] | None = None) -> None:
    from pipelines.recorded import retold

    context = getattr(error, "ctx", None)
    if context is not None:
        command = f"{context.command_path} {context.help_option_names[0]}"
        typer.echo(context.get_usage(), file=file, err=file is None)
        typer.echo(say("Try '{command}' for help.", command=command), file=file, err=file is None)
    typer.echo(labelled(say("Error:"), retold(error.format_message())), file=file, err=file is None)


class Commands(TyperGroup):
    """A group of commands that says everything in the language of the locale."""

    context_class = _Context

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """The context of a call; what is wrong with the call is said in the language of the locale."""
        with _usage_told():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what is wrong with its call is said in the language of the locale."""
        with _usage_told():
            return super().invoke(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name."""
        command = super().get_command(ctx, cmd_name)
        return command if command is None else _said(command, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help of the group itself."""
        _said(self, ctx)
        super().format_help(ctx, formatter)


def _said(command: Any, ctx: Any) -> Any:
    """The command with its texts in the reader's language; saying it twice changes nothing."""
    command.context_class = _Context
    command.options_metavar = say(command.options_metavar or "")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = say(command.subcommand_metavar)
    command.help = say(command.help or "")
    # Without it the list of commands would cut a Chinese text at its first space.
    command.short_help = command.help.split("\n")[0].split("。")[0].split(". ")[0].removesuffix(".")
    if command.epilog:
        command.epilog = command.epilog.replace(_EXAMPLES, say(_EXAMPLES))
    for parameter in command.get_params(ctx):
        if getattr(parameter, "help", None):
            parameter.help = say(parameter.help)
    return command
