"""The help of the commands in the reader's language, with examples under every command.

In: commands as Typer makes them, their texts in English. Out: the same, said in Chinese where the locale asks for it.
The examples themselves are commands and stay as they are.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from pipelines.words import say

#: What a paragraph opens with that must not be wrapped.
_AS_IT_IS = "\b\n"
_EXAMPLES = "Examples:"


def examples(*lines: str) -> str:
    """The end of a command's help: one example a line."""
    return "\n".join((f"{_AS_IT_IS}{_EXAMPLES}", *(f"  {line}" for line in lines)))


def examples_of(command: Any) -> list[str]:
    """The examples a command's help ends with."""
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]


class Commands(TyperGroup):
    """A group of commands that says everything in the language of the locale."""

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
    command.help = say(command.help or "")
    # Without it the list of commands would cut a Chinese text at its first space.
    command.short_help = command.help.split("\n")[0].split("。")[0].split(". ")[0].removesuffix(".")
    if command.epilog:
        command.epilog = command.epilog.replace(_EXAMPLES, say(_EXAMPLES))
    for parameter in command.get_params(ctx):
        if getattr(parameter, "help", None):
            parameter.help = say(parameter.help)
    return command
