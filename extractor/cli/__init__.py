"""The command line: one module a command, each listed in `COMMANDS`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from extractor.cli.console import asked, steady_streams, voice
from extractor.errors import HeshuError

COMMANDS = ("extract", "audit", "show", "explain", "pages", "evaluate", "validate")
"""Modules of this package, each with a function `command`; its docstring is the help text."""


class _Translated:
    """A command whose help speaks the language of --lang before --help, or of the locale."""

    rich_markup_mode: Any

    def format_help(self, ctx: Any, formatter: Any) -> None:
        for part in (self, *getattr(self, "commands", {}).values()):
            _translate(part, ctx)
        boxed = self.rich_markup_mode
        if voice(asked(ctx)).lang != "en":  # the boxes cut off what has no spaces to break at
            self.rich_markup_mode = None
        super().format_help(ctx, formatter)  # type: ignore[misc]
        self.rich_markup_mode = boxed

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            _translate(param, ctx)
        return params


def _translate(part: Any, ctx: Any) -> None:
    """Give a command or an option its help in the language asked for; the English stays beside it."""
    if getattr(part, "help", None):
        part.english = getattr(part, "english", part.help)
        part.help = voice(asked(ctx)).translated(part.english, "help")


class _Command(_Translated, TyperCommand):
    """A command of ours."""


class _Group(_Translated, TyperGroup):
    """Errors of ours end with a message and status 2, an interrupt with status 130."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except HeshuError as e:
            speaker = voice(asked(ctx))
            speaker.note(f"heshu: {speaker.translated(str(e))}", style="red")
            raise typer.Exit(2) from e
        except KeyboardInterrupt as e:
            speaker = voice(asked(ctx))
            speaker.note(speaker.say("interrupted"))
            raise typer.Exit(130) from e


app = typer.Typer(name="heshu", cls=_Group, no_args_is_help=True, pretty_exceptions_enable=False,
                  context_settings={"help_option_names": ["-h", "--help"]})


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"heshu {__version__}")
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                help="Print the version.")] = False) -> None:
    """Heshu: read the figures of Chinese policy and news documents, and check them."""


for _name in COMMANDS:
    app.command(_name, cls=_Command)(import_module(f"extractor.cli.{_name}").command)


def main() -> None:
    """Entry point of `heshu`: exit status 0 all well, 1 some documents failed, 2 wrong use."""
    steady_streams()
    with suppress(ValueError):  # a stop asked for by the system cleans up like an interrupt
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except BrokenPipeError:  # the reader of our output has gone, as in `heshu show FILE | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
