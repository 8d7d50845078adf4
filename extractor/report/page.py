"""The audit report as one self-contained HTML page: no network, every word of a document escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from pathlib import PurePath

from extractor.report.crops import Crop, crop
from extractor.report.findings import VERDICTS, Item, Passage, Report, formula, word

_PICTURES = 80
"""Pictures in a page at most: the gravest findings have them."""


def page(report: Report, *, language: str = "zh") -> str:
    """The page: `findings.html` of this package with the report's parts put into its places."""
    template = files("extractor.report").joinpath("findings.html").read_text(encoding="utf-8")
    parts = {
        "LANG": "zh-CN" if language == "zh" else "en", "LANGUAGE": language, "NAME": escape(report.name),
        "SUMMARY": "".join(_summary(report)), "RULES": "".join(_options({i.rule for i in report.items}, "rules")),
        "DOCUMENTS": "".join(_documents(report.items)), "ITEMS": "".join(_items(report)), "TITLE": both("words", "title"),
        "LEAD": both("words", "lead"), "NONE": both("words", "none"), "KEYS": both("words", "keys"),
        "SHOWN": both("words", "shown"), "EMPTY": "" if report.items else f'<p class="empty">{both("words", "empty")}</p>',
        "ALL_RULES": _pair_attributes("all_rules"), "ALL_DOCUMENTS": _pair_attributes("all_documents"),
        "SEARCH": _pair_attributes("search"), "LANGUAGE_BUTTON": both("words", "language"), "THEME": both("words", "theme"),
        "OMITTED": f'<p class="omitted">{report.omitted} {both("words", "omitted")}</p>' if report.omitted else "",
        "START": "" if any(report.counts.get(v) for v in VERDICTS[:3]) else "consistent",
    }
    return re.sub(r"\{\{([A-Z_]+)\}\}", lambda m: parts[m[1]], template)


def both(group: str, name: str) -> str:
    """A word in both languages; the page shows one."""
    return "".join(f'<span class="{code}" lang="{tag}">{escape(word(group, name, code))}</span>'
                   for code, tag in (("en", "en"), ("zh", "zh-CN")))


def _pair_attributes(name: str) -> str:
    return " ".join(f'data-{code}="{escape(word("words", name, code))}"' for code in ("en", "zh"))


def _summary(report: Report) -> Iterator[str]:
    total = sum(report.counts.values())
    yield f'<div class="stat"><b>{report.documents}</b>{both("words", "documents")}</div>'
    yield f'<div class="stat"><b>{total}</b>{both("words", "checked")}</div>'
    for verdict in VERDICTS:
        yield (f'<button type="button" class="stat chip {verdict}" data-verdict="{verdict}" aria-pressed="true">'
               f'<b>{report.counts.get(verdict, 0)}</b>{both("verdicts", verdict)}</button>')


def _options(names: Iterable[str], group: str) -> Iterator[str]:
    for name in sorted(names):
        yield (f'<option value="{escape(name)}" data-en="{escape(word(group, name, "en"))}" '
               f'data-zh="{escape(word(group, name, "zh"))}"></option>')


def _documents(items: Iterable[Item]) -> Iterator[str]:
    for source in sorted({s for i in items for s in i.sources}):
        yield f'<option value="{escape(source)}">{escape(_short(source))}</option>'


def _short(source: str) -> str:
    return PurePath(source).name or source


def _items(report: Report) -> Iterator[str]:
    left = _PICTURES
    for number, item in enumerate(report.items, 1):
        pictures: list[Crop] = []
        if left > 0:
            pictures = list(_pictures(item))
            left -= len(pictures)
        yield _card(number, item, pictures)


def _pictures(item: Item) -> Iterator[Crop]:
    for passage in item.passages:
        for number in passage.pages:
            made = crop(passage.source, number, [(r, b) for r, b in passage.boxes if b.page == number])
            if made:
                yield made


def _card(number: int, item: Item, pictures: list[Crop]) -> str:
    head = (f'<span class="badge">{both("verdicts", item.verdict)}</span>'
            + f'<span class="rule">{both("rules", item.rule)}</span>'
            + (f'<span class="tag">{both("words", "between")}</span>' if item.between else "")
            + f'<span class="where">{" · ".join(_where(p) for p in _first_of_each(item.passages))}</span>'
            + f'<a class="anchor" href="#{escape(item.key)}" title="{escape(item.key)}">{number}</a>')
    return (f'<article class="card {item.verdict}" id="{escape(item.key)}" tabindex="-1" data-verdict="{item.verdict}" '
            f'data-rule="{escape(item.rule)}" data-sources="{escape(chr(31).join(item.sources))}"><header>{head}</header>'
            f'<p class="formula"><span class="en">{escape(formula(item.formula, "en"))}</span>'
            f'<span class="zh">{escape(formula(item.formula, "zh"))}</span></p>'
            f'<p class="message"><span class="en" lang="en">{escape(item.message)}</span>'
            f'<span class="zh" lang="zh-CN">{escape(item.message_zh)}</span></p>'
            f'{"".join(_quote(p, named=item.between) for p in item.passages)}{"".join(map(_figure, pictures))}</article>')


def _first_of_each(passages: Iterable[Passage]) -> list[Passage]:
    return list({p.source: p for p in reversed(list(passages))}.values())[::-1]


def _where(passage: Passage) -> str:
    pages = ", ".join(map(str, passage.pages))
    tail = f' · {both("words", "page")} {pages} {both("words", "page_after")}' if pages else ""
    return f'<span title="{escape(passage.source)}">{escape(_short(passage.source))}</span>{tail}'


def _quote(passage: Passage, *, named: bool) -> str:
    words = "".join(_piece(text, role) for text, role in passage.pieces)
    cite = f"<cite>{escape(_short(passage.source))}</cite>" if named else ""
    return f'<blockquote lang="zh-CN">{words}{cite}</blockquote>'


def _piece(text: str, role: str) -> str:
    if not role:
        return escape(text)
    return (f'<mark class="r-{escape(role)}" data-en="{escape(word("roles", role, "en"))}" '
            f'data-zh="{escape(word("roles", role, "zh"))}">{escape(text)}</mark>')


def _figure(picture: Crop) -> str:
    marks = "".join(f'<i class="box r-{escape(role)}" style="left:{x:.2f}%;top:{y:.2f}%;width:{w:.2f}%;'
                    f'height:{h:.2f}%"></i>' for role, x, y, w, h in picture.boxes)
    return (f'<figure><div class="crop" style="max-width:{picture.width}px"><img alt="" width="{picture.width}" '
            f'height="{picture.height}" loading="lazy" src="{picture.uri}">{marks}</div></figure>')
