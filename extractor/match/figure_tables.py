"""Figures whose unit stands in the header of their table: 单位：万元 above it, 总投资（亿元） in a column's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, cast

from extractor.match.figure_units import Unit, alternatives, unit_at
from extractor.model import Figure, Grid, GridCell, Kind, Numeral, Span
from patterns import table

_NUMBER: Final = re.compile(r"[ \u3000]*([-－−]?)((?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?)[ \u3000]*\Z")
_ABOVE: Final = 3


class Column(NamedTuple):
    """What a column's bare numbers mean: the unit, the multiplier in its name, and what they are per."""

    unit: Unit
    scale: str
    per: str | None = None


def headed(text: str, grids: Sequence[Grid]) -> Iterator[Figure]:
    """The figures of bare cells under a header that gives them a unit, in text order."""
    for grid in grids:
        lines = grid.rows
        general = _general(text, grid)
        heads = _heads(lines)
        if heads is None:
            continue
        columns = [_column(names, general) for names in _over(lines[:heads + 1])]
        for line in lines[heads + 1:]:
            if len(line) == len(columns):
                yield from _figures(line, columns)


def _figures(line: Sequence[GridCell], columns: list[Column | None]) -> Iterator[Figure]:
    for cell, column in zip(line, columns, strict=True):
        found = _NUMBER.match(cell.text) if column and cell.own else None
        if column is None or found is None:
            continue
        at = Span(cell.at.start + found.start(2), cell.at.start + found.end(2))
        number = Numeral(found[2], column.scale, column.unit.factor)
        yield Figure(_kind(column.unit), at, (number,), column.unit.unit, dimension=column.unit.dimension,
                     negative=bool(found[1]), per=column.per, pattern="table", notes=("unit from the table's header",))


def _kind(unit: Unit) -> Kind:
    return cast(Kind, unit.kind)


def _general(text: str, grid: Grid) -> list[Column]:
    """The units given for the whole table: by its reader, in the lines above it or in its own first rows."""
    start = min((c.at.start for c in grid.rows[0] if len(c.at)), default=0)
    above = text[:start].rstrip("\n").rsplit("\n", _ABOVE)[-_ABOVE:]
    own = [c.text for line in grid.rows[:2] for c in line]
    for part in [*own, *reversed(above)]:
        if found := _unit_line().search(part):
            named_ = [c for word in re.split(_separators(), found[1]) if (c := named(word))]
            if named_:
                return named_
    return [c] if grid.unit and (c := named(grid.unit)) else []


def _heads(lines: Sequence[Sequence[GridCell]]) -> int | None:
    """The row of column heads: the last one before the first row that holds two bare numbers or more.

    One number is enough in a row of two cells, and below a row whose cells are all filled with other things than numbers.
    """
    numbers = [sum(bool(_NUMBER.match(c.text)) for c in line) for line in lines]
    for i, line in enumerate(lines):
        if numbers[i] >= (2 if len(line) > 2 else 1):
            return i - 1 if i else None
    for i, line in enumerate(lines[1:], 1):
        if numbers[i] and not numbers[i - 1] and len(lines[i - 1]) == len(line) and all(c.text for c in lines[i - 1]):
            return i - 1
    return None


def _over(heads: Sequence[Sequence[GridCell]]) -> list[list[str]]:
    """The names over each column, the nearest first: a head over several columns may state the unit of them all."""
    width = len(heads[-1])
    rows = [line for line in reversed(heads) if len(line) == width]
    return [list(dict.fromkeys(line[k].text.replace(" ", "") for line in rows)) for k in range(width)]


def _stated(name: str) -> Column | None:
    """The unit that a head states in brackets or behind a stroke."""
    for found in re.finditer(r"[（(\[【]([^（）()\[\]【】]{1,10})[）)\]】]", name):
        if made := named(found[1]):
            return made
    tail = re.search(r"[/／:：]([^/／:：]{1,8})\Z", name)
    return named(tail[1]) if tail else None


def _column(names: Sequence[str], general: list[Column]) -> Column | None:
    """What the bare numbers of a column mean, by the names over it."""
    data = table("figures/tables")
    name, none = names[0], data["none"]
    if made := _stated(name):
        return made
    if not name or name in none["exact"]:
        return None
    if any(h in name for h in none["heads"]) and not name.endswith(tuple(data["money"]["ends"])):
        return None
    if any(h in name for h in data["percent"]["heads"]):
        return next((c for c in general if c.unit.kind == "percent"), named("%") if general else None)
    if made := next((c for upper in names[1:] if (c := _stated(upper))), None):
        return made
    plain = [c for c in general if c.unit.kind != "percent"]
    if len(plain) != 1:
        return None
    if plain[0].unit.kind != "money":
        return plain[0]
    fits = any(h in name for h in data["money"]["heads"]) and not any(h in name for h in data["money"]["not_heads"])
    return plain[0] if fits else None


def named(word: str) -> Column | None:
    """The unit that a header's word names (万元, 亿千瓦时, 元/吨, %), None where it names none."""
    word = word.strip()
    scale = _scale().match(word)
    size = scale.end() if scale else 0
    for cut in range(size, -1, -1):
        unit = unit_at(word, cut)
        if unit is None or unit.kind == "none":
            continue
        rest = word[cut + len(unit.word):]
        per = re.fullmatch(r"[/／](.{1,4})", rest)
        if not rest or per:
            return Column(unit, word[:cut], per[1] if per else None)
    return None


@cache
def _scale() -> re.Pattern[str]:
    data = table("figures/numerals")
    return re.compile(f"[{''.join([*data['places'], *data['groups']])}]{{1,3}}")


@cache
def _unit_line() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('figures/tables')['unit_before'])})\s*([^\s（）()。；;]{{1,16}})")


@cache
def _separators() -> str:
    return f"[{re.escape(''.join(table('figures/tables')['separators']))}]"
