"""The command line: one module a command, each listed in `COMMANDS`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from extractor.cli.console import steady_streams, voice
from extractor.errors import HeshuError

COMMANDS = ("extract", "audit", "show", "explain", "pages", "evaluate", "validate")
"""Modules of this package, each with a function `command`; its docstring is the help text."""


class _Group(TyperGroup):
    """Errors of ours end with a message and status 2, an interrupt with status 130."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except HeshuError as e:
            speaker = voice()
            speaker.note(f"heshu: {e}", style="red")
            raise typer.Exit(2) from e
        except KeyboardInterrupt as e:
            speaker = voice()
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
    app.command(_name)(import_module(f"extractor.cli.{_name}").command)


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
