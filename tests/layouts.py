"""Random page layouts with known truth: newspapers of any grid and policy papers, in three orders of the content stream.

`newspaper(seed)` and `policy(seed)` give a `Sheet`; `Sheet.pdf(order)` its bytes, `Sheet.truth()` what must be read. Seeds from
100 on are for tests and are never looked at while the reader is being made; seeds below 100 are for that.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FIRST_TEST_SEED = 100
_NO_START = "，。、；：？！）》”’…%"
_NO_END = "（《“‘"

PLACES = ("云岭市", "清河区", "白塔镇", "临江县", "青石园区", "北川新区", "东港街道", "松原开发区", "南屏县", "金沙滩镇")
THINGS = (
    "零碳产业园",
    "冷链物流中心",
    "新能源装备基地",
    "污水处理厂扩建",
    "高标准农田",
    "智慧养老院",
    "跨境电商仓",
    "氢能示范线",
    "数据中心",
    "奶业加工厂",
)
BODIES = ("市发展改革委", "区商务局", "县住建局", "市农牧局", "园区管委会", "市交通运输局")
VERBS = ("开工建设", "集中签约", "建成投产", "完成验收", "启动招标", "通过评审")
PHRASES = (
    "{p}{t}项目{v}，总投资{a}亿元，占地{b}亩。",
    "今年前{m}个月，{p}完成投资{a}亿元，同比增长{c}%。",
    "{o}有关负责人介绍，目前已落实资金{a}亿元，惠及群众{n}户。",
    "据了解，该项目由{o}牵头，计划{m}个月内建成。",
    "“过去办一件事要跑三趟，如今在家就能办好。”{p}居民说。",
    "{p}坚持问题导向，把服务送到企业门口，解决难题{n}件。",
    "截至目前，全市共有规模以上企业{n}家，其中{p}占{c}%。",
    "在{t}现场，工人们正抓紧安装设备，一派繁忙景象。",
    "下一步，{o}将加快推进{t}建设，确保年底前{v}。",
    "{p}先后引进项目{n}个，到位资金{a}亿元，带动就业{n}人。",
    "与会人员围绕产业升级、科技创新、民生改善等议题展开讨论。",
    "一条条道路向乡村延伸，一座座厂房拔地而起。",
)
HEADS = (
    "{p}{t}{v}",
    "{p}前{m}个月完成投资{a}亿元",
    "{o}把服务送到一线",
    "{p}：小产业做成大文章",
    "{t}建设跑出加速度",
    "{p}新增就业{n}人",
)


def _fill(r: random.Random, pattern: str) -> str:
    values = {
        "p": r.choice(PLACES),
        "t": r.choice(THINGS),
        "o": r.choice(BODIES),
        "v": r.choice(VERBS),
        "a": f"{r.uniform(0.5, 300):.2f}",
        "b": str(r.randint(20, 2000)),
        "c": f"{r.uniform(1, 60):.1f}",
        "m": str(r.randint(2, 11)),
        "n": str(r.randint(2, 5000)),
    }
    return pattern.format(**values)


def paragraph(r: random.Random, least: int) -> str:
    """A paragraph of at least so many characters."""
    text = ""
    while len(text) < least:
        text += _fill(r, r.choice(PHRASES))
    return text


@dataclass(slots=True)
class Text:
    """One printed line."""

    x: float
    base: float
    text: str
    font: str
    size: float
    spread: float = 0.0
    width: float = 0.0
    page: int = 0

    @property
    def box(self) -> list[float]:
        return [self.x, self.base - 0.88 * self.size, self.x + self.width, self.base + 0.12 * self.size]


@dataclass(slots=True)
class Item:
    """A piece of truth: an article's title, paragraph, caption, or a piece of furniture (article `_`)."""

    article: str
    kind: str
    text: str
    lines: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A document: its pages' size, its items in reading order, and what is drawn besides."""

    width: float
    height: float
    items: list[Item] = field(default_factory=list)
    rules: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    pages: int = 1

    def truth(self) -> dict[str, Any]:
        """The truth in the form that `score_pages.py` reads."""
        return {
            "w": self.width,
            "h": self.height,
            "npages": self.pages,
            "items": [
                {
                    "art": i.article,
                    "kind": i.kind,
                    "text": i.text,
                    "lines": [{"page": t.page, "text": t.text, "bbox": t.box} for t in i.lines],
                }
                for i in self.items
            ],
        }

    def pdf(self, order: str = "story", seed: int = 0) -> bytes:
        """The file, its lines drawn in the order of the stories, at random (`shuffle`), or row by row (`yrow`)."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(self.width, self.height), invariant=1)
        lines = [t for i in self.items for t in i.lines]
        if order == "shuffle":
            random.Random(seed).shuffle(lines)
        elif order == "yrow":
            lines.sort(key=lambda t: (round(t.base), t.x))
        for page in range(self.pages):
            self._draw(canvas, [t for t in lines if t.page == page], page)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _draw(self, canvas: Canvas, lines: list[Text], page: int) -> None:
        canvas.setFillGray(0.7)
        for number, x0, top, x1, bottom in self.pictures:
            if number == page:
                canvas.drawImage(_picture(), x0, self.height - bottom, x1 - x0, bottom - top)
        canvas.setFillGray(0)
        for number, x0, top, x1, bottom in self.boxes:
            if number == page:
                canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=1, fill=0)
        for number, x0, top, x1, bottom in self.rules:
            if number == page:
                canvas.line(x0, self.height - top, x1, self.height - bottom)
        for t in lines:
            piece = canvas.beginText(t.x, self.height - t.base)
            piece.setFont(t.font, t.size)
            piece.setCharSpace(t.spread)
            piece.textOut(t.text)
            canvas.drawText(piece)


@cache
def _picture() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.effect_noise((60, 40), 60))


@cache
def fonts() -> tuple[str, ...]:
    """Fonts that need no file."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return ("STSong-Light",)


def measure(text: str, size: float) -> float:
    """The width of a text in points."""
    return sum(size if ord(c) > 0x2E80 or c in "“”‘’…—" else pdfmetrics.stringWidth(c, fonts()[0], size) for c in text)


def break_lines(
    text: str, size: float, width: float, indent: float, wide: Callable[[str, float], float] = measure
) -> list[str]:
    """The text cut into lines of at most `width`, no line beginning with a closing mark."""
    out, line, room = [], "", width - indent
    for c in text:
        if wide(line + c, size) > room + 0.01 and line:
            if c in _NO_START and len(line) > 1:
                keep = line[-1]
                out.append(line[:-1])
                line = keep
            elif line[-1] in _NO_END:
                out.append(line[:-1])
                line = line[-1]
            else:
                out.append(line)
                line = ""
            room = width
        line += c
    return [*out, line]


@dataclass(slots=True)
class _Style:
    size: float
    leading: float
    gutter: float
    column: float
    rules: bool
    sub: float


def newspaper(seed: int) -> Sheet:
    """One newspaper page: masthead, a grid of columns cut into articles, photographs, boxes, inset and vertical headlines."""
    r = random.Random(seed)
    wide = r.random() < 0.5
    width, height = (r.uniform(1000, 1120), r.uniform(1450, 1560)) if wide else (r.uniform(720, 800), r.uniform(1000, 1120))
    count = r.randint(4, 6) if wide else r.randint(3, 5)
    size = r.choice((8, 8.5, 9, 9.5, 10)) + (0.5 if wide else 0)
    gutter = size * r.uniform(0.9, 2.2)
    margin = r.uniform(30, 50)
    style = _Style(
        size,
        size * r.uniform(1.28, 1.6),
        gutter,
        (width - 2 * margin - (count - 1) * gutter) / count,
        r.random() < 0.5,
        r.uniform(1.1, 1.3),
    )
    sheet = Sheet(width, height)
    _masthead(sheet, r, margin)
    area = (0, count, 62.0, height - 40)
    _partition(sheet, r, style, area, margin, depth=0, names=[])
    return sheet


def _masthead(sheet: Sheet, r: random.Random, margin: float) -> None:
    size = r.choice((9, 10, 11))
    texts = (
        r.choice(("云岭日报", "清河时报", "北川晚报")),
        f"{r.randint(2020, 2025)}年{r.randint(1, 12)}月{r.randint(1, 28)}日 星期{r.choice('一二三四五六日')}",
        f"第{r.randint(1, 8)}版 {r.choice(('要闻', '综合', '民生'))}",
    )
    for k, text in enumerate(texts):
        wide = measure(text, size)
        x = (margin, (sheet.width - wide) / 2, sheet.width - margin - wide)[k]
        _put(sheet, Item("_mast", "header", text), [(x, 36.0, text)], size, wide)
    if r.random() < 0.7:
        sheet.rules.append((0, margin, 42, sheet.width - margin, 42))


def _put(sheet: Sheet, item: Item, lines: list[tuple[float, float, str]], size: float, width: float | None = None) -> Item:
    for x, base, text in lines:
        item.lines.append(Text(x, base, text, fonts()[0], size, 0.0, measure(text, size) if width is None else width))
    sheet.items.append(item)
    return item


def _x(style: _Style, margin: float, column: int) -> float:
    return margin + column * (style.column + style.gutter)


def _partition(
    sheet: Sheet,
    r: random.Random,
    style: _Style,
    area: tuple[int, int, float, float],
    margin: float,
    *,
    depth: int,
    names: list[str],
) -> None:
    """Cut the area (first column, columns, top, bottom) into articles."""
    first, count, top, bottom = area
    high = bottom - top
    em = style.size
    if depth < 4 and count >= 3 and (depth == 0 or r.random() < 0.5) and high > 25 * em:
        cut = r.randint(1, count - 1)
        if r.random() < 0.6:
            _partition(sheet, r, style, (first, cut, top, bottom), margin, depth=depth + 1, names=names)
            if style.rules:
                x = _x(style, margin, first + cut) - style.gutter / 2
                sheet.rules.append((0, x, top, x, bottom))
            _partition(sheet, r, style, (first + cut, count - cut, top, bottom), margin, depth=depth + 1, names=names)
            return
    if depth < 4 and high > 34 * em and r.random() < 0.85:
        cut = top + high * r.uniform(0.35, 0.65)
        _partition(sheet, r, style, (first, count, top, cut - em), margin, depth=depth + 1, names=names)
        if style.rules:
            sheet.rules.append(
                (
                    0,
                    _x(style, margin, first),
                    cut - 0.5 * em,
                    _x(style, margin, first + count) - style.gutter,
                    cut - 0.5 * em,
                )
            )
        _partition(sheet, r, style, (first, count, cut + 0.3 * em, bottom), margin, depth=depth + 1, names=names)
        return
    names.append(f"a{len(names)}")
    _article(sheet, r, style, area, margin, names[-1])


def _article(
    sheet: Sheet, r: random.Random, style: _Style, area: tuple[int, int, float, float], margin: float, name: str
) -> None:
    first, count, top, bottom = area
    em = style.size
    x0, x1 = _x(style, margin, first), _x(style, margin, first + count) - style.gutter
    kind = r.choices(
        ("plain", "inset", "vertical", "box"), (6, 1 if count >= 3 else 0, 1 if count >= 2 else 0, 1 if count <= 2 else 0)
    )[0]
    if kind == "box":
        sheet.boxes.append((0, x0, top, x1, bottom - 0.5 * em))
        x0, x1, top, bottom = x0 + em, x1 - em, top + em, bottom - 1.5 * em
    columns = [[x0 + k * (x1 - x0 + style.gutter) / count, top, bottom] for k in range(count)]
    measure_ = (x1 - x0 + style.gutter) / count - style.gutter
    if kind == "vertical":
        used = _vertical_head(sheet, r, name, x0, top, bottom, em)
        columns = [[x0 + used + k * (x1 - x0 - used + style.gutter) / count, top, bottom] for k in range(count)]
        measure_ = (x1 - x0 - used + style.gutter) / count - style.gutter
    elif kind == "inset":
        a = r.randint(0, 1)
        b = r.randint(a + 2, min(count, a + 3))
        left, right = columns[a][0], columns[b - 1][0] + measure_
        start = top + r.choice((0, 0, 6)) * style.leading
        end = _head(sheet, r, name, left, right, start, em, inset=True)
        for k in range(a, b):
            columns[k].append((start, end))
    else:
        end = _head(sheet, r, name, x0, x1, top, em)
        for c in columns:
            c[1] = end
    _photos(sheet, r, style, name, columns, measure_)
    _body(sheet, r, style, name, columns, measure_)


def _fit_head(r: random.Random, width: float, size: float) -> list[str]:
    text = _fill(r, r.choice(HEADS))
    if measure(text, size) <= width:
        return [text]
    return break_lines(text, size, width, 0.0)


def _head(
    sheet: Sheet, r: random.Random, name: str, x0: float, x1: float, top: float, em: float, *, inset: bool = False
) -> float:
    """Kicker, title and subtitle; the height at which text may begin."""
    width = x1 - x0
    size = em * min(r.uniform(1.5, 2.1) + 0.25 * width / (30 * em), 3.2)
    y = top + (0.6 * em if inset else 0)
    if not inset and r.random() < 0.2:
        text = _fill(r, r.choice(HEADS))[: int(width / (1.45 * em))]
        y += 1.6 * em
        wide = measure(text, 1.4 * em)
        _put(sheet, Item(name, "kicker", text), [(x0 + (width - wide) / 2, y, text)], 1.4 * em)
        y += 0.6 * em
    lines = _fit_head(r, width - (2 * em if inset else 0), size)
    item = Item(name, "title", "".join(lines))
    rows = []
    for text in lines:
        y += 1.05 * size
        rows.append((x0 + (width - measure(text, size)) / 2, y, text))
        y += 0.25 * size
    _put(sheet, item, rows, size)
    if not inset and r.random() < 0.2:
        text = "——" + _fill(r, r.choice(HEADS))[: int(width / (1.3 * em)) - 3]
        y += 1.6 * em
        _put(sheet, Item(name, "subtitle", text), [(x0 + (width - measure(text, 1.2 * em)) / 2, y, text)], 1.2 * em)
    return y + r.uniform(0.8, 1.6) * em


def _vertical_head(sheet: Sheet, r: random.Random, name: str, x0: float, top: float, bottom: float, em: float) -> float:
    size = 2.0 * em
    text = re.sub(r"[\d.A-Za-z：，]", "", _fill(r, r.choice(HEADS)))
    text = text[: max(4, int((bottom - top) / (1.3 * size)))]
    item = Item(name, "title", text)
    for k, c in enumerate(text):
        item.lines.append(Text(x0 + 0.3 * em, top + size * (1 + 1.2 * k), c, fonts()[0], size, 0.0, size))
    sheet.items.append(item)
    return size + 1.6 * em


def _photos(sheet: Sheet, r: random.Random, style: _Style, name: str, columns: list[list[Any]], width: float) -> None:
    """Perhaps a photograph with its caption, over one or two columns."""
    em = style.size
    high = min(c[2] - c[1] for c in columns)
    if high < 24 * em or r.random() < 0.5:
        return
    span = 1 if len(columns) < 2 or r.random() < 0.5 else 2
    k = r.randint(0, len(columns) - span)
    tall = r.uniform(8, 12) * em
    top = columns[k][1] + (0.3 * em if r.random() < 0.5 else r.uniform(0.2, 0.5) * high)
    if any(len(c) > 3 for c in columns[k : k + span]):
        top = max(max(x[1] for x in c[3:]) for c in columns[k : k + span] if len(c) > 3) + 3 * em
    if any(top + tall + 4 * em > c[2] for c in columns[k : k + span]):
        return
    x0, x1 = columns[k][0], columns[k + span - 1][0] + width
    sheet.pictures.append((0, x0, top, x1, top + tall))
    text = _fill(r, "{p}{t}项目现场。") + r.choice(("李明摄", "本报记者王芳摄", "（张伟摄）"))
    size = em * r.choice((0.9, 0.94, 1.0))
    lines = break_lines(text, size, x1 - x0, 0.0)
    base, rows = top + tall + 0.4 * em, []
    for line in lines:
        base += 1.25 * size
        rows.append((x0, base, line))
    _put(sheet, Item(name, "caption", text), rows, size)
    for c in columns[k : k + span]:
        c.append((top - 0.7 * em, base + 1.0 * em))


def _slots(style: _Style, columns: list[list[Any]]) -> list[tuple[float, float]]:
    """Left edge and baseline of every line that the columns hold."""
    out = []
    for x, top, bottom, *holes in columns:
        y = top + style.size
        while y + 0.2 * style.size < bottom:
            hole = next((h for h in holes if h[0] < y + 0.3 * style.size and y - style.size < h[1]), None)
            if hole is None:
                out.append((x, y))
                y += style.leading
            else:
                y = hole[1] + style.size + 0.01
    return out


def _body(sheet: Sheet, r: random.Random, style: _Style, name: str, columns: list[list[Any]], width: float) -> None:
    slots = _slots(style, columns)
    total = min(len(slots), max(2, int(len(slots) * r.uniform(0.8, 1.0))))
    at, em = 0, style.size
    if at < total and r.random() < 0.4:
        text = r.choice(("□本报记者 王芳", "本报记者 李明 通讯员 赵强", "□张伟 陈静"))
        if measure(text, em) < width - 2 * em:
            _put(sheet, Item(name, "byline", text), [(slots[0][0] + 2 * em, slots[0][1], text)], em)
            at = 1
    fresh = True
    while at < total:
        if (
            not fresh
            and total - at > 12
            and r.random() < 0.12
            and slots[at][1] + 3 * style.leading < max(c[2] for c in columns)
            and slots[at + 1][0] == slots[at][0]
        ):
            text = _fill(r, "{p}：") + r.choice(("优化服务", "项目为王", "创新驱动"))
            size = em * style.sub
            if measure(text, size) < width:
                x, y = slots[at]
                _put(sheet, Item(name, "sub", text), [(x + (width - measure(text, size)) / 2, y, text)], size)
                at += 1
                fresh = True
                continue
        room = total - at
        lines = break_lines(paragraph(r, r.randint(20, 160)), em, width, 2 * em)[:room]
        if at + len(lines) >= total:
            lines = (
                lines
                if lines[-1][-1] in "。”"
                else [*lines[:-1], lines[-1][: max(1, len(lines[-1]) - 4)].rstrip("，、。（《“") + "。"]
            )
        item = Item(name, "body", "".join(lines))
        for k, text in enumerate(lines):
            x, y = slots[at + k]
            indent = 2 * em if k == 0 else 0.0
            full = k < len(lines) - 1 and len(text) > 1
            spread = (width - indent - measure(text, em)) / (len(text) - 1) if full else 0.0
            item.lines.append(
                Text(
                    x + indent,
                    y,
                    text,
                    fonts()[0],
                    em,
                    max(spread, -0.05 * em),
                    width - indent if full else measure(text, em),
                )
            )
        sheet.items.append(item)
        at += len(lines)
        fresh = False


def policy(seed: int) -> Sheet:
    """A policy paper of several pages: running header or none, page numbers, headings, paragraphs over page breaks."""
    r = random.Random(seed)
    sheet = Sheet(595, 842)
    size = r.choice((12, 14, 15, 16))
    leading = size * r.uniform(1.5, 1.95)
    left, right = r.uniform(70, 95), 595 - r.uniform(70, 95)
    header = r.random() < 0.6
    title = _fill(r, "{p}关于加快{t}建设的实施方案")
    name = "p"
    base, page = 130.0, 0
    rows = []
    for text in break_lines(title, 20, right - left, 0.0):
        rows.append((left + (right - left - measure(text, 20)) / 2, base, text))
        base += 30
    _put(sheet, Item(name, "title", title), rows, 20)
    base += 30
    pages = r.randint(2, 5)
    number = r.choice(("— {} —", "- {} -", "第{}页", "{}"))
    while page < pages:
        heading = r.random() < 0.25
        text = (
            f"{'一二三四五六七八九十'[r.randint(0, 9)]}、{r.choice(('总体要求', '重点任务', '保障措施', '工作目标'))}"
            if heading
            else paragraph(r, r.randint(40, 260))
        )
        item = Item(name, "head" if heading else "body", text)
        lines = break_lines(text, size, right - left, 2 * size)
        for k, line in enumerate(lines):
            if base > 842 - 80:
                page, base = page + 1, 95.0
            indent = 2 * size if k == 0 else 0.0
            full = k < len(lines) - 1
            spread = (right - left - indent - measure(line, size)) / max(len(line) - 1, 1) if full else 0.0
            item.lines.append(
                Text(
                    left + indent,
                    base,
                    line,
                    fonts()[0],
                    size,
                    spread,
                    right - left - indent if full else measure(line, size),
                    page,
                )
            )
            base += leading
        sheet.items.append(item)
    sheet.pages = page + 1
    for k in range(sheet.pages):
        foot = number.format(k + 1)
        sheet.items.append(
            Item(
                "_run",
                "footer",
                foot,
                [Text((595 - measure(foot, 10)) / 2, 800, foot, fonts()[0], 10, 0.0, measure(foot, 10), k)],
            )
        )
        if header:
            sheet.items.append(
                Item(
                    "_run",
                    "header",
                    title[:-2],
                    [Text(left, 50, title[:-2], fonts()[0], 9, 0.0, measure(title[:-2], 9), k)],
                )
            )
    return sheet
