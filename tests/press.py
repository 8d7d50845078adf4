"""Random newspaper pages harder than those of `layouts`: what printed pages do and a plain grid does not.

`page(seed)` gives a `Sheet` with its truth. Articles stand with or without rules between them; headlines stand over, inside, beside
or at the side of their text, letter-spaced or with kicker and subtitle; photographs are wide, narrow or their own piece; there are boxes,
briefs with heads run in, notices in large type, and notes that send the reader to another page. Seeds from 100 on are for tests.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics

from tests import layouts
from tests.layouts import HEADS, Item, Sheet, Text, _fill, break_lines, paragraph

Area = tuple[float, float, float, float]  # x0, top, x1, bottom
KINDS = {
    "plain": 8, "inset": 2, "standing": 2, "boxed": 2, "beside": 2, "uneven": 2, "briefs": 1, "picture": 2, "notice": 1, "jump": 1,
}  # fmt: skip


@dataclass(slots=True)
class Fonts:
    """Faces for text and for headlines."""

    text: str = "STSong-Light"
    head: str = "STSong-Light"


@dataclass(slots=True)
class Press:
    """One page being set."""

    r: random.Random
    sheet: Sheet
    fonts: Fonts
    em: float
    leading: float
    gutter: float
    columns: int
    margin: float
    rules: str
    justify: bool
    sizes: dict[str, float] = field(default_factory=dict)
    count: int = 0
    used: set[str] = field(default_factory=set)

    @property
    def measure(self) -> float:
        inner = self.sheet.width - 2 * self.margin
        return (inner - (self.columns - 1) * self.gutter) / self.columns

    def x(self, column: int) -> float:
        return self.margin + column * (self.measure + self.gutter)

    def name(self) -> str:
        self.count += 1
        return f"a{self.count}"

    def width(self, text: str, size: float, font: str) -> float:
        """Width of a text in a face."""
        if font == "STSong-Light":
            return layouts.measure(text, size)
        return float(pdfmetrics.stringWidth(text, font, size))

    def put(
        self,
        item: Item,
        x: float,
        base: float,
        text: str,
        size: float,
        *,
        head: bool = False,
        fill: float = 0.0,
        page: int = 0,
    ) -> None:
        """One line; `fill`: the width it is spread over."""
        font = self.fonts.head if head else self.fonts.text
        wide = self.width(text, size, font)
        spread = (fill - wide) / max(len(text) - 1, 1) if fill else 0.0
        item.lines.append(Text(x, base, text, font, size, spread, fill or wide, page))

    def cut(self, text: str, size: float, width: float, indent: float = 0.0, *, head: bool = False) -> list[str]:
        """The text in lines of at most `width`."""
        font = self.fonts.head if head else self.fonts.text
        return break_lines(text, size, width, indent, lambda t, s: self.width(t, s, font))

    def fresh(self, least: int) -> str:
        """A paragraph that no other begins like."""
        while True:
            text = paragraph(self.r, least)
            if text[:30] not in self.used:
                self.used.add(text[:30])
                return text


def page(seed: int, fonts: Fonts | None = None) -> Sheet:
    """One page."""
    layouts.fonts()
    r = random.Random(seed * 7919 + 1)
    wide = r.random() < 0.4
    width, height = (r.uniform(1000, 1120), r.uniform(1450, 1560)) if wide else (r.uniform(720, 800), r.uniform(1000, 1120))
    em = r.choice((7.5, 8, 8.5, 9, 9.5, 10)) + (0.5 if wide else 0)
    columns = r.randint(4, 6) if wide else r.randint(3, 5)
    press = Press(
        r, Sheet(width, height), fonts or Fonts(), em, em * r.uniform(1.25, 1.6), em * r.uniform(0.9, 2.2), columns, r.uniform(30, 50),
        r.choice(("all", "some", "none", "none")), r.random() < 0.7,
    )  # fmt: skip
    _masthead(press)
    top, bottom = 58 + em, height - 45
    if r.random() < 0.35:
        base = height - 22
        text = r.choice(("责编 王小明 校对 李丽 版式 张华", "本版编辑：王小明 电话：0471-1234567"))
        item = Item("_mast", "footer", text)
        press.put(item, press.margin, base, text, 8)
        press.sheet.items.append(item)
    _divide(press, 0, columns, top, bottom, 0)
    return press.sheet


def _masthead(press: Press) -> None:
    r, sheet = press.r, press.sheet
    size = r.choice((8.5, 9, 10, 12))
    texts = (
        r.choice(("云岭日报", "清河时报", "07 专题", "A3 综合")),
        f"{r.randint(2020, 2025)}年{r.randint(1, 12)}月{r.randint(1, 28)}日 星期{r.choice('一二三四五六日')}",
        r.choice(("第2版 要闻", "03 民生", "B4 区县新闻")),
    )
    for k, text in enumerate(texts):
        wide = press.width(text, size, press.fonts.text)
        item = Item("_mast", "header", text)
        press.put(item, (press.margin, (sheet.width - wide) / 2, sheet.width - press.margin - wide)[k], 36.0, text, size)
        sheet.items.append(item)
    if r.random() < 0.6:
        sheet.rules.append((0, press.margin, 43, sheet.width - press.margin, 43))


def _divide(press: Press, first: int, count: int, top: float, bottom: float, depth: int) -> None:
    """Cut columns `first` to `first + count` between top and bottom into articles."""
    r, em = press.r, press.em
    high = bottom - top
    ruled = press.rules == "all" or (press.rules == "some" and r.random() < 0.5)
    if count >= 2 and high > 22 * em and r.random() < (0.75 if depth == 0 and count > 3 else 0.35):
        cut = r.randint(1, count - 1)
        for a, n in ((first, cut), (first + cut, count - cut)):
            _divide(press, a, n, top, bottom, depth + 1)
        if ruled:
            x = press.x(first + cut) - press.gutter / 2
            press.sheet.rules.append((0, x, top, x, bottom))
        return
    if depth < 6 and high > 30 * em and r.random() < (0.95 if high > 70 * em else 0.75):
        cut = top + high * r.uniform(0.3, 0.65)
        space = em * (1.2 if ruled else r.uniform(1.5, 2.5))
        _divide(press, first, count, top, cut - space / 2, depth + 1)
        _divide(press, first, count, cut + space / 2, bottom, depth + 1)
        if ruled:
            press.sheet.rules.append((0, press.x(first), cut, press.x(first + count) - press.gutter, cut))
        return
    _article(press, first, count, top, bottom)


def _article(press: Press, first: int, count: int, top: float, bottom: float) -> None:
    r, em = press.r, press.em
    high = bottom - top
    allowed = {
        "inset": count >= 3 and high > 18 * em,
        "standing": count >= 2 and high > 16 * em,
        "boxed": count <= 2,
        "beside": count >= 3,
        "uneven": count >= 2 and high > 26 * em,
        "briefs": count == 1 and high > 24 * em,
        "picture": high > 16 * em and count <= 3,
        "notice": high < 30 * em,
    }
    kinds = [k for k in KINDS if allowed.get(k, True)]
    kind = r.choices(kinds, [KINDS[k] for k in kinds])[0]
    area = (press.x(first), top, press.x(first + count) - press.gutter, bottom)
    {
        "inset": _inset, "standing": _standing, "boxed": _boxed, "beside": _beside, "uneven": _uneven, "briefs": _briefs,
        "picture": _picture, "notice": _notice, "jump": _plain, "plain": _plain,
    }[kind](press, press.name(), area, count, kind)  # fmt: skip


def _split(press: Press, area: Area, count: int) -> list[list]:
    x0, top, x1, bottom = area
    wide = (x1 - x0 + press.gutter) / count - press.gutter
    return [[x0 + k * (wide + press.gutter), top, x0 + k * (wide + press.gutter) + wide, bottom] for k in range(count)]


def _plain(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    x0, top, x1, bottom = area
    end = _head(press, name, x0, x1, top)
    columns = _split(press, (x0, end, x1, bottom), count)
    holes = _photo(press, name, columns)
    _body(press, name, columns, holes, jump=kind == "jump")


def _inset(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    r, em = press.r, press.em
    columns = _split(press, area, count)
    a = r.randint(1, count - 2)
    b = r.randint(a + 1, count - 1)
    left, right = columns[a][0], columns[b][2]
    start = area[1] + (0 if r.random() < 0.5 else 6 * press.leading)
    end = _head(press, name, left + em, right - em, start + (0.8 * em if start > area[1] else 0), plain=True)
    holes = [(columns[k][0], start - 0.1 * em, columns[k][2], end) for k in range(a, b + 1)]
    _body(press, name, columns, holes)


def _standing(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """A headline set from top to bottom, at the left or right of its text."""
    r, em = press.r, press.em
    x0, top, x1, bottom = area
    size = r.uniform(1.8, 2.4) * em
    text = re.sub(r"[\d.A-Za-z：，]", "", _fill(r, r.choice(HEADS)))[: max(4, int((bottom - top) / (1.25 * size)))]
    left = r.random() < 0.6
    x = x0 + 0.3 * em if left else x1 - size - 0.3 * em
    item = Item(name, "title", text)
    for k, c in enumerate(text):
        press.put(item, x, top + size * (1 + 1.15 * k), c, size, head=True)
    press.sheet.items.append(item)
    used = size + 1.6 * em
    inner = (x0 + used, top, x1, bottom) if left else (x0, top, x1 - used, bottom)
    _body(press, name, _split(press, inner, count), [])


def _boxed(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    x0, top, x1, bottom = area
    em = press.em
    press.sheet.boxes.append((0, x0, top, x1, bottom))
    inner = (x0 + em, top + 0.8 * em, x1 - em, bottom - 0.8 * em)
    end = _head(press, name, inner[0], inner[2], inner[1])
    _body(press, name, _split(press, (inner[0], end, inner[2], inner[3]), count), [])


def _beside(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """A framed piece with its headline in the first column, broken into lines, and its text in the columns to the right."""
    press.sheet.boxes.append((0, *area))
    em = press.em
    columns = _split(press, (area[0] + em, area[1] + em, area[2] - em, area[3] - em), count)
    x0, top, x1, bottom = columns[0]
    middle = press.r.random() < 0.5
    end = _head(press, name, x0, x1, top + (0.15 * (bottom - top) if middle else 0), plain=True)
    holes = []
    if press.r.random() < 0.4 and bottom - end > 10 * press.em:
        base = _image(press, name, x0, end + press.em, x1, min(bottom - 3 * press.em, end + 14 * press.em))
        holes.append((x0, top, x1, base))
    _body(press, name, columns[1:], [])


def _uneven(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """Narrower columns beside a photograph, and the usual ones under it."""
    r, em = press.r, press.em
    x0, top, x1, bottom = area
    end = _head(press, name, x0, x1, top)
    tall = min(0.45 * (bottom - end), r.uniform(11, 16) * em)
    span = r.uniform(0.4, 0.6) * (x1 - x0)
    left = r.random() < 0.4
    px0, px1 = (x0, x0 + span) if left else (x1 - span, x1)
    low = _image(press, name, px0, end, px1, end + tall)
    beside = (px1 + press.gutter, end, x1, low) if left else (x0, end, px0 - press.gutter, low)
    many = max(1, round((beside[2] - beside[0]) / (0.9 * press.measure)))
    upper = _split(press, beside, many)
    under = _split(press, (x0, low + press.leading, x1, bottom), count)
    if r.random() < 0.5 and not left:
        _body(press, name, [*upper, *under], [])
    else:
        _body(press, name, [*upper, *under], [])


def _briefs(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """A rubric, then short pieces whose heads stand in the line or on their own."""
    r, em = press.r, press.em
    x0, top, x1, bottom = area
    text = r.choice(("简 讯", "要闻速览", "一句话新闻"))
    size = 1.7 * em
    item = Item(name, "title", text)
    press.put(item, x0 + (x1 - x0 - press.width(text, size, press.fonts.head)) / 2, top + size, text, size, head=True)
    press.sheet.items.append(item)
    base = top + size + 2 * em
    while base < bottom - 7 * press.leading:
        text = press.fresh(r.randint(40, 110))
        lines = press.cut(text, em, x1 - x0, 2 * em)
        if base + len(lines) * press.leading > bottom:
            break
        item = Item(name, "body", "".join(lines))
        _lines(press, item, lines, x0, base, x1 - x0)
        press.sheet.items.append(item)
        base += (len(lines) + r.choice((0, 0.5))) * press.leading


def _picture(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """A photograph with a title and a caption under it, and nothing more."""
    r, em = press.r, press.em
    x0, top, x1, bottom = area
    title = r.random() < 0.6
    size = em * r.choice((0.9, 0.94, 1.0))
    text = "".join(_fill(r, p) for p in r.sample(layouts.PHRASES, 2)) + r.choice(
        ("本报记者王芳摄", "李明 摄", "（张伟摄）")
    )
    lines = press.cut(text, size, x1 - x0, head=True)
    need = len(lines) * 1.35 * size + (3 * em if title else 0) + em
    if bottom - top - need < 6 * em:
        _plain(press, name, area, count, "plain")
        return
    low = bottom - need
    press.sheet.pictures.append((0, x0, top, x1, low))
    base = low + 0.4 * em
    if title:
        head = _fill(r, r.choice(HEADS))[: int((x1 - x0) / (1.5 * em))]
        base += 1.5 * em
        item = Item(name, "title", head)
        press.put(item, x0, base, head, 1.45 * em, head=True)
        press.sheet.items.append(item)
        base += 0.5 * em
    item = Item(name, "caption", text)
    for line in lines:
        base += 1.3 * size
        press.put(item, x0, base, line, size, head=True)
    press.sheet.items.append(item)


def _notice(press: Press, name: str, area: Area, count: int, kind: str) -> None:
    """An advertisement: few lines of different sizes in a box."""
    em = press.em
    x0, top, x1, bottom = area
    press.sheet.boxes.append((0, x0, top, x1, bottom))
    base = top + em
    for size, text in ((2.2 * em, "优质绿色农产品"), (1.5 * em, "欢迎广大客商洽谈合作"), (1.1 * em, "热线：0471-7654321")):
        base += 1.6 * size
        if base > bottom - em or press.width(text, size, press.fonts.head) > x1 - x0:
            break
        item = Item(name, "ad", text)
        press.put(item, x0 + (x1 - x0 - press.width(text, size, press.fonts.head)) / 2, base, text, size, head=True)
        press.sheet.items.append(item)


def _head(press: Press, name: str, x0: float, x1: float, top: float, *, plain: bool = False) -> float:
    """Kicker, title and subtitle; the height at which text may begin."""
    r, em = press.r, press.em
    width = x1 - x0
    size = em * min(r.uniform(1.45, 2.2) + 0.25 * width / (30 * em), 3.4)
    left = r.random() < 0.25
    y = top
    if not plain and r.random() < 0.25:
        text = _fill(r, r.choice(HEADS))[: int(width / (1.4 * em)) - 1]
        y += 1.4 * em
        _row(press, name, "kicker", text, x0, x1, y, 1.35 * em, left)
        y += 0.5 * em
    text = _fill(r, r.choice(HEADS))
    lines = press.cut(text, size, width, head=True) if press.width(text, size, press.fonts.head) > width else [text]
    item = Item(name, "title", "".join(lines))
    for line in lines:
        y += 1.08 * size
        wide = press.width(line, size, press.fonts.head)
        spread = (
            min(width, wide + (len(line) - 1) * 0.5 * size)
            if len(lines) == 1 and len(line) < 9 and r.random() < 0.3
            else 0.0
        )
        press.put(item, x0 if left else x0 + (width - (spread or wide)) / 2, y, line, size, head=True, fill=spread)
        y += 0.2 * size
    press.sheet.items.append(item)
    if not plain and r.random() < 0.25:
        text = "——" + _fill(r, r.choice(HEADS))[: int(width / (1.25 * em)) - 4]
        y += 1.6 * em
        _row(press, name, "subtitle", text, x0, x1, y, 1.2 * em, left)
    return y + r.uniform(0.8, 1.8) * em


def _row(press: Press, name: str, kind: str, text: str, x0: float, x1: float, base: float, size: float, left: bool) -> None:
    item = Item(name, kind, text)
    wide = press.width(text, size, press.fonts.head)
    press.put(item, x0 if left else x0 + (x1 - x0 - wide) / 2, base, text, size, head=True)
    press.sheet.items.append(item)


def _photo(press: Press, name: str, columns: Sequence[Sequence[float]]) -> list[Area]:
    """Perhaps a photograph over one or two columns; the areas that text must leave free."""
    r, em = press.r, press.em
    top, bottom = columns[0][1], columns[0][3]
    if bottom - top < 26 * em or r.random() < 0.5:
        return []
    span = r.randint(1, min(2, len(columns)))
    k = r.randint(0, len(columns) - span)
    tall = r.uniform(8, 12) * em
    start = r.choice((top, top + r.uniform(0.25, 0.5) * (bottom - top), None))
    x0, x1 = columns[k][0], columns[k + span - 1][2]
    if start is None:  # at the foot of the columns
        start = bottom - tall - 4.2 * em
    low = _image(press, name, x0, start + (0.6 * em if start > top else 0), x1, start + tall)
    return [(c[0], start - 0.3 * em, c[2], max(low + 0.6 * em, low)) for c in columns[k : k + span]]


def _image(press: Press, name: str, x0: float, top: float, x1: float, bottom: float) -> float:
    """A photograph and its caption; the height under both."""
    r, em = press.r, press.em
    press.sheet.pictures.append((0, x0, top, x1, bottom))
    text = _fill(r, r.choice(("{p}{t}项目现场。", "图为{p}{t}施工现场，工人正在抓紧安装设备。"))) + r.choice(
        ("李明摄", "本报记者王芳 摄", "（张伟摄）")
    )
    size = em * r.choice((0.88, 0.94, 1.0))
    base = bottom + 0.4 * em
    item = Item(name, "caption", text)
    for line in press.cut(text, size, x1 - x0, head=True):
        base += 1.25 * size
        press.put(item, x0, base, line, size, head=True)
    press.sheet.items.append(item)
    return base + 0.8 * em


def _slots(press: Press, columns: Sequence[Sequence[float]], holes: Sequence[Area]) -> list[tuple[float, float, float]]:
    out = []
    for x0, top, x1, bottom in columns:
        y = top + press.em
        while y + 0.15 * press.em < bottom:
            hole = next(
                (h for h in holes if h[0] < x1 - 1 and h[2] > x0 + 1 and h[1] < y + 0.2 * press.em and y - press.em < h[3]),
                None,
            )
            if hole:
                y = hole[3] + press.em + 0.01
                continue
            out.append((x0, y, x1 - x0))
            y += press.leading
    return out


def _body(
    press: Press, name: str, columns: Sequence[Sequence[float]], holes: Sequence[Area], *, jump: bool = False
) -> None:
    r, em = press.r, press.em
    slots = _slots(press, columns, holes)
    total = min(len(slots), max(3, int(len(slots) * r.uniform(0.82, 1.0))))
    slots = slots[:total]
    at = 0
    if total > 6 and r.random() < 0.4:
        text = r.choice(("□本报记者 王芳", "本报记者 李明 通讯员 赵强", "□张伟 陈静"))
        if press.width(text, em, press.fonts.text) < slots[0][2] - 2 * em:
            item = Item(name, "byline", text)
            press.put(item, slots[0][0] + 2 * em, slots[0][1], text, em)
            press.sheet.items.append(item)
            at = 1
    start = at
    if jump and total > 12:
        total -= 1
    while at < total:
        if at > start + 3 and total - at > 12 and r.random() < 0.1 and slots[at][0] == slots[at + 1][0]:
            text = r.choice(("优化服务强保障", "项目为王抓落实", "创新驱动添活力", "一、总体要求", "二、重点任务"))
            size = em * r.choice((1.0, 1.1, 1.25))
            x, y, wide = slots[at]
            if slots[at - 1][0] == x and size <= press.leading:
                item = Item(name, "sub", text)
                press.put(item, x + (wide - press.width(text, size, press.fonts.head)) / 2, y, text, size, head=True)
                press.sheet.items.append(item)
                at += 1
                start = at
                continue
        at = _paragraph(press, name, slots, at, total)
    if jump and total < len(slots):
        x, y, wide = slots[total]
        item = Item("_jump", "footer", "（下转第三版）")
        press.put(item, x + wide - press.width(item.text, em, press.fonts.text), y, item.text, em)
        press.sheet.items.append(item)
    elif r.random() < 0.2 and total < len(slots) and len(slots) - total > 0:
        pass


def _paragraph(press: Press, name: str, slots: Sequence[tuple[float, float, float]], at: int, total: int) -> int:
    """One paragraph set into the slots from `at`; the first slot after it."""
    em = press.em
    text = press.fresh(press.r.randint(20, 160))
    item = Item(name, "body", "")
    left, first = text, at
    while left and at < total:
        x, y, wide = slots[at]
        indent = 2 * em if at == first else 0.0
        line = press.cut(left, em, wide, indent)[0]
        left = left[len(line) :]
        if left and at == total - 1:  # no room for the rest
            line, left = line[: max(1, len(line) - 3)].rstrip("，、。；：（《“‘") + "。", ""
        fill = wide - indent if left and press.justify else 0.0
        press.put(item, x + indent, y, line, em, fill=fill)
        at += 1
    item.text = "".join(t.text for t in item.lines)
    press.sheet.items.append(item)
    return at


def _lines(press: Press, item: Item, lines: Sequence[str], x: float, base: float, wide: float) -> None:
    for k, line in enumerate(lines):
        indent = 2 * press.em if k == 0 else 0.0
        press.put(
            item,
            x + indent,
            base + k * press.leading,
            line,
            press.em,
            fill=wide - indent if k < len(lines) - 1 and press.justify else 0.0,
        )
