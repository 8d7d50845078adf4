"""Tables drawn with pipes, as Markdown has them: found in a text without changing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.load.grid import unit_of
from extractor.model import Cell, Table

_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"(?:[^|\\]|\\.)*")
Line = tuple[int, str]


def pipe_tables(text: str) -> tuple[Table, ...]:
    """The tables of a text: a row of heads, a rule of dashes, rows, all with pipes between their cells.

    >>> [c.text for c in pipe_tables("| 项目 | 投资 |\\n|---|---|\\n| 桥 | 3 |\\n")[0].cells]
    ['项目', '投资', '桥', '3']
    """
    if "|" not in text or "--" not in text:
        return ()
    lines: list[Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        lines.append((at, line.rstrip("\r\n")))
        at += len(line)
    return tuple(_tables(lines))


def _tables(lines: list[Line]) -> Iterator[Table]:
    i = 1
    while i < len(lines):
        head, rule = lines[i - 1], lines[i][1]
        if "|" in head[1] and "|" in rule and _RULE.fullmatch(rule):
            end = i + 1
            while end < len(lines) and "|" in lines[end][1]:
                end += 1
            yield _table([head, *lines[i + 1:end]], lines[max(0, i - 4):i - 1])
            i = end
        i += 1


def _table(rows: list[Line], above: list[Line]) -> Table:
    cells = [Cell(start, end, r, c, words, r == 0)
             for r, row in enumerate(rows) for c, (start, end, words) in enumerate(_cells(row))]
    unit = unit_of([*(line for _, line in above), *(c.text for c in cells if c.row == 0)])
    return Table(rows[0][0], rows[-1][0] + len(rows[-1][1]), tuple(cells), unit)


def _cells(line: Line) -> Iterator[tuple[int, int, str]]:
    """Place and words of each cell of a row, without the pipes at its ends."""
    start, text = line
    at = len(text) - len(text.lstrip())
    at += text[at:at + 1] == "|"
    stop = len(text.rstrip())
    stop -= stop > at and text[stop - 1] == "|"
    while at <= stop:
        found = _CELL.match(text, at, stop)
        end = found.end() if found else stop
        words = text[at:end]
        left = at + len(words) - len(words.lstrip())
        yield start + left, start + max(left, at + len(words.rstrip())), words.strip()
        at = end + 1
