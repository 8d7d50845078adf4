"""One small family of errors; each message names the file, the place in it and the next thing to try."""

from __future__ import annotations


class HeshuError(Exception):
    """Base of all errors that heshu raises on purpose."""


class LoadError(HeshuError):
    """A source could not be read. `source` names it, `remedy` says what to try next."""

    def __init__(self, source: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{source}: {problem}" + (f" {remedy}" if remedy else ""))
        self.source, self.problem, self.remedy = source, problem, remedy


class MissingExtra(LoadError):
    """An optional dependency is needed: the message names the extra to install."""

    def __init__(self, source: str, what: str, extra: str) -> None:
        super().__init__(source, f"{what} needs the extra '{extra}'.", f"Install it: pip install 'heshu[{extra}]'")
        self.extra = extra


class PatternError(HeshuError):
    """A pattern file is broken: the message names the file and the entry."""


class DatasetError(HeshuError):
    """A dataset could not be written or read."""


class UsageError(HeshuError):
    """The call is wrong: an unknown option value, a column that is not there."""
