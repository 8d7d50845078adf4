"""Tables that lost their lines: cells on lines of their own, or parted by printed spaces, below a row of heads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Any

import patterns
from extractor.assemble.task_tokens import column_pattern
from extractor.assemble.units import is_list
from extractor.model import GridCell, Reading, Span

_CELL = re.compile(r"[^\n|]*[^\n|\s][^\n|]*")
_COUNT = re.compile(r"[0-9]{1,3}")
_WIDEST = 10  # columns
_HEAD = 12  # characters of the name of a column
_FEWEST = 2  # columns

Row = tuple[GridCell, ...]


def loose_tables(reading: Reading, plain: str) -> Iterator[list[Row]]:
    """The tables below heads of units that stand on lines of their own, or side by side with spaces, row by row.

    The first row of each holds the heads. Where a row has more or fewer cells than there are heads, its cells are those
    that hold nothing but units, if they are as many as the columns of units; else it is left out.
    """
    if not _label_cell().search(plain):
        return
    cells = [c for m in _CELL.finditer(plain) for c in _printed(reading, *m.span())]
    starts, done = [c.at.start for c in cells], -1
    for label in _label_cell().finditer(plain):
        i = bisect_left(starts, label.start("name"))
        if i <= done or i >= len(cells):
            continue
        heads = _heads(plain, cells, i)
        if heads:
            rows = list(_rows(reading.view.text, plain, cells, heads))
            done = i
            if rows:
                done = bisect_left(starts, rows[-1][-1].at.end) - 1
                yield [tuple(cells[heads.start:heads.stop]), *rows]


def spaced_tables(reading: Reading, plain: str) -> Iterator[list[Row]]:
    """The tables whose cells were printed side by side with spaces between."""
    text, end = reading.view.text, -1
    for line in _spaced_heads().finditer("\n" + plain):
        heads = _joined(text, _spaced(reading, line.start(), line.end() - 1))
        if line.start() < end or len(heads) < _FEWEST or not all(_is_head(_plain(plain, c)) for c in heads):
            continue
        counted = _plain(plain, heads[0]) in _table()["number"]
        titles = [i for i, c in enumerate(heads) if _plain(plain, c) in _table()["title"]]
        rows, end = [heads], line.end()
        while end < len(plain):
            start, end = end, plain.find("\n", end) + 1 or len(plain) + 1
            row = _spaced(reading, start, end - 1)
            if len(row) < _FEWEST:
                break
            starts = [i for i, c in enumerate(row) if i and counted and _COUNT.fullmatch(c.text) and _opens(reading, c)]
            for first, following in pairwise([0, *starts, len(row)]):
                found = _fitted(text, row[first:following], len(heads), titles)
                rows += [found] if found else []
        if len(rows) > 1:
            yield rows


def barred(reading: Reading, plain: str) -> Iterator[tuple[Row, list[Row]]]:
    """Tables printed with bars below one column of units: the heads, and each line below them that has bars."""
    for line in _barred_heads().finditer(plain):
        heads = _cells_of(reading.view.text, line.start(), line.end())
        labels = sum(_label().fullmatch(_plain(plain, c)) is not None for c in heads)
        if labels != 1 or len(heads) <= _FEWEST:
            continue
        rows, end = [], line.end() + 1
        while end < len(plain):
            start, stop = end, plain.find("\n", end)
            end = stop + 1 if stop >= 0 else len(plain) + 1
            if "|" not in plain[start:end - 1]:
                break
            rows += [row] if (row := _cells_of(reading.view.text, start, end - 1)) else []
        yield heads, rows


def _cells_of(text: str, start: int, end: int) -> Row:
    """The cells of a line with bars that hold something."""
    return tuple(_cell(text, start + m.start(), start + m.end()) for m in _CELL.finditer(text[start:end]))


def _opens(reading: Reading, cell: GridCell) -> bool:
    """Whether a cell was printed at the start of a line that was run together with the one before."""
    return bool(printed_gaps(reading, Span(cell.at.start - 1, cell.at.start + 1), "\n"))


def _fitted(text: str, row: Row, width: int, titles: Sequence[int]) -> Row:
    """The cells of a row under as many heads, those of the task in one; empty where they do not fit."""
    more = len(row) - width
    if more > 0 and titles:
        first, last = row[titles[0]], row[titles[0] + more]
        row = (*row[:titles[0]], _cell(text, first.at.start, last.at.end), *row[titles[0] + more + 1:])
    return row if len(row) == width else ()


def _joined(text: str, heads: Row) -> Row:
    """Heads whose characters were set apart, each again in one cell."""
    out: list[GridCell] = []
    for before, cell in zip((None, *heads), heads, strict=False):
        if before and len(cell.text) == 1 == len(before.text):
            out[-1] = _cell(text, out[-1].at.start, cell.at.end)
        else:
            out.append(cell)
    return tuple(out)


def _heads(plain: str, cells: Sequence[GridCell], i: int) -> range | None:
    """The heads around the name of a column of units: from that of the numbers to the first number, else all known."""
    start, end = i, i + 1
    while start > max(0, i - _WIDEST) and _is_head(_plain(plain, cells[start - 1])):
        start -= 1
    while end < min(len(cells), i + _WIDEST) and _is_head(_plain(plain, cells[end])):
        end += 1
    first = next((k for k in range(i, max(-1, i - _WIDEST), -1) if _plain(plain, cells[k]) in _table()["number"]), -1)
    short = (k for k in range(end, min(len(cells), end + 4)) if _COUNT.fullmatch(_plain(plain, cells[k])))
    last = next(short, -1)
    if first >= 0 and last >= 0 and all(len(cells[k].text) <= _HEAD for k in range(first, last)):
        return range(first, last)
    known = {_plain(plain, cells[k]) for k in range(start, end)}
    return range(start, end) if end - start >= _FEWEST and known & set(_table()["title"]) else None


def _rows(text: str, plain: str, cells: Sequence[GridCell], heads: range) -> Iterator[Row]:
    """The rows below the heads: each from its number to the next, without numbers as many cells as there are heads."""
    units = [k - heads.start for k in heads if _label().fullmatch(_plain(plain, cells[k]))]
    if _plain(plain, cells[heads.start]) not in _table()["number"]:
        k = heads.stop
        while k + len(heads) <= len(cells):
            if _opening().match(_plain(plain, cells[k])) and not is_list(_plain(plain, cells[k + units[0]])):
                k += 1  # the name of the next group of rows
                continue
            row = tuple(cells[k:k + len(heads)])
            if not all(is_list(_plain(plain, row[u])) for u in units):
                return
            yield row
            k += len(heads)
        return
    places = list(_numbered(plain, cells, heads))
    for at, following in pairwise([*places, _last(plain, cells, places[-1], len(heads), units) if places else 0]):
        printed = cells[at:following]
        row = _aligned(plain, _whole(text, printed), len(heads), units) or _aligned(plain, printed, len(heads), units)
        if row:
            yield row


def _last(plain: str, cells: Sequence[GridCell], start: int, width: int, units: Sequence[int]) -> int:
    """Where the last row ends: with as many cells as there are heads, and more where its units took several lines."""
    end = start + width
    while end < len(cells) and end - 1 - start not in units and is_list(_plain(plain, cells[end - 1])):
        end += 1
    return min(end, len(cells))


def _numbered(plain: str, cells: Sequence[GridCell], heads: range) -> Iterator[int]:
    """The places of the cells that count the rows; some may be left out."""
    start, number = heads.stop, 0
    while True:
        reach = range(start, min(len(cells), start + 3 * len(heads) + _WIDEST))
        found = next((k for k in reach if _COUNT.fullmatch(words := _plain(plain, cells[k]))
                      and int(words) > number), None)
        if found is None:
            return
        yield found
        start, number = found + 1, int(_plain(plain, cells[found]))


def _aligned(plain: str, row: Sequence[GridCell], width: int, units: Sequence[int]) -> Row:
    """The cells of a row under their heads; empty where they cannot be told."""
    while len(row) > width and _opening().match(_plain(plain, row[-1])):
        row = row[:-1]  # the name of the next group of rows
    pure = [k for k, c in enumerate(row) if k >= min(2, units[0]) and is_list(_plain(plain, c))]
    if len(row) == width and any(u in pure for u in units) and all(
            u in pure or _nothing().fullmatch(_plain(plain, row[u])) for u in units):
        return tuple(row)
    if len(units) == 1 and pure and pure == list(range(pure[0], pure[-1] + 1)):
        at = Span(row[pure[0]].at.start, row[pure[-1]].at.end)
        found = [GridCell(plain[at.start:at.end], at)]
    elif pure and len(pure) == len(units):
        found = [row[k] for k in pure]
    else:
        return ()
    out = [GridCell("", Span(row[0].at.start, row[0].at.start), own=False)] * width
    for k in range(1, min(pure[0], units[0])):  # what stands before the units, and behind them
        out[units[0] - k] = row[pure[0] - k]
    for k in range(1, min(len(row) - pure[-1], width - units[-1])):
        out[units[-1] + k] = row[pure[-1] + k]
    out[0] = row[0]
    for place, cell in zip(units, found, strict=True):
        out[place] = cell
    return tuple(out)


def printed_gaps(reading: Reading, at: Span, of: str = "") -> list[int]:
    """Where in a stretch of the view printed white space was dropped, or such of it as holds a certain character."""
    source, index = reading.document.text, reading.view.index
    places = (i for i in range(at.start + 1, at.end) if index[i] - index[i - 1] > 1)
    gaps = ((i, source[index[i - 1] + 1:index[i]]) for i in places)
    return [i for i, gap in gaps if gap.isspace() and of in gap]


def _printed(reading: Reading, start: int, end: int) -> Iterator[GridCell]:
    """A stretch of the view as it was printed, line by line."""
    cuts = printed_gaps(reading, Span(start, end), "\n")
    cells = (_cell(reading.view.text, a, b) for a, b in pairwise([start, *cuts, end]))
    yield from (c for c in cells if c.text)


def _whole(text: str, cells: Sequence[GridCell]) -> list[GridCell]:
    """Cells of which those are one that stand in one line of the view."""
    out: list[GridCell] = []
    for cell in cells:
        if out and not text[out[-1].at.end:cell.at.start].strip(" \t"):
            out[-1] = _cell(text, out[-1].at.start, cell.at.end)
        else:
            out.append(cell)
    return out


def _spaced(reading: Reading, start: int, end: int) -> Row:
    """The cells of a line of the view, parted where white space was printed."""
    text = reading.view.text
    cuts = sorted({*printed_gaps(reading, Span(start, end)), *(i for i in range(start + 1, end) if text[i].isspace())})
    cells = (_cell(text, a, b) for a, b in pairwise([start, *cuts, end]))
    return tuple(c for c in islice(cells, _WIDEST + 1) if c.text)


def _cell(text: str, start: int, end: int) -> GridCell:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return GridCell(words.strip(), Span(left, left + len(words.strip())))


def _plain(plain: str, cell: GridCell) -> str:
    return "".join(plain[cell.at.start:cell.at.end].split())


def _is_head(words: str) -> bool:
    table = _table()
    return len(words) <= _HEAD and (any(words in table[k] for k in ("number", "title", "deadline", "heads"))
                                    or _label().fullmatch(words) is not None)


def _table() -> dict[str, Any]:
    table: dict[str, Any] = patterns.table("tasks/clauses")["table"]
    return table


@cache
def _label() -> re.Pattern[str]:
    return re.compile(column_pattern())


@cache
def _label_cell() -> re.Pattern[str]:
    """The name of a column of units alone in its cell."""
    return re.compile(rf"[\n|][ \t]*(?P<name>{column_pattern()})[ \t]*(?=[\n|])")


@cache
def _spaced_heads() -> re.Pattern[str]:
    """A line that holds nothing but heads, one of them of units."""
    table = _table()
    words = {*table["number"], *table["title"], *table["deadline"], *table["heads"]}
    some = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    label = column_pattern("")
    return re.compile(rf"\n(?:{some})(?:[ \t]*(?:{label}|{some})){{1,{_WIDEST}}}$", re.MULTILINE)


@cache
def _barred_heads() -> re.Pattern[str]:
    """A line of cells between bars, one of them the name of a column of units."""
    return re.compile(rf"^(?=[^\n|]*\|)[^\n]*\|[ \t]*{column_pattern()}[ \t]*(?:\|[^\n]*)?$", re.MULTILINE)


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile(_table()["nothing"])


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(_table()["opening"])
