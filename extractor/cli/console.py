"""How the command line speaks: language, colours, and text from documents made harmless for a terminal."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

import patterns
from extractor.errors import UsageError

LANGUAGES = ("en", "zh")
_ASKED = "heshu.lang"
COLOURS = {"money": "bold red", "percent": "bold blue", "point": "blue", "multiple": "magenta", "count": "green",
           "measure": "cyan", "date": "yellow", "org": "bright_black", "place": "bright_black", "project": "underline"}
VERDICTS = {"consistent": "green", "inconsistent": "bold red", "warning": "yellow", "unclear": "bright_black"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def safe(text: object) -> str:
    """The text with control characters and marks of writing direction made visible, so that no document steers a terminal.

    >>> safe("a" + chr(27) + "[31m")
    'a\\ufffd[31m'
    """
    return _CONTROL.sub("\ufffd", str(text).replace("\r\n", "\n"))


@dataclass(frozen=True, slots=True)
class Voice:
    """The words of one language and the two streams: results go to `out`, everything else to `err`."""

    lang: str
    out: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False, soft_wrap=True))

    def say(self, key: str, **values: Any) -> str:
        """The message of a key; `group.key` reaches into a group."""
        found: Any = patterns.table(f"messages/{self.lang}")
        for part in key.split("."):
            found = found.get(part, part) if isinstance(found, dict) else part
        return str(found).format(**values) if values else str(found)

    def translated(self, text: str, room: str = "errors") -> str:
        """An English message, help text or name of a rule in the language of this voice; itself where it has none there.

        A message is made of parts (what is wrong, what to try next), of which each is translated for itself.
        """
        if self.lang == "en" or not text:
            return text
        if room != "errors":
            known: dict[str, str] = patterns.table("messages/zh_of_en")[room]
            head, _, number = text.partition(" ")
            return known.get(text) or (f"{known[head]} {number}" if number.isdigit() and head in known else text)
        for pattern, words in _errors():
            text = pattern.sub(lambda m, words=words: words.format(*m.groups()), text)  # type: ignore[misc]
        return text

    def note(self, message: str, *, style: str = "") -> None:
        """Say something that is no result."""
        self.err.print(Text(safe(message), style=style))

    def fail(self, message: str) -> NoReturn:
        """Say what is wrong with the call and stop with status 2."""
        raise UsageError(message)


@cache
def _errors() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The English messages as patterns, the longest first, each with the same in Chinese; `{}` stands for any words."""
    rows: dict[str, str] = patterns.table("messages/zh_of_en")["errors"]
    return tuple((re.compile("(.+?)".join(map(re.escape, english.split("{}"))) + ("$" if english.endswith("{}") else "")),
                  chinese) for english, chinese in sorted(rows.items(), key=lambda r: -len(r[0].replace("{}", ""))))


def voice(lang: str | None = None) -> Voice:
    """The voice in a language, or in that of the locale."""
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"--lang: '{lang}' is not known. Languages: {', '.join(LANGUAGES)}.")
    return Voice(lang or _locale())


def _locale() -> str:
    """The language that the environment asks for."""
    wanted = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG") if (v := os.environ.get(k))), "")
    return "zh" if wanted.lower().startswith("zh") else "en"


def bounded_print(console: Console, text: Text) -> None:
    """Print a long text with its own line breaks, wrapped only where the terminal is too narrow."""
    console.print(text, soft_wrap=not console.is_terminal)


def steady_streams() -> None:
    """Let output never fail on a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _remembered(ctx: typer.Context, lang: str | None) -> str | None:
    """The option --lang, kept where the help and the messages of errors find it."""
    ctx.meta[_ASKED] = lang
    return lang


def asked(ctx: Any) -> str | None:
    """The language asked for on this command line, where it is one that is spoken."""
    lang = ctx.meta.get(_ASKED)
    return lang if lang in LANGUAGES else None


Lang = Annotated[str | None, typer.Option("--lang", is_eager=True, callback=_remembered,
                                          help="Language of messages: en or zh (default: by locale).")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
