"""What the page readers pass on: a page with its lines, blocks of lines, and paragraphs in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.load.chars import Glyphs
from extractor.load.lines import Line
from extractor.load.rules import Rules

Role = Literal["title", "kicker", "subtitle", "byline", "body", "caption", "table"]


@dataclass(slots=True)
class Block:
    """Lines of one column and one size, from top to bottom.

    inside: the blocks of a box drawn around them. cross: a heading within a column of text, no headline.
    """

    lines: list[Line]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    role: str = ""
    article: int = 0
    cross: bool = False
    inside: list[Block] = field(default_factory=list)
    grid: GridTable | None = None

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class GridCell:
    """A cell of a table on a page: its place in the grid, the rows and columns it covers, its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[Line]
    box: tuple[float, float, float, float]
    fill: str = ""

    @property
    def text(self) -> str:
        """The text of the cell, or what it takes over from a cell across a page break."""
        return "".join(line.text for line in self.lines) or self.fill


@dataclass(slots=True)
class GridTable:
    """A table on one page: its cells, and the x of its column borders or, where none are drawn, of its columns."""

    page: int
    box: tuple[float, float, float, float]
    rows: int
    columns: int
    cells: list[GridCell]
    edges: tuple[float, ...] = ()
    lanes: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Page:
    """One page as read: its glyphs sorted line by line, its lines, what it draws, and how sure its order is.

    ocr: mean confidence where the characters were recognised. tilt: angle (radians, clockwise) and centre of a turned scan,
    whose lines are laid out upright.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    lines: list[Line]
    rules: Rules
    blocks: list[Block] = field(default_factory=list)
    tables: list[GridTable] = field(default_factory=list)
    ocr: float | None = None
    tilt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sure: float = 1.0
    em: float = 10.0
    newspaper: bool = False
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph (or one row of a table: `cells`), wherever they stand."""

    role: Role
    article: int
    lines: list[Line]
    cells: list[GridCell | None] = field(default_factory=list)
    table: int = -1
    header: bool = False
    row: int = -1


_HANGING = "，。、；："  # their right half is white, and may hang over the edge of a column


def block(lines: list[Line], *, size: float | None = None) -> Block:
    """The block of these lines."""
    return Block(
        lines,
        min(x.x0 for x in lines),
        min(x.top for x in lines),
        max(x.x1 - (0.5 * x.size if x.text[-1:] in _HANGING and not x.vertical else 0.0) for x in lines),
        max(x.bottom for x in lines),
        lines[0].size if size is None else size,
    )
