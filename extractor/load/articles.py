"""Ordered blocks → roles and articles: headline groups open articles; captions and boxes stand aside of the flow."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.cues import ends_caption, is_byline, starts_caption
from extractor.load.lines import Line
from extractor.load.order import order
from extractor.load.page import Block, Page, block

_TITLE = 1.38  # times the body size: surely a headline
_MAYBE = 1.24


def caption_lines(page: Page, em: float) -> list[list[Line]]:
    """Groups of lines that are captions: under a picture and set unlike the text, or closed by a photographer."""
    groups: list[list[Line]] = []
    taken: set[int] = set()
    lines = sorted((x for x in page.lines if not x.vertical), key=lambda x: (x.top, x.x0))
    area = page.width * page.height
    for x0, top, x1, bottom in page.rules.pictures.tolist():
        if (x1 - x0) * (bottom - top) < 0.004 * area or (x1 - x0) * (bottom - top) > 0.6 * area:
            continue
        group: list[Line] = []
        for line in lines:
            if (
                id(line) in taken
                or line.top < bottom - 0.6 * em
                or line.x0 < x0 - em
                or line.x1 > x1 + em
                or line.size > 1.12 * em
            ):
                continue
            last = group[-1] if group else None
            gap = line.top - (last.bottom if last else bottom)
            if gap > (0.9 if last else 2.4) * em or (last and abs(line.size - last.size) > 0.03 * em):
                break
            group.append(line)
            if ends_caption(line.text) or len(group) == 6:
                break
        if group and _caption_like(group, em):
            groups.append(group)
            taken |= {id(x) for x in group}
    for line in lines:
        if (
            id(line) not in taken
            and len(line.text) <= 60
            and line.size < 0.97 * em
            and (ends_caption(line.text) or starts_caption(line.text))
        ):
            groups.append(_with_lines_above(line, lines, taken))
            taken |= {id(x) for x in groups[-1]}
    return groups


def _caption_like(group: list[Line], em: float) -> bool:
    text = "".join(x.text for x in group)
    return ends_caption(text) or starts_caption(text) or abs(group[0].size - em) > 0.04 * em


def _with_lines_above(line: Line, lines: list[Line], taken: set[int]) -> list[Line]:
    group = [line]
    for other in reversed(lines):
        first = group[0]
        if id(other) in taken or other is first or other.bottom > first.top + 0.3 * first.size:
            continue
        if (
            abs(other.size - first.size) < 0.02 * first.size
            and abs(other.x0 - first.x0) < 2.5 * first.size
            and first.top - other.bottom < 0.8 * first.size
        ):
            group.insert(0, other)
    return group


def boxed(blocks: list[Block], page: Page, em: float) -> list[Block]:
    """Blocks with those that stand inside a drawn box put into one."""
    total = sum(len(b.text) for b in blocks) or 1
    boxes = sorted(page.rules.boxes.tolist(), key=lambda r: -(r[2] - r[0]) * (r[3] - r[1]))
    for x0, top, x1, bottom in boxes:
        inside = [b for b in blocks if b.x0 > x0 - 2 and b.x1 < x1 + 2 and b.top > top - 2 and b.bottom < bottom + 2]
        if len(inside) == 1 and inside[0].inside:
            continue  # drawn twice, as background and as border
        if not inside or len(inside) == len(blocks) or sum(len(b.text) for b in inside) > 0.7 * total:
            continue
        if all(b.size > _MAYBE * em for b in inside) or sum(len(b.lines) for b in inside) < 3:
            continue
        blocks = [b for b in blocks if b not in inside]
        whole = Block([x for b in inside for x in b.lines], x0, top, x1, bottom, em, inside=inside)
        blocks.append(whole)
    return blocks


def arrange(page: Page, blocks: list[Block], em: float) -> list[Block]:
    """All blocks in reading order; boxes opened, each with the number of its box in `article` (0: none)."""
    ordered, page.sure = order(blocks, em, page.rules)
    out: list[Block] = []
    box = 0
    for b in ordered:
        if b.inside:
            box += 1
            inner = _opened(b, em, page)
            for k in inner:
                k.article = box
            out += inner
        else:
            out.append(b)
    return out


def _opened(b: Block, em: float, page: Page) -> list[Block]:
    """The blocks of a box in reading order, those of boxes within it where they stand."""
    ordered, _ = order(b.inside, em, page.rules)
    return [x for k in ordered for x in (_opened(k, em, page) if k.inside else [k])]


def assign(blocks: Sequence[Block], em: float, *, first: int, newspaper: bool, opened: bool, page: Page) -> int:
    """Give each block its role and article (numbered from `first`); the number of the last article comes back.

    opened: an article of the page before may go on. Boxed blocks (`article` set) are articles of their own.
    """
    current, box, has_body, has_title = first, 0, opened, opened
    last = first
    resume: tuple[int, bool, bool] | None = None
    before: Block | None = None
    for b in blocks:
        if b.article != box:
            if box == 0:
                resume = (current, has_body, has_title)
            if b.article:
                last += 1
                current, has_body, has_title = last, False, False
            elif resume:
                current, has_body, has_title = resume
            box, before = b.article, None
        b.article = current
        if b.grid is not None:
            b.role, has_body, before = "table", True, b
            continue
        b.role = _role(b, before, em, has_body, _under_picture(b, page))
        if b.role == "title":
            apart = before is not None and before.role == "title" and b.top - before.bottom > 3.5 * em
            if (has_body or apart) and (newspaper or box):
                last += 1
                current, has_body = last, False
                b.article = current
            has_title = True
        elif b.role == "body":
            has_body = True
        before = b
    _headline_groups(blocks)
    return last


def _under_picture(b: Block, page: Page) -> bool:
    """Does this stand right under a picture, as the title of a piece that is only a picture with its caption?"""
    return any(
        0 <= b.top - bottom < 2 * b.size and min(b.x1, x1) - max(b.x0, x0) > 0.5 * b.width
        for x0, _, x1, bottom in page.rules.pictures.tolist()
    )


def _role(b: Block, before: Block | None, em: float, has_body: bool, pictured: bool) -> str:
    if b.cross:
        return "subtitle"
    ratio = b.size / em
    short = len(b.lines) <= 4 and len(b.text) <= 120
    if ratio >= _TITLE and short:
        return "title"
    if ratio >= _MAYBE and short:
        if before is not None and before.role == "title":
            return "title"
        under = (
            before is not None
            and before.role in ("body", "subtitle")
            and _column(before, b)
            and 0 <= b.top - before.bottom < 3 * em
        )
        if pictured or (
            not under
            and not (before is not None and before.role == "body" and not _column(before, b) and not _wider(b, before))
        ):
            return "title"
        return "subtitle"
    if ratio > 1.06 and short and b.text[-1] not in "。；，":
        return "subtitle"
    if not has_body and is_byline(b.text):
        return "byline"
    if ratio < 0.97 and (ends_caption(b.text) or starts_caption(b.text)):
        return "caption"
    return "body"


def _wider(a: Block, b: Block) -> bool:
    return a.width > 1.2 * b.width


def _column(a: Block, b: Block) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)


def _headline_groups(blocks: Sequence[Block]) -> None:
    """Of headlines that follow each other the largest is the title, those before it kickers, those after it subtitles."""
    i = 0
    while i < len(blocks):
        j = i
        while j < len(blocks) and blocks[j].role == "title" and blocks[j].article == blocks[i].article:
            j += 1
        if j - i > 1:
            big = max(range(i, j), key=lambda k: blocks[k].size)
            for k in range(i, j):
                if blocks[k].size < 0.93 * blocks[big].size:
                    blocks[k].role = "kicker" if k < big else "subtitle"
        i = max(j, i + 1)


def caption_block(lines: list[Line], page: Page) -> Block:
    """The block of a caption, its box with that of the picture over it."""
    made = block(lines)
    made.role = "caption"
    for x0, top, x1, bottom in page.rules.pictures.tolist():
        if abs(made.top - bottom) < 3 * made.size and x0 < made.x1 and made.x0 < x1:
            made.top, made.x0, made.x1 = min(made.top, top), min(made.x0, x0), max(made.x1, x1)
    return made


def owner(caption: Block, blocks: Sequence[Block]) -> int:
    """The article of the text nearest to a caption: in its columns first, then anywhere."""
    if not blocks:
        return 0
    first = caption.lines[0]
    for b in blocks:
        if b.role == "title" and 0 <= first.top - b.bottom < 2 * b.size and b.x0 < first.x1 and first.x0 < b.x1:
            return b.article

    def distance(b: Block) -> tuple[bool, float]:
        apart = max(0.0, b.top - caption.bottom, caption.top - b.bottom)
        aside = max(0.0, b.x0 - caption.x1, caption.x0 - b.x1)
        return b.role == "title", apart + 2 * aside

    return min(blocks, key=distance).article
