"""The articles of a document: where each begins, its title, and the facts printed at its head and foot."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from operator import add
from typing import Any, NamedTuple

import regex

import patterns
from extractor.model import Article, Document, Span, View
from extractor.segment.doctype import document_kind
from extractor.segment.headings import number_value
from extractor.segment.lines import First
from extractor.segment.place import own_place

_SENTENCE = re.compile(r"[。！？；]")
_HEAD = 1200  # characters of an article in which its head stands


class Printed(NamedTuple):
    """A line of the view with what it is: plain, heading, caption, byline, header, row, title, kicker or subtitle."""

    at: Span
    role: str
    article: int = 0


def split(text: str, printed: list[Printed]) -> list[list[Printed]]:
    """The lines of each article of a text: several where official documents or news items evidently follow each other."""
    cuts = [i for i in range(1, len(printed)) if _begins(text, printed, i)]
    out = [printed[a:b] for a, b in zip([0, *cuts], [*cuts, len(printed)], strict=True)]
    return [_with_own_title(text, out, n) for n in range(len(out))] if len(out) > 1 else out


def title_lines(text: str, part: list[Printed]) -> list[Printed]:
    """The lines of an article's title: before its first paragraph (a byline tells which), else behind its last."""
    told = [p for p in part if p.role == "title"]
    if told or any(p.role in ("kicker", "subtitle") for p in part):
        first = next((i for i, p in enumerate(part) if p.role == "subtitle"), None)
        return told or (part[first:first + 1] if first is not None and first < 3 else [])
    head = next((i for i, p in enumerate(part) if p.role == "heading" or _is_prose(text, p)), 0)
    candidates = [i for i in range(min(head, 10)) if _may_be_title(text, part[i])]
    if part and head == 0 and _rules("starts", "marked").match(_line(text, part[0])) and len(part[0].at) <= 40:
        return part[:1]
    if not candidates:
        return _trailing_title(text, part)
    signed = next((i for i in range(head) if part[i].role == "byline"), None)
    before = [i for i in candidates if signed is None or i < signed] or candidates
    apart = any(part[i].role == "caption" for i in range(before[0], before[-1]))
    first = before[-1] if apart else before[0]
    out = [part[first]]
    for i in range(first + 1, min(first + 3, head)):
        if i not in candidates or not _continues(_joined(text, out), _line(text, part[i])):
            break
        out.append(part[i])
    return out


def _trailing_title(text: str, part: list[Printed]) -> list[Printed]:
    """The title that a page printed behind its article: one or two last lines that say again what the article says."""
    tail = next((i for i in range(len(part), 0, -1) if not _may_be_title(text, part[i - 1])), 0)
    if not tail or not 0 < len(part) - tail <= 3 or _rules("issuer", "signed").search(_line(text, part[-1])):
        return []
    pairs = _pairs("".join(_line(text, p) for p in part[:tail]))
    title = part[tail:tail + 2]
    joined = _joined(text, title)
    return title if len(joined) >= 7 and _shared(joined, pairs) >= 0.4 else []


def article_facts(document: Document, view: View, part: list[Printed], titles: list[Printed], *, number: int) -> Article:
    """One article with what its head and foot say of it; what they do not say stays None."""
    text = view.text
    at = Span(part[0].at.start, part[-1].at.end) if part else Span(0, len(text))
    ends = [view.read(p.at.start, p.at.end) for p in (*part[:2], *part[-2:])] or [view.read(0, len(text))]
    own = "".join(_as_printed(document, view, p.at) for p in titles).lstrip("▲▶★☆♦➤△●■◆ ")
    title = own or (document.title if number == 0 else None)
    head = text[at.start:min(at.end, at.start + _HEAD)]
    fields = _fields(text, part)
    dateline = _dateline_of(head)
    kind = document_kind(title or "", head, text[at.start:at.end], [(text[p.at.start:p.at.end], p.role) for p in part])
    issuer = fields.get("body") or _issuer(text, part, title or "")
    official = kind in ("policy", "notice")
    publisher = document.publisher or (official and issuer) or fields.get("publisher") or issuer
    day = document.published or _date(fields.get("date", "")) or _dateline_day(dateline) or _signed_day(text, part) or \
        _date(" ".join(_line(text, p) for p in part if p.role == "header")) or _date(title or "")
    return Article(
        key=f"a{number + 1}", kind=kind, at=at,
        start=min(e.start for e in ends), end=max(e.end for e in ends), title=title or None,
        byline=_byline(text, part, head) or fields.get("author"), dateline=dateline.group().strip() if dateline else None,
        date=day, publisher=publisher or None, place=own_place(title or "", text[at.start:at.end]),
        number=fields.get("number") or _document_number(text, part, title or ""))


def _begins(text: str, printed: list[Printed], i: int) -> bool:
    """Whether a new article's first paragraph or title stands at line `i`."""
    line, last = _line(text, printed[i]), printed[i - 1]
    if printed[i].role not in ("plain", "heading"):
        return False
    if _opens("news")[line[0]] and _rules("starts", "news").match(line):
        return any(_is_prose(text, p) for p in printed[:i])
    if (_is_prose(text, printed[i]) and len(line) >= 40) or _is_long(text, printed[i]):
        back = i - 1
        while back > 0 and i - back < 5 and _may_be_title(text, printed[back]):
            back -= 1
        closed = printed[back].role == "byline" and text[printed[back].at.start] in "（("
        return closed and back > 0 and _is_prose(text, printed[back - 1])
    closes, marked = text[last.at.end - 1] in _last(), _opens("marked")[line[0]]
    if len(line) <= 100 and (closes or marked) and _rules("starts", "official").fullmatch(line):
        return closes and _closing().search(_line(text, last)) is not None
    if marked and _rules("starts", "marked").match(line):
        return _is_brief(text, printed, i) and any(_is_brief(text, printed, k) for k in range(max(0, i - 3), i))
    return False


def _is_brief(text: str, printed: list[Printed], i: int) -> bool:
    """Whether a news item in one paragraph stands here: a marked title, and a body that ends with who wrote it."""
    line = _line(text, printed[i])
    if not _rules("starts", "marked").match(line):
        return False
    body = line if len(line) > 60 or i + 1 >= len(printed) else _line(text, printed[i + 1])
    return _rules("starts", "signed").search(body) is not None


def _with_own_title(text: str, parts: list[list[Printed]], n: int) -> list[Printed]:
    """An article's lines after title lines between it and its neighbours went to the one whose words they share."""
    before = _lent(text, parts[n - 1], parts[n]) if n else 0
    after = _lent(text, parts[n], parts[n + 1]) if n + 1 < len(parts) else 0
    lent = parts[n - 1][len(parts[n - 1]) - before:] if before else []
    return [*lent, *(parts[n][:len(parts[n]) - after] if after else parts[n])]


def _lent(text: str, part: list[Printed], following: list[Printed]) -> int:
    """How many lines at the end of a part are the title of the following one."""
    loose = 0
    while loose < min(4, len(part) - 1) and _may_be_title(text, part[-1 - loose]):
        loose += 1
    if not loose:
        return 0
    mine, theirs = (_pairs("".join(_line(text, p) for p in lines)) for lines in (part[:len(part) - loose], following))
    share = [(_shared(_line(text, part[-k]), mine), _shared(_line(text, part[-k]), theirs)) for k in range(1, loose + 1)]
    return max(range(loose + 1), key=lambda k: (sum(t for _, t in share[:k]) + sum(m for m, _ in share[k:]), k))


def _pairs(text: str) -> set[str]:
    return set(map(add, text[:2999], text[1:3000]))


def _shared(line: str, pairs: set[str]) -> float:
    own = _pairs(line)
    return len(own & pairs) / len(own) if own else 0.0


def _line(text: str, printed: Printed) -> str:
    return text[printed.at.start:printed.at.end]


def _joined(text: str, printed: list[Printed]) -> str:
    return "".join(_line(text, p) for p in printed)


def _is_long(text: str, printed: Printed) -> bool:
    return printed.at.end - printed.at.start > _longest()


def _is_prose(text: str, printed: Printed) -> bool:
    """Whether a line is a paragraph: a sentence with its full stop, an address, or more than any title has."""
    if printed.role not in ("plain", "heading"):
        return False
    at = printed.at
    return text[at.end - 1] in "。；;：:，" or at.end - at.start > _longest() or \
        _SENTENCE.search(text, at.start, at.end - 1) is not None


def _may_be_title(text: str, printed: Printed) -> bool:
    if printed.role != "plain" or _is_prose(text, printed):
        return False
    line = _line(text, printed)
    return not bool(_not_title().search(line) or _rules("number", "document").fullmatch(line) or _a_day(line))


def _continues(title: str, line: str) -> bool:
    """Whether a line goes on with the title before it: a bracket, or the rest of a document's name."""
    if _goes_on().search(line) or (_rules("issuer", "line").fullmatch(title) and _rules("title", "starts").match(line)):
        return True
    opened = _rules("title", "open").search(title) is not None and _rules("title", "shut").search(title) is None
    return bool(opened and _rules("title", "shut").search(line))


def _as_printed(document: Document, view: View, at: Span) -> str:
    """A title line with the spaces between its halves kept, those between single characters dropped."""
    read = view.read(at.start, at.end)
    halves = document.text[read.start:read.end].split()
    return " ".join(halves) if len(halves) > 1 and all(len(h) > 3 for h in halves) else view.text[at.start:at.end]


def _fields(text: str, part: list[Printed]) -> dict[str, str]:
    """What the lines of a page's head say: date, publisher, issuing body, number, author."""
    names = patterns.table("segment/articles")["fields"]
    out: dict[str, str] = {}
    for printed in part:
        if printed.role != "header":
            continue
        for found in _field().finditer(_line(text, printed)):
            key = next((k for k, words in names.items() if found["name"] in words), "")
            value = found["value"].strip(" -—|｜\t")
            if key and value and key not in out:
                out[key] = value
    return out


def _byline(text: str, part: list[Printed], head: str) -> str | None:
    lines = [_line(text, p).strip("□■◆◎（）() ") for p in part if p.role == "byline"]
    if lines:
        return " ".join(lines)
    told = _rules("dateline", "reporter").search(head)
    return told[1].strip() if told else None


def _a_day(text: str) -> date | None:
    """The day that is all of a short line, its brackets, its weekday and the body that signs it aside."""
    if len(text) > 48 or not _rules("date", "near").search(text):
        return None
    if _rules("date", "signed").fullmatch(text):
        return _date(text)
    found = _rules("date", "numeric").search(text) or _rules("date", "written").search(text)
    return _date(text) if found and len(text) - len(found.group()) <= 14 and found.start() <= 6 else None


def _date(text: str) -> date | None:
    found = _rules("date", "numeric").search(text)
    if found:
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    found = _rules("date", "written").search(text)
    if not found:
        return None
    year = int("".join(str(number_value(c)) for c in found["year"]))
    return _day(year, number_value(found["month"]), number_value(found["day"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dateline_day(dateline: regex.Match[str] | None) -> date | None:
    if dateline is None or not (dateline["year"] and dateline["month"]):
        return None
    return _day(int(dateline["year"]), int(dateline["month"]), int(dateline["day"]))


def _signed_day(text: str, part: list[Printed]) -> date | None:
    """The day a report was given on or a document is signed with: on a line near head or foot, or at a paragraph's end."""
    given = (_rules("date", "given").fullmatch(_line(text, p)) for p in part[:8])
    if told := next(filter(None, given), None):
        return _date(told["date"])
    near = [p for p in part[:8] + part[-6:] if p.role in ("plain", "header")]
    for printed in reversed(near):
        if day := _a_day(_line(text, printed)):
            return day
    last = _last()
    for printed in part:
        if text[printed.at.end - 1] not in last:
            continue
        foot = text[max(printed.at.start, printed.at.end - 60):printed.at.end]
        closing = _closing().search(foot)
        if closing and _rules("issuer", "before").search(foot, 0, closing.start()):
            return _date(closing.group())
    return None


def _issuer(text: str, part: list[Printed], title: str) -> str | None:
    """The body that signs a document above its day or beside it, else the one its title begins with."""
    for printed, following in [*pairwise(part[-7:]), *pairwise(part[:8])]:
        line = _line(text, printed)
        beside = _rules("date", "signed").fullmatch(line)
        body = beside["body"].strip() if beside else line if _a_day(_line(text, following)) else ""
        if printed.role == "plain" and body and _rules("issuer", "line").fullmatch(body):
            return str(body)
    found = _rules("issuer", "title").match(title)
    if found and _rules("issuer", "line").fullmatch(found["body"]):
        return str(found["body"])
    return None


def _document_number(text: str, part: list[Printed], title: str) -> str | None:
    """The number of the document itself: on a line of its own in its head, or behind its title."""
    for printed in part[:12]:
        line = _line(text, printed)
        if len(line) <= 40 and _rules("number", "document").fullmatch(line):
            return line
    found = _numbered_title().search(title)
    return str(found["number"]) if found else None


@cache
def _numbered_title() -> regex.Pattern[str]:
    rules = patterns.table("segment/articles")
    return regex.compile(f".*(?:{rules['title']['types']})(?P<number>{rules['number']['document']})$")


@cache
def _rules(section: str, name: str) -> regex.Pattern[str]:
    found: Any = patterns.table("segment/articles")[section][name]
    return regex.compile("|".join(found) if isinstance(found, list) else found)


@cache
def _longest() -> int:
    """The most characters that a title has."""
    return int(patterns.table("segment/articles")["title"]["longest"])


@cache
def _last() -> str:
    """The last characters of all that an official document ends with."""
    return str(patterns.table("segment/articles")["starts"]["last"])


@cache
def _closing() -> regex.Pattern[str]:
    cues = patterns.table("segment/articles")["starts"]["closing"]
    return regex.compile(f"(?:{'|'.join(cues)})$", flags=regex.M)


@cache
def _not_title() -> regex.Pattern[str]:
    return regex.compile("|".join(patterns.table("segment/articles")["title"]["not"]))


@cache
def _goes_on() -> regex.Pattern[str]:
    return regex.compile("|".join(patterns.table("segment/articles")["title"]["continues"]))


def _dateline_of(head: str) -> regex.Match[str] | None:
    """The first dateline that begins a line."""
    start = 0
    while start >= 0:
        if found := _dateline().match(head, start):
            return found
        start = head.find("\n", start) + 1 or -1
    return None


@cache
def _dateline() -> regex.Pattern[str]:
    cues = patterns.table("segment/articles")["dateline"]["patterns"]
    return regex.compile(rf"\s*(?:{'|'.join(cues)})")


@cache
def _opens(name: str) -> First:
    return First(_rules("starts", name))


@cache
def _field() -> regex.Pattern[str]:
    names = (w for words in patterns.table("segment/articles")["fields"].values() for w in words)
    every = "|".join(sorted(names, key=len, reverse=True))
    return regex.compile(rf"(?P<name>{every})\s*[】\]]?\s*[:：]\s*(?P<value>(?:(?!{every})[^\n]){{1,60}})")
